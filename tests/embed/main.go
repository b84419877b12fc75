// Embed is somebody's own PocketBase program that has become an Otklik: two
// lines of it are ours. It brings a route and a page of its own.
package main

import (
	"log"
	"net/http"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks"
	_ "otklik/pb_migrations"
)

func main() {
	app := pocketbase.New()
	hooks.Register(app, hooks.Config{})
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.GET("/own", func(e *core.RequestEvent) error { return e.String(http.StatusOK, "own route") })
		e.Router.GET("/{path...}", func(e *core.RequestEvent) error { return e.String(http.StatusOK, "own page") })
		return e.Next()
	})
	if err := app.Start(); err != nil {
		log.Fatal(err)
	}
}
