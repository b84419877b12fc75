package desk

import (
	"net/http"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// RegisterUndo serves the undo of a client's close or delete.
func RegisterUndo(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.POST("/api/desk/tasks/{id}/undo", serveUndo).Bind(apis.RequireAuth("users")).BindFunc(records.NoBody)
		return e.Next()
	})
}

// serveUndo answers POST /api/desk/tasks/{id}/undo with the task. It reverts the
// caller's last close or delete within [undoPeriod], unless the task has changed
// since.
func serveUndo(e *core.RequestEvent) error {
	who := actor.Of(e.Auth)
	var task *core.Record
	err := e.App.RunInTransaction(func(tx core.App) error {
		var err error
		if task, err = tx.FindFirstRecordByFilter("tasks", "id = {:id} && client = {:client}",
			dbx.Params{"id": e.Request.PathValue("id"), "client": who.ID}); err != nil || who.Role != actor.RoleClient {
			return e.NotFoundError("", err)
		}
		last, err := lastEvent(tx, task.Id)
		if records.IgnoreNotFound(err) != nil {
			return err
		}
		if err != nil || !undoable(last, who, clock.Now(tx)) {
			return problem.Conflict(problem.FieldError("task", "undo_expired"))
		}
		if err := revertEvent(task, last); err != nil {
			return err
		}
		actor.SetActor(task, who)
		return tx.Save(task)
	})
	if err != nil {
		return err
	}
	if err := apis.EnrichRecord(e, task); err != nil {
		return err
	}
	return e.JSON(http.StatusOK, task)
}

// lastEvent returns the newest line of a task's history. It skips assessments,
// which may come with the close.
func lastEvent(app core.App, task string) (*core.Record, error) {
	line := &core.Record{}
	err := app.RecordQuery("history").AndWhere(dbx.HashExp{"task": task}).
		AndWhere(dbx.Not(dbx.HashExp{"event": "assessed"})).OrderBy("created DESC", "_rowid_ DESC").Limit(1).One(line)
	return line, err
}

func undoable(line *core.Record, who actor.Actor, now time.Time) bool {
	if line.GetString("actor") != who.ID || now.Sub(line.GetDateTime("created").Time()) > undoPeriod {
		return false
	}
	var after map[string]any
	_ = line.UnmarshalJSONField("after", &after) // always valid: writeHistory wrote it
	return line.GetString("event") == "archived" || (line.GetString("event") == "status" && after["status"] == StatusClosed)
}

func revertEvent(task, line *core.Record) error {
	var before map[string]any
	if err := line.UnmarshalJSONField("before", &before); err != nil {
		return err
	}
	for name, value := range before {
		task.Set(name, value)
	}
	task.SetRaw(revertingKey, true)
	return nil
}
