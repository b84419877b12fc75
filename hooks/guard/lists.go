package guard

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/actor"
)

// RegisterLists makes clients' lists of tasks use an index.
func RegisterLists(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		// Runs before the guard, which must check the filter that PocketBase will
		// parse: a bracket or a // of the caller has another meaning within ours.
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikOwnTasks", Priority: guardPriority - 1, Func: addClientFilter})
		return e.Next()
	})
}

// addClientFilter adds a filter by client to a client's list of tasks. The list rule
// has the same condition, but within an OR, where the planner can't use the index:
// 339 ms against 1.6 ms over a million tasks.
func addClientFilter(e *core.RequestEvent) error {
	if e.Request.Method != http.MethodGet || e.Request.URL.Path != "/api/collections/tasks/records" {
		return e.Next()
	}
	who := actor.Of(e.Auth)
	if who.Role != actor.RoleClient {
		return e.Next()
	}
	query := e.Request.URL.Query()
	own := `client = "` + who.ID + `"` // the id of the stored record, not of the request
	if filter := query.Get("filter"); filter != "" {
		own += " && (" + filter + ")"
	}
	query.Set("filter", own)
	e.Request.URL.RawQuery = query.Encode()
	return e.Next()
}
