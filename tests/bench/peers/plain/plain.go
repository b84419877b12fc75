// Package plain is a program: PocketBase with the four collections of a desk, the rules
// that anybody would write first, and nothing else. It is the ceiling of what can be
// built on PocketBase.
package plain

import (
	"log"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// Main runs the program: `init` makes the collections, `serve` is PocketBase's own.
func Main() {
	core.AppMigrations = core.MigrationsList{} // also where Otklik's are linked in
	app := pocketbase.NewWithConfig(pocketbase.Config{HideStartBanner: true, DBConnect: connect})
	app.RootCmd.AddCommand(&cobra.Command{Use: "init", RunE: func(*cobra.Command, []string) error { return makeDesk(app) }})
	if err := app.Start(); err != nil {
		log.Fatal(err)
	}
}

// connect is core.DefaultDBConnect, but a commit returns when it is on the disk.
func connect(path string) (*dbx.DB, error) {
	return dbx.Open("sqlite", path+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(200000000)&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)&_defensive=1")
}
