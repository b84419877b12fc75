package desk

import (
	"mime"
	"net/http"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/records"
)

// readHereKey is the key under which a request keeps that its task is read in the
// transaction that will save it.
const readHereKey = "otklikReadHere"

// editPriority runs the middleware after all that judges a request by its caller and
// its body.
const editPriority = 900

// registerTaskTransaction lets a request that edits a task read it within the
// transaction of the edit: what PocketBase has read is then current, and need not be
// read once more.
func registerTaskTransaction(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		tasks, err := e.App.FindCachedCollectionByNameOrId("tasks")
		if err != nil {
			return err
		}
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikTaskTransaction", Priority: editPriority, Func: func(e *core.RequestEvent) error {
			if !editsTask(e, tasks) {
				return e.Next()
			}
			return records.EventInTransaction(e, func() error {
				e.Set(readHereKey, true)
				return e.Next()
			})
		}})
		return e.Next()
	})
}

// editsTask reports whether a request of a person edits a task, with a body that is in
// memory: nobody may hold the transaction open by sending slowly.
func editsTask(e *core.RequestEvent, tasks *core.Collection) bool {
	named := e.Request.PathValue("collection")
	if e.Request.Method != http.MethodPatch || e.Auth == nil || e.Request.PathValue("id") == "" || (named != tasks.Name && named != tasks.Id) {
		return false
	}
	kind, _, _ := mime.ParseMediaType(e.Request.Header.Get("Content-Type"))
	if kind != "application/json" {
		return false
	}
	_, err := e.RequestInfo() // reads the body
	return err == nil
}
