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

// gcPercent lets garbage grow further than Go's 100 before it is collected:
// nearly all of ours lives for one request. It gives a tenth of the processor
// back under load for some 30 MB; GOGC in the environment wins.
const gcPercent = 400

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	config := hooks.Config{Page: pb_public.FS}
	app := pocketbase.NewWithConfig(pocketbase.Config{HideStartBanner: true, DBConnect: sqlite.Connect})
	hooks.Register(app, config)
	hooks.AddCommands(app, config, version)
	os.Exit(hooks.Execute(app))
}
