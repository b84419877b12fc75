package desk

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
	"otklik/hooks/query"
)

// The numbers of lines in a page of the log.
const (
	logLimit    = 50 // by default
	logMaxLimit = 200
)

// logEvents are the events of history, in the order in which the filter lists them.
var logEvents = []string{"created", "edited", "status", "assigned", "assessed", "archived", "restored", "profile", "user", "settings", eventExported}

// eventExported is the event of an export.
const eventExported = "exported"

// firmEvents are the events of neither a task nor an organisation; settingsEvents is the
// condition of their partial index.
var firmEvents = []string{"user", "settings", eventExported}

const settingsEvents = "h.task = '' AND h.profile = ''"

// RegisterLog serves the log of the desk.
func RegisterLog(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.GET("/api/desk/log", serveLog).Bind(apis.RequireAuth("users", core.CollectionNameSuperusers)).BindFunc(actor.RequireOverseer).BindFunc(query.StopWithClient)
		return e.Next()
	})
}

// LogItem is one line of the log: an event of a task, an organisation, a person
// or a setting, and its actor. An empty actor is the server or the administrator.
// About names the person, the setting or the organisation.
type LogItem struct {
	Row       int           `db:"row" json:"-"`
	ID        string        `db:"id" json:"id"`
	Created   string        `db:"created" json:"created"`
	Actor     string        `db:"actor" json:"actor"`
	ActorName string        `db:"actor_name" json:"actor_name"`
	Event     string        `db:"event" json:"event"`
	Task      string        `db:"task" json:"task"`
	Number    int           `db:"number" json:"number"`
	Title     string        `db:"title" json:"title"`
	Before    types.JSONRaw `db:"before" json:"before"`
	After     types.JSONRaw `db:"after" json:"after"`
	About     string        `db:"about" json:"about"`
	FileNames types.JSONRaw `db:"file_names" json:"file_names"`
}

// serveLog answers GET /api/desk/log?actor=&event=&from=&to=&task=&after=&limit=
// with {items, next}, newest first. actor is a user's id, or "none" for the server
// and the administrator. event is one event or several. from and to are days, both
// inclusive. task is a number. after is the next of the previous page.
func serveLog(e *core.RequestEvent) error {
	values := e.Request.URL.Query()
	hours, err := ReadHours(e.App)
	if err != nil {
		return err
	}
	where, params, err := LogFilter(values, hours)
	if err != nil {
		return e.BadRequestError("", err)
	}
	limit, err := query.Integer(values, "limit", logLimit, 1, logMaxLimit, "queue_limit")
	if err != nil {
		return e.BadRequestError("", err)
	}
	if after := values.Get("after"); after != "" {
		at, row, ok := strings.Cut(after, "|")
		if _, err := strconv.Atoi(row); !ok || err != nil {
			return e.BadRequestError("", problem.FieldError("after", "validation_invalid_value"))
		}
		where += " AND (h.created, h.rowid) < ({:afterAt}, CAST({:afterRow} AS INTEGER))"
		params["afterAt"], params["afterRow"] = at, row
	}
	items := []LogItem{}
	params["limit"] = limit + 1
	if err := e.App.DB().NewQuery(LogQuery(where) + " LIMIT {:limit}").Bind(params).All(&items); err != nil {
		return err
	}
	next := ""
	if len(items) > limit {
		items = items[:limit]
		next = items[limit-1].Created + "|" + strconv.Itoa(items[limit-1].Row)
	}
	return e.JSON(http.StatusOK, map[string]any{"items": items, "next": next})
}

// LogQuery returns the SQL that selects the log's lines matching the condition of
// [LogFilter], newest first.
func LogQuery(where string) string {
	return `SELECT h.rowid AS row, h.id, h.created, h.actor, COALESCE(NULLIF(u.name, ''), u.username, '') AS actor_name, h.event, h.task,
			COALESCE(t.number, 0) AS number, COALESCE(t.title, '') AS title,
			COALESCE(NULLIF(h.before, ''), 'null') AS before, COALESCE(NULLIF(h.after, ''), 'null') AS after,
			COALESCE(NULLIF(h.about, ''), p.organization, '') AS about, COALESCE(NULLIF(t.file_names, ''), 'null') AS file_names
		FROM history h LEFT JOIN users u ON u.id = h.actor LEFT JOIN tasks t ON t.id = h.task LEFT JOIN profiles p ON p.id = h.profile
		WHERE ` + where + " ORDER BY h.created DESC, h.rowid DESC"
}

// LogFilter returns the SQL condition on history h for the parameters of
// [serveLog], and its values.
func LogFilter(values url.Values, hours *OfficeHours) (where string, params dbx.Params, err error) {
	where, params = "h.created != ''", dbx.Params{}
	events, err := query.List(values, "event", logEvents)
	if err != nil {
		return "", nil, err
	}
	if len(events) > 0 {
		where += " AND h.event IN ('" + strings.Join(events, "', '") + "')" // query.List allows only logEvents
		if !slices.ContainsFunc(events, func(s string) bool { return !slices.Contains(firmEvents, s) }) {
			where += " AND " + settingsEvents
		}
	}
	if actor := values.Get("actor"); actor != "" {
		params["actor"] = actor
		if actor == "none" {
			params["actor"] = ""
		}
		where += " AND h.actor = {:actor}"
	}
	number, err := query.Integer(values, "task", 0, 1, math.MaxInt, "validation_invalid_value")
	if err != nil {
		return "", nil, err
	}
	if number > 0 {
		params["number"] = number
		where += " AND h.task = (SELECT id FROM tasks WHERE number = {:number})"
	}
	days, err := readPeriod(url.Values{"from": {values.Get("from") + ".." + values.Get("to")}}, "from", hours)
	if err != nil {
		return "", nil, err
	}
	return where + days.where("h.created", "created", params), params, nil
}
