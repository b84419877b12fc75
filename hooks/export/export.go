// Package export owns the lists and reports as files: CSV and XLSX.
package export

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
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
)

// Register serves lists and reports as files.
func Register(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		signedIn := apis.RequireAuth("users", core.CollectionNameSuperusers)
		e.Router.GET("/api/desk/export", serveExport).Bind(signedIn).BindFunc(query.StopWithClient)
		e.Router.GET("/api/desk/export/progress", serveExportProgress).Bind(signedIn)
		return e.Next()
	})
}

// job is one file on its way to its reader.
type job struct {
	app    core.App
	who    actor.Actor
	values url.Values
	hours  *desk.OfficeHours
	now    time.Time
	words  func(code string) string // in the reader's language
	book   book
	seen   *exportProgress
	names  map[string]string // of the people and categories that changes name, by their ids
	days   string            // what it is of, for its name; today, if nothing sets it
	gone   func() error      // says that the reader is not there any more
}

// exportKind is one of the things that can be exported. Prepare reads what is
// asked for, and refuses it before anything is written; it gives the number of
// rows, negative if that is not known, and what writes them.
type exportKind struct {
	name    string
	title   string // the code of its name
	leaders bool   // for managers and superusers
	prepare func(*job) (total int, write func() error, err error)
}

var exportKinds = []exportKind{
	{"tasks", "tasks", false, (*job).prepareTasks},
	{"report", "report", true, (*job).prepareReport},
	{"low", "low", true, (*job).prepareLow},
	{"log", "log", true, (*job).prepareLog},
	{"people", "people", true, (*job).preparePeople},
	{"staff", "staff", true, (*job).prepareStaff},
}

// exportFormats are the formats of a file, and what makes a book of each.
var exportFormats = map[string]struct {
	mime string
	open func(http.ResponseWriter) book
}{
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", func(w http.ResponseWriter) book { return newXLSXBook(w) }},
	"csv":  {"text/csv; charset=utf-8", func(w http.ResponseWriter) book { return newCSVBook(w) }},
}

// serveExport answers GET /api/desk/export?what=&format=xlsx|csv with a file of
// all rows that the same filters list: tasks (a client's own ones), report, low,
// log, people and staff. X-Total-Rows says how many, where that is known; with &progress=, an
// id of the caller's making, GET /api/desk/export/progress?id= tells how far it
// is, from when the first row is written. A file that could not be finished breaks off.
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
	day := cmp.Or(x.days, x.now.In(x.hours.Location()).Format(time.DateOnly))
	header := e.Response.Header()
	header.Set("Content-Type", format.mime)
	header.Set("Content-Disposition", attachment(kind.name+"-"+strings.ReplaceAll(day, "—", "-"), x.words(kind.title)+" "+day, "."+x.values.Get("format")))
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
	panic(http.ErrAbortHandler) // the reader is to see that the file is not whole
}

func readExport(e *core.RequestEvent) (*job, exportKind, error) {
	who := actor.Of(e.Auth)
	values := e.Request.URL.Query()
	for _, kind := range exportKinds {
		if kind.name != values.Get("what") {
			continue
		}
		if e.Auth.GetBool("blocked") || (kind.leaders && !who.IsOverseer()) {
			return nil, kind, e.ForbiddenError("", nil)
		}
		hours, err := desk.ReadHours(e.App)
		locale := i18n.Reader(e)
		return &job{
			app: e.App, who: who, values: values, hours: hours, now: clock.Now(e.App),
			words: func(code string) string { return i18n.Text(locale, "export."+code) },
			names: map[string]string{}, gone: e.Request.Context().Err,
		}, kind, err
	}
	return nil, exportKind{}, e.BadRequestError("", problem.FieldError("what", "validation_invalid_value"))
}

// attachment names a file twice, for those who read no RFC 5987.
func attachment(plain, name, extension string) string {
	return fmt.Sprintf(`attachment; filename="%s%s"; filename*=UTF-8''%s`, plain, extension, url.PathEscape(name+extension))
}

// header begins a sheet with the names of its columns.
func (x *job) header(title string, columns ...string) error {
	names := make([]string, len(columns))
	for i, code := range columns {
		names[i] = x.words(code)
	}
	return x.book.Sheet(x.words(title), names)
}

// row writes one row, unless the reader has gone.
func (x *job) row(cells ...any) error {
	if err := x.gone(); err != nil {
		return err
	}
	x.seen.rows.Add(1)
	return x.book.Row(cells)
}

// day is a stored time as the firm's clock shows it, for a cell.
func (x *job) day(stored string) any {
	at, err := time.Parse(types.DefaultDateLayout, stored)
	if err != nil {
		return nil // nothing has happened yet
	}
	at = at.In(x.hours.Location())
	return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, time.UTC)
}

// yesNo marks what is so; what is not stays empty.
func (x *job) yesNo(so bool) string {
	if so {
		return x.words("yes")
	}
	return ""
}

// localized is a value of a field as people read it.
func (x *job) localized(value string) string {
	if value == "" {
		return ""
	}
	return x.words("is_" + value)
}
