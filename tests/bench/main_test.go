package bench

import (
	"os"
	"testing"

	"github.com/pocketbase/pocketbase"

	"otklik/hooks"
	"otklik/hooks/sqlite"
	"otklik/tests/bench/peers/plain"
)

// roleVariable makes a process of this test binary one of the servers that
// TestTableOfPeers drives, so that none has to be built for it.
const roleVariable = "OTKLIK_BENCH_ROLE"

func TestMain(m *testing.M) {
	switch os.Getenv(roleVariable) {
	case "otklik":
		app := pocketbase.NewWithConfig(pocketbase.Config{HideStartBanner: true, DBConnect: sqlite.Connect,
			DataMaxOpenConns: sqlite.Connections, DataMaxIdleConns: sqlite.Connections})
		hooks.Register(app, hooks.Config{})
		hooks.AddCommands(app, hooks.Config{}, "bench")
		os.Exit(hooks.Execute(app))
	case "plain":
		plain.Main()
	default:
		os.Exit(m.Run())
	}
}
