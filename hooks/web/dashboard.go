package web

import (
	"io/fs"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// testedDashboard is the version of PocketBase whose dashboard our page in it has
// been tried with: the interface it uses is experimental. With another version
// the dashboard works on without the page.
const testedDashboard = "v0.40.4"

// RegisterDashboard puts the page «Сервис-деск» into the dashboard and makes it
// the one that opens first.
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

// refreshExtensions keeps browsers from holding on to the page of an older
// binary: PocketBase lets them for two weeks.
func refreshExtensions(e *core.RequestEvent) error {
	if at := e.Request.URL.Path; at == "/_/extensions.js" || strings.HasPrefix(at, "/_/extensions/otklik/") {
		e.Response.Header().Set("Cache-Control", CacheRevalidate)
	}
	return e.Next()
}
