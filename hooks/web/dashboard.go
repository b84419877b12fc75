package web

import (
	"io/fs"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// testedDashboard is the version of PocketBase that the dashboard extension has been
// tested with, because its interface is experimental. With another version the
// dashboard works without the extension.
const testedDashboard = "v0.40.4"

// RegisterDashboard adds the page «Сервис-деск» to the dashboard as its start page.
func RegisterDashboard(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		if v := PocketBaseVersion(); v != testedDashboard && v != unknownVersion {
			e.App.Logger().Warn("The dashboard is shown without the service desk page, made for another PocketBase.",
				"version", v, "madeFor", testedDashboard)
			return e.Next()
		}
		extension := Dashboard()
		if _, err := fs.Stat(extension, "main.js"); err != nil {
			e.App.Logger().Warn("The dashboard is shown without the service desk page: the program was built without it, by something else than make.")
			return e.Next()
		}
		e.UIExtensions = append(e.UIExtensions, core.UIExtension{Name: "otklik", FS: extension})
		e.Router.BindFunc(refreshExtensions)
		return e.Next()
	})
}

// refreshExtensions makes browsers revalidate the extension, which PocketBase lets
// them cache for two weeks: a new binary may bring a new one.
func refreshExtensions(e *core.RequestEvent) error {
	if at := e.Request.URL.Path; at == "/_/extensions.js" || strings.HasPrefix(at, "/_/extensions/otklik/") {
		e.Response.Header().Set("Cache-Control", CacheRevalidate)
	}
	return e.Next()
}
