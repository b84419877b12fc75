// Package export owns the export of lists and reports to CSV and XLSX.
package export

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/desk"
	"otklik/hooks/i18n"
	"otklik/hooks/problem"
	"otklik/hooks/query"
	"otklik/hooks/text"
)

// Register binds the routes of exports and of their progress.
func Register(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		signedIn := apis.RequireAuth("users", core.CollectionNameSuperusers)
		e.Router.GET("/api/desk/export", serveExport).Bind(signedIn).BindFunc(query.StopWithClient)
		e.Router.GET("/api/desk/export/progress", serveExportProgress).Bind(signedIn)
		return e.Next()
	})
}

// job is one export being written.
type job struct {
	app    core.App
	who    actor.Actor
	values url.Values
	hours  *desk.OfficeHours
	now    time.Time
	text   func(code string) string // translates to the reader's language
	book   book
	seen   *exportProgress
	names  map[string]string // names of people and categories in history, by id
	days   string            // the period in the name of the file; today if empty
	gone   func() error      // returns an error once the reader has disconnected
}

// exportKind is a kind of export. prepare validates the parameters before anything
// is written. It returns the number of rows, negative if unknown, and the function
// that writes them.
type exportKind struct {
	name      string
	title     string // the code of its name
	overseers bool   // for managers and superusers only
	prepare   func(*job) (total int, write func() error, err error)
}

var exportKinds = []exportKind{
	{"tasks", "tasks", false, (*job).prepareTasks},
	{"report", "report", true, (*job).prepareReport},
	{"low", "low", true, (*job).prepareLow},
	{"log", "log", true, (*job).prepareLog},
	{"people", "people", true, (*job).preparePeople},
	{"staff", "staff", true, (*job).prepareStaff},
}

// exportFormats are the formats of an export, by the value of format.
var exportFormats = map[string]struct {
	mime string
	open func(http.ResponseWriter) book
}{
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", func(w http.ResponseWriter) book { return newXLSXBook(w) }},
	"csv":  {"text/csv; charset=utf-8", func(w http.ResponseWriter) book { return newCSVBook(w) }},
}

// serveExport answers GET /api/desk/export?what=&format=xlsx|csv with all rows that
// the same filters list: tasks (a client's own ones), report, low, log, people and
// staff. X-Total-Rows is the number of rows, if known. With &progress=, an id made
// by the caller, GET /api/desk/export/progress?id= reports the progress. If writing
// fails, the connection is aborted.
func serveExport(e *core.RequestEvent) error {
	x, kind, err := readExport(e)
	if err != nil {
		return err
	}
	format, ok := exportFormats[x.values.Get("format")]
	if !ok {
		return e.BadRequestError("", problem.FieldError("format", "validation_invalid_value"))
	}
	total, write, err := kind.prepare(x)
	if err == nil {
		x.seen, err = startProgress(e, total)
	}
	if _, asked := err.(validation.Errors); asked {
		return e.BadRequestError("", err)
	} else if err != nil {
		return err
	}
	defer x.seen.finish()
	if total < 0 { // counted as it is written
		defer x.auditWritten(kind)
	} else if err := x.audit(kind, total); err != nil {
		return err
	}
	day := cmp.Or(x.days, x.now.In(x.hours.Location()).Format(time.DateOnly))
	header := e.Response.Header()
	header.Set("Content-Type", format.mime)
	header.Set("Content-Disposition", attachment(kind.name+"-"+strings.ReplaceAll(day, "—", "-"), x.text(kind.title)+" "+day, "."+x.values.Get("format")))
	header.Set("Cache-Control", "no-store")
	if total >= 0 {
		header.Set("X-Total-Rows", strconv.Itoa(total))
	}
	x.book = format.open(e.Response)
	defer x.book.Close()
	if err := write(); err == nil {
		err = x.book.Finish()
		if err == nil {
			return nil
		}
	} else if x.gone() == nil {
		e.App.Logger().Error("An export failed.", "what", kind.name, "error", err)
	}
	panic(http.ErrAbortHandler) // so that the reader sees an incomplete download
}

// audit records the export of staff: a client's own tasks are the client's.
func (x *job) audit(kind exportKind, rows int) error {
	if !x.who.IsInsider() {
		return nil
	}
	filters := map[string]string{}
	for name := range x.values {
		if value := x.values.Get(name); value != "" && !slices.Contains([]string{"what", "format", "progress", "token"}, name) {
			filters[name] = text.Clip(value, auditedFilter)
		}
	}
	return desk.RecordExport(x.app, x.who, desk.Export{
		Name: i18n.Text(i18n.Default, "export."+kind.title), What: kind.name, Format: x.values.Get("format"), Rows: rows, Filters: filters,
	})
}

// auditWritten records an export by the rows that are written.
func (x *job) auditWritten(kind exportKind) {
	if err := x.audit(kind, int(x.seen.rows.Load())); err != nil {
		x.app.Logger().Error("An export could not be recorded.", "what", kind.name, "error", err)
	}
}

// auditedFilter is how many letters of a filter the history keeps.
const auditedFilter = 200

func readExport(e *core.RequestEvent) (*job, exportKind, error) {
	who := actor.Of(e.Auth)
	values := e.Request.URL.Query()
	for _, kind := range exportKinds {
		if kind.name != values.Get("what") {
			continue
		}
		if e.Auth.GetBool("blocked") || (kind.overseers && !who.IsOverseer()) {
			return nil, kind, e.ForbiddenError("", nil)
		}
		hours, err := desk.ReadHours(e.App)
		locale := i18n.Reader(e)
		return &job{
			app: e.App, who: who, values: values, hours: hours, now: clock.Now(e.App),
			text:  func(code string) string { return i18n.Text(locale, "export."+code) },
			names: map[string]string{}, gone: e.Request.Context().Err,
		}, kind, err
	}
	return nil, exportKind{}, e.BadRequestError("", problem.FieldError("what", "validation_invalid_value"))
}

// attachment returns a Content-Disposition with both names of a file: a plain one
// for programs that do not support RFC 5987, and the full one.
func attachment(plain, name, extension string) string {
	return fmt.Sprintf(`attachment; filename="%s%s"; filename*=UTF-8''%s`, plain, extension, url.PathEscape(name+extension))
}

// header starts a sheet with the translated names of its columns.
func (x *job) header(title string, columns ...string) error {
	names := make([]string, len(columns))
	for i, code := range columns {
		names[i] = x.text(code)
	}
	return x.book.Sheet(x.text(title), names)
}

// row writes one row. It fails once the reader has disconnected.
func (x *job) row(cells ...any) error {
	if err := x.gone(); err != nil {
		return err
	}
	x.seen.rows.Add(1)
	return x.book.Row(cells)
}

// day converts a stored time to a cell with the firm's local time; nil if there is
// no time.
func (x *job) day(stored string) any {
	at, err := time.Parse(types.DefaultDateLayout, stored)
	if err != nil {
		return nil // not happened yet
	}
	at = at.In(x.hours.Location())
	return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, time.UTC)
}

// yesNo returns a translated "yes", or an empty cell for false.
func (x *job) yesNo(value bool) string {
	if value {
		return x.text("yes")
	}
	return ""
}

// localized translates a value of a field such as a status or a role.
func (x *job) localized(value string) string {
	if value == "" {
		return ""
	}
	return x.text("is_" + value)
}
