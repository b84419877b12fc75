// Otklik is a client service desk in one binary.
package main

import (
	"os"

	"github.com/pocketbase/pocketbase"

	"otklik/hooks"
	"otklik/hooks/sqlite"
	_ "otklik/pb_migrations"
	"otklik/pb_public"
)

// version is set by the linker; see the Makefile.
var version = "dev"

func main() {
	config := hooks.Config{Page: pb_public.FS}
	app := pocketbase.NewWithConfig(pocketbase.Config{HideStartBanner: true, DBConnect: sqlite.Connect})
	hooks.Register(app, config)
	hooks.AddCommands(app, config, version)
	os.Exit(hooks.Execute(app))
}
