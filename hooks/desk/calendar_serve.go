package desk

import (
	"io"
	"net/http"
	"strings"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/calendar"
	"otklik/hooks/clock"
	"otklik/hooks/problem"
	"otklik/hooks/query"
	"otklik/hooks/records"
)

// maxCalendarFile is the largest file of a year in bytes; those of xmlcalendar have
// some 5 KB.
const maxCalendarFile = 64 << 10

// The origins of a year of the calendar.
const (
	originShipped = "shipped" // a table of the program
	originOwn     = "own"     // a record of calendar
	originLaw     = "law"     // no table: the holidays of the law
)

// calendarYear is one year as the settings show it.
type calendarYear struct {
	calendar.Table
	Origin string         `json:"origin"`
	ID     string         `json:"id"`    // of the record, if the year is the firm's own
	Years  []calendarName `json:"years"` // the years with a table, this one, and the firm's current and next
}

// calendarName is a year that can be asked for.
type calendarName struct {
	Year   int    `json:"year"`
	Origin string `json:"origin"`
}

func serveCalendarRoutes(e *core.ServeEvent) error {
	signedIn := apis.RequireAuth("users", core.CollectionNameSuperusers)
	e.Router.GET("/api/desk/calendar", serveCalendar).Bind(signedIn).BindFunc(actor.RequireStaff)
	e.Router.POST("/api/desk/calendar", importCalendar).Bind(signedIn).BindFunc(actor.RequireOverseer)
	e.Router.GET("/api/desk/due", serveDue).Bind(signedIn).BindFunc(actor.RequireStaff)
	return e.Next()
}

// serveCalendar answers GET /api/desk/calendar?year=; without a year it is the
// firm's current one.
func serveCalendar(e *core.RequestEvent) error {
	now, err := firmYear(e.App)
	if err != nil {
		return err
	}
	year, err := query.Integer(e.Request.URL.Query(), "year", now, calendar.FirstYear, calendar.LastYear, "validation_invalid_value")
	if err != nil {
		return e.BadRequestError("", err)
	}
	return writeCalendar(e, year, now)
}

// firmYear returns the current year in the firm's time zone.
func firmYear(app core.App) (int, error) {
	hours, err := ReadHours(app)
	if err != nil {
		return 0, err
	}
	return clock.Now(app).In(hours.Location()).Year(), nil
}

func writeCalendar(e *core.RequestEvent, year, now int) error {
	all, own, err := readCalendar(e.App)
	if err != nil {
		return err
	}
	origin := func(n int) string {
		switch {
		case own[n] != "":
			return originOwn
		case all.Has(n):
			return originShipped
		}
		return originLaw
	}
	out := calendarYear{Table: all.Year(year).Table, Origin: origin(year), ID: own[year]}
	for n := calendar.FirstYear; n <= calendar.LastYear; n++ {
		if all.Has(n) || n == now || n == now+1 || n == year {
			out.Years = append(out.Years, calendarName{n, origin(n)})
		}
	}
	return e.JSON(http.StatusOK, out)
}

// importCalendar answers POST /api/desk/calendar: a year as xmlcalendar has it, as a
// JSON body or as the file of a form, in JSON or XML. It replaces the firm's own table
// of that year.
func importCalendar(e *core.RequestEvent) error {
	raw, err := calendarFile(e)
	if err != nil {
		return err
	}
	table, err := calendar.ParseFile(raw)
	if err == nil {
		_, err = calendar.New(table)
	}
	if err != nil {
		_, code := calendarProblem(err)
		return e.BadRequestError("", problem.FieldErrorWith("file", code, calendarYears))
	}
	if err := saveCalendar(e.App, actor.Of(e.Auth), table); err != nil {
		return err
	}
	now, err := firmYear(e.App)
	if err != nil {
		return err
	}
	return writeCalendar(e, table.Year, now)
}

// calendarFile reads the file of a form, or the body.
func calendarFile(e *core.RequestEvent) ([]byte, error) {
	var from io.Reader = e.Request.Body
	if strings.HasPrefix(e.Request.Header.Get("Content-Type"), "multipart/form-data") {
		file, _, err := e.Request.FormFile("file")
		if err != nil {
			return nil, e.BadRequestError("", problem.FieldError("file", "validation_required"))
		}
		defer file.Close()
		from = file
	}
	raw, err := io.ReadAll(io.LimitReader(from, maxCalendarFile+1))
	if err == nil && len(raw) > maxCalendarFile {
		err = e.BadRequestError("", problem.FieldError("file", "calendar_file"))
	}
	return raw, err
}

// saveCalendar writes the firm's own table of a year.
func saveCalendar(app core.App, who actor.Actor, table calendar.Table) error {
	return app.RunInTransaction(func(tx core.App) error {
		r, err := tx.FindFirstRecordByData("calendar", "year", table.Year)
		if records.IgnoreNotFound(err) != nil {
			return err
		}
		if err != nil {
			collection, err := tx.FindCachedCollectionByNameOrId("calendar")
			if err != nil {
				return err
			}
			r = core.NewRecord(collection)
		}
		r.Load(map[string]any{"year": table.Year, "months": table.Months, "transitions": table.Transitions})
		actor.SetActor(r, who)
		return tx.Save(r)
	})
}
