package hooks

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// The length of a page of the queue.
const (
	queueLimit    = 50
	queueMaxLimit = 200
)

func registerQueue(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.GET("/api/desk/queue", serveQueue).Bind(apis.RequireAuth("users", core.CollectionNameSuperusers))
		return e.Next()
	})
}

// queueItem is one task as the queue shows it.
type queueItem struct {
	ID             string `db:"id" json:"id"`
	Number         int    `db:"number" json:"number"`
	Title          string `db:"title" json:"title"`
	Status         string `db:"status" json:"status"`
	Priority       string `db:"priority" json:"priority"`
	Created        string `db:"created" json:"created"`
	Updated        string `db:"updated" json:"updated"`
	Rev            int    `db:"rev" json:"rev"`
	Client         string `db:"client" json:"client"`
	ClientName     string `db:"client_name" json:"client_name"`
	Username       string `db:"username" json:"username"`
	Organization   string `db:"organization" json:"organization"`
	INN            string `db:"inn" json:"inn"`
	Consultant     string `db:"consultant" json:"consultant"`
	ConsultantName string `db:"consultant_name" json:"consultant_name"`
	Rating         int    `db:"rating" json:"rating"`
	LastBy         string `db:"last_by" json:"last_by"` // client, staff or nobody yet
	LastAt         string `db:"last_at" json:"last_at"`
}

// queuePage is one page of the queue, newest first. Next is the address of the
// following one and empty on the last.
type queuePage struct {
	Items  []*queueItem   `json:"items"`
	Next   string         `json:"next"`
	Counts map[string]int `json:"counts"`
}

// queueQuery is what the caller asks for.
type queueQuery struct {
	statuses   []string
	consultant string // a users id; "none" is nobody; empty is all
	words      string
	before     int // numbers below it; 0 is from the newest
	limit      int
}

// serveQueue answers GET /api/desk/queue?status=&consultant=&q=&after=&limit=
// for staff.
func serveQueue(e *core.RequestEvent) error {
	who := actorOf(e.Auth)
	if !who.staff() && who.role != roleSuperuser {
		return e.ForbiddenError("", nil)
	}
	q, err := readQueueQuery(e.Request.URL.Query().Get, who)
	if err != nil {
		return e.BadRequestError("", err)
	}
	page := queuePage{}
	if page.Items, err = queueItems(e.App, q); err != nil {
		return err
	}
	if len(page.Items) > q.limit {
		page.Items = page.Items[:q.limit]
		page.Next = strconv.Itoa(page.Items[q.limit-1].Number)
	}
	if page.Counts, err = queueCounts(e.App, who.id); err != nil {
		return err
	}
	return e.JSON(http.StatusOK, page)
}

func readQueueQuery(get func(string) string, who actor) (queueQuery, error) {
	q := queueQuery{consultant: get("consultant"), words: tidyText(get("q")), limit: queueLimit}
	if q.consultant == "me" {
		q.consultant = who.id
	}
	q.statuses = taskStatuses[:len(taskStatuses)-1] // all but closed
	if s := get("status"); s == "all" {
		q.statuses = taskStatuses
	} else if s != "" {
		q.statuses = nil
		for status := range strings.SplitSeq(s, ",") {
			switch {
			case !slices.Contains(taskStatuses, status):
				return q, wrong("status", "validation_invalid_value")
			case !slices.Contains(q.statuses, status): // twice would show its tasks twice
				q.statuses = append(q.statuses, status)
			}
		}
	}
	var err error
	if s := get("after"); s != "" {
		if q.before, err = strconv.Atoi(s); err != nil || q.before < 1 {
			return q, wrong("after", "validation_invalid_value")
		}
	}
	if s := get("limit"); s != "" {
		if q.limit, err = strconv.Atoi(s); err != nil || q.limit < 1 || q.limit > queueMaxLimit {
			return q, wrong("limit", "queue_limit")
		}
	}
	return q, nil
}

// queueItems reads one row more than a page, to know whether another follows.
// Each status is a range of its own index, so that the newest of a rare one are
// found without reading past all the others; the newest of them all are joined
// with the names.
func queueItems(app core.App, q queueQuery) ([]*queueItem, error) {
	params := dbx.Params{"limit": q.limit + 1}
	where := queueWhere(q, params)
	ranges := make([]string, len(q.statuses))
	for i, s := range q.statuses {
		name := "status" + strconv.Itoa(i)
		params[name] = s
		ranges[i] = "SELECT * FROM (SELECT t.id, t.number FROM tasks t" + queueJoin(q) +
			" WHERE t.status = {:" + name + "}" + where + " ORDER BY t.number DESC LIMIT {:limit})"
	}
	items := []*queueItem{}
	err := app.DB().NewQuery(`WITH page AS (
			SELECT id, number FROM (` + strings.Join(ranges, " UNION ALL ") + `) ORDER BY number DESC LIMIT {:limit}
		)
		SELECT t.id, t.number, t.title, t.status, t.priority, t.created, t.updated, t.rev, t.client,
			COALESCE(c.name, '') AS client_name, COALESCE(c.username, '') AS username,
			COALESCE(p.organization, '') AS organization, COALESCE(p.inn, '') AS inn,
			t.consultant, COALESCE(NULLIF(s.name, ''), s.username, '') AS consultant_name,
			COALESCE(a.rating, 0) AS rating,
			CASE WHEN m.id IS NULL THEN '' WHEN m.author = t.client THEN 'client' ELSE 'staff' END AS last_by,
			COALESCE(m.created, '') AS last_at
		FROM page JOIN tasks t ON t.id = page.id
		LEFT JOIN users c ON c.id = t.client
		LEFT JOIN profiles p ON p.id = t.profile
		LEFT JOIN users s ON s.id = t.consultant
		LEFT JOIN assessments a ON a.task = t.id
		LEFT JOIN comments m ON m.id = (SELECT id FROM comments WHERE task = t.id ORDER BY created DESC LIMIT 1)
		ORDER BY t.number DESC`).Bind(params).All(&items)
	return items, err
}

// queueJoin brings in the organisation where the words may be of it.
func queueJoin(q queueQuery) string {
	if q.words == "" {
		return ""
	}
	return " LEFT JOIN profiles p ON p.id = t.profile"
}

func queueWhere(q queueQuery, params dbx.Params) string {
	where := " AND t.archived_at = ''"
	if q.consultant != "" {
		params["consultant"] = q.consultant
		if q.consultant == "none" {
			params["consultant"] = ""
		}
		where += " AND t.consultant = {:consultant}"
	}
	if q.before > 0 {
		params["before"] = q.before
		where += " AND t.number < {:before}"
	}
	if q.words != "" {
		params["words"] = "%" + escapeLike(q.words) + "%"
		where += ` AND (t.title LIKE {:words} ESCAPE '\' OR CAST(t.number AS TEXT) LIKE {:words} ESCAPE '\'` +
			` OR p.organization LIKE {:words} ESCAPE '\' OR p.inn LIKE {:words} ESCAPE '\')`
	}
	return where
}

func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

// queueCounts reads the counters that the database keeps.
func queueCounts(app core.App, me string) (map[string]int, error) {
	var rows []struct {
		Consultant string `db:"consultant"`
		Status     string `db:"status"`
		N          int    `db:"n"`
	}
	if err := app.DB().Select("consultant", "status", "n").From("otklik_counts").All(&rows); err != nil {
		return nil, err
	}
	counts := map[string]int{"mine": 0, "unassigned": 0}
	for _, s := range taskStatuses {
		counts[s] = 0
	}
	for _, r := range rows {
		counts[r.Status] += r.N
		if r.Status == statusClosed {
			continue
		}
		if r.Consultant == "" {
			counts["unassigned"] += r.N
		} else if r.Consultant == me {
			counts["mine"] += r.N
		}
	}
	return counts, nil
}
