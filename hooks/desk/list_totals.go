package desk

import (
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/actor"
)

// ListPattern is the route of a list of records.
const ListPattern = "GET /api/collections/{collection}/records"

// countedListKey marks a request for a list whose length the counters give.
const countedListKey = "otklikCountedList"

// registerListTotals gives lists of all tasks their length from the counters: PocketBase
// counts a million rows for half a second to show fifty.
func registerListTotals(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		tasks, err := e.App.FindCachedCollectionByNameOrId("tasks")
		if err != nil {
			return err
		}
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikListTotals", Priority: editPriority, Func: func(e *core.RequestEvent) error {
			if listsAllTasks(e, tasks) {
				query := e.Request.URL.Query()
				query.Set("skipTotal", "1")
				e.Request.URL.RawQuery = query.Encode()
				e.Set(countedListKey, true)
			}
			return e.Next()
		}})
		return e.Next()
	})
	app.OnRecordsListRequest("tasks").BindFunc(func(e *core.RecordsListRequestEvent) error {
		if e.Get(countedListKey) != nil && e.Result != nil {
			total, err := countAllTasks(e.App, actor.Of(e.Auth))
			if err != nil {
				return err
			}
			e.Result.TotalItems = total
			e.Result.TotalPages = (total + e.Result.PerPage - 1) / e.Result.PerPage
		}
		return e.Next()
	})
}

// listsAllTasks reports whether a request of staff is for a list without a filter, with
// its length.
func listsAllTasks(e *core.RequestEvent, tasks *core.Collection) bool {
	named := e.Request.PathValue("collection")
	if e.Request.Pattern != ListPattern || (named != tasks.Name && named != tasks.Id) {
		return false
	}
	query := e.Request.URL.Query()
	return !actor.IsGuest(e.Auth) && actor.Of(e.Auth).IsInsider() && query.Get("filter") == "" && !query.Has("skipTotal")
}

// countAllTasks counts the tasks that somebody of the firm may see: consultants see none
// that are archived.
func countAllTasks(app core.App, who actor.Actor) (n int, err error) {
	archived := " + (SELECT COUNT(*) FROM tasks WHERE archived_at != '')"
	if who.Role == actor.RoleConsultant {
		archived = ""
	}
	err = app.DB().NewQuery("SELECT COALESCE(SUM(n), 0)" + archived + " FROM otklik_counts").Row(&n)
	return n, err
}
