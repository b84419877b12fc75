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
		// Before the guard, which must judge the filter that PocketBase will
		// read: a bracket or a // of the caller's means another thing in ours.
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikOwnTasks", Priority: guardPriority - 1, Func: addClientFilter})
		return e.Next()
	})
}

// addClientFilter adds client= to a client's list of tasks. The rule says the same,
// but within an alternative the planner can't use the index: 339 ms against 1.6
// over a million tasks.
func addClientFilter(e *core.RequestEvent) error {
	if e.Request.Method != http.MethodGet || e.Request.URL.Path != "/api/collections/tasks/records" {
		return e.Next()
	}
	who := actor.Of(e.Auth)
	if who.Role != actor.RoleClient {
		return e.Next()
	}
	query := e.Request.URL.Query()
	own := `client = "` + who.ID + `"` // an id of ours, not of the request
	if filter := query.Get("filter"); filter != "" {
		own += " && (" + filter + ")"
	}
	query.Set("filter", own)
	e.Request.URL.RawQuery = query.Encode()
	return e.Next()
}
