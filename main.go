// Otklik is a client service desk in one binary.
package main

import (
	"os"
	"runtime/debug"

	"github.com/pocketbase/pocketbase"

	"otklik/hooks"
	"otklik/hooks/sqlite"
	_ "otklik/pb_migrations"
	"otklik/pb_public"
)

// version is set by the linker; see the Makefile.
var version = "dev"

// gcPercent is higher than Go's default of 100, because nearly all garbage lives for
// one request. It saves a tenth of the processor time under load for about 30 MB of
// memory. GOGC in the environment takes precedence.
const gcPercent = 400

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	config := hooks.Config{Page: pb_public.FS}
	app := pocketbase.NewWithConfig(pocketbase.Config{
		HideStartBanner:  true,
		DBConnect:        sqlite.Connect,
		DataMaxOpenConns: sqlite.Connections,
		DataMaxIdleConns: sqlite.Connections,
	})
	app.OnBootstrap().Unbind(pocketbase.ModerncDepsCheckHookId) // our SQLite is newer; tests/architecture keeps its libc right
	hooks.Register(app, config)
	hooks.AddCommands(app, config, version)
	os.Exit(hooks.Execute(app))
}
