package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
)

func registerReports(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.GET("/api/desk/reports", serveReport).Bind(apis.RequireAuth("users", core.CollectionNameSuperusers)).BindFunc(overseersOnly)
		return e.Next()
	})
}

// serveReport answers GET /api/desk/reports: see [report], and
// [readReportQuery] for what may be asked.
func serveReport(e *core.RequestEvent) error {
	hours, err := readHours(e.App)
	if err != nil {
		return err
	}
	q, err := readReportQuery(e.Request.URL.Query(), hours, clock.Now(e.App))
	if err != nil {
		return e.BadRequestError("", err)
	}
	out, err := readReport(e.App, q, hours)
	if err != nil {
		return err
	}
	return e.JSON(http.StatusOK, out)
}
