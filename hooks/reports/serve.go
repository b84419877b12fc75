package reports

import (
	"net/http"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/desk"
	"otklik/hooks/jobs"
	"otklik/hooks/query"
)

// Register binds the route of the report, and what counts the days of the reports.
func Register(app core.App) {
	registerCounter(app)
	jobs.Schedule(app, "otklik_report_check", "41 3 * * *", checkDays)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.GET("/api/desk/reports", serveReport).Bind(apis.RequireAuth("users", core.CollectionNameSuperusers)).BindFunc(actor.RequireOverseer).BindFunc(query.StopWithClient)
		return e.Next()
	})
}

// serveReport answers GET /api/desk/reports: see [ReadQuery] for the parameters and
// [Report] for the response.
func serveReport(e *core.RequestEvent) error {
	hours, err := desk.ReadHours(e.App)
	if err != nil {
		return err
	}
	q, err := ReadQuery(e.Request.URL.Query(), hours, clock.Now(e.App))
	if err != nil {
		return e.BadRequestError("", err)
	}
	out, err := Read(e.App, q, hours)
	if err != nil {
		return err
	}
	return e.JSON(http.StatusOK, out)
}
