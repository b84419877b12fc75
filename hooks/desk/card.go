package desk

import (
	"database/sql"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/actor"
	"otklik/hooks/query"
)

// RegisterCard serves the card of a client.
func RegisterCard(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.GET("/api/desk/clients/{id}/card", serveCard).Bind(apis.RequireAuth("users", core.CollectionNameSuperusers)).BindFunc(actor.RequireStaff).BindFunc(query.StopWithClient)
		return e.Next()
	})
}

// card is the summary of a client that staff read beside a task: the account, the
// organisation, the open tasks, newest first, the last ratings and the numbers of
// tasks.
type card struct {
	User    json.RawMessage `json:"user"`
	Profile json.RawMessage `json:"profile"`
	Open    json.RawMessage `json:"open"`
	Ratings json.RawMessage `json:"ratings"`
	Counts  json.RawMessage `json:"counts"`
}

// cardQuery reads a card in one statement. Ratings of archived tasks are shown to
// managers only; archived tasks are never open.
var cardQuery = `SELECT
	json_object('id', u.id, 'username', u.username, 'name', u.name, 'blocked', json(iif(u.blocked, 'true', 'false')), 'created', u.created,
		'email', u.email) AS user,
	` + jsonObject("p", slices.Concat([]string{"id", "user"}, ProfileFields, FactFields)) + ` AS profile,
	(SELECT json_group_array(json_object('id', id, 'number', number, 'title', title, 'status', status)) FROM (
		SELECT id, number, title, status FROM tasks INDEXED BY idx_tasks_client_open
		WHERE client = u.id AND archived_at = '' AND status IN ` + query.Quote(OpenStatuses) + `
		ORDER BY number DESC LIMIT 20)) AS open,
	(SELECT json_group_array(json_object('number', number, 'title', title, 'rating', rating, 'comment', comment, 'created', created)) FROM (
		SELECT t.number, t.title, a.rating, a.comment, a.created FROM assessments a JOIN tasks t ON t.id = a.task
		WHERE a.client = u.id AND (t.archived_at = '' OR {:manager}) ORDER BY a.created DESC LIMIT 5)) AS ratings,
	(SELECT json_object('tasks', COALESCE(SUM(n), 0), 'open', COALESCE(SUM(n) FILTER (WHERE status IN ` + query.Quote(OpenStatuses) + `), 0))
		FROM otklik_client_counts WHERE client = u.id) AS counts
	FROM users u JOIN profiles p ON p.user = u.id WHERE u.id = {:client}`

// jsonObject returns the SQL expression of a JSON object of a table's columns.
func jsonObject(table string, columns []string) string {
	members := make([]string, len(columns))
	for i, column := range columns {
		members[i] = "'" + column + "', " + table + "." + column
	}
	return "json_object(" + strings.Join(members, ", ") + ")"
}

// serveCard answers GET /api/desk/clients/{id}/card for staff.
func serveCard(e *core.RequestEvent) error {
	found, err := readCard(e.App, e.Request.PathValue("id"), actor.Of(e.Auth))
	if errors.Is(err, sql.ErrNoRows) {
		return e.NotFoundError("", nil)
	}
	if err != nil {
		return err
	}
	return e.JSON(http.StatusOK, found)
}

func readCard(app core.App, client string, who actor.Actor) (card, error) {
	var user, profile, open, ratings, counts types.JSONRaw
	err := app.DB().NewQuery(cardQuery).Bind(dbx.Params{"client": client, "manager": who.Role != actor.RoleConsultant}).Row(&user, &profile, &open, &ratings, &counts)
	return card{json.RawMessage(user), json.RawMessage(profile), json.RawMessage(open), json.RawMessage(ratings), json.RawMessage(counts)}, err
}
