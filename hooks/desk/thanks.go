package desk

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// thankedKey marks an ended task of which staff have said that the client's last words
// ask for nothing.
const thankedKey = "@thanked"

// RegisterThanks serves the marking of a client's words on ended tasks as thanks.
func RegisterThanks(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.POST("/api/desk/thanks", serveThanks).Bind(apis.RequireAuth("users")).BindFunc(actor.RequireStaff)
		return e.Next()
	})
}

// serveThanks answers POST /api/desk/thanks with {ids}: the client's last words on these
// done or closed tasks ask for nothing. They stay so, leave the view answered, and done
// ones may close by themselves. The response and the undo are those of [serveBulk].
func serveThanks(e *core.RequestEvent) error {
	who := actor.Of(e.Auth)
	var request struct {
		IDs []string `json:"ids"`
	}
	if err := records.ReadBody(e, &request); err != nil {
		return err
	}
	if found := checkBulkIDs(request.IDs); len(found) > 0 {
		return e.BadRequestError("", found)
	}
	return changeEach(e, request.IDs, func(id string) (before, after *core.Record, replaced []dbx.NullStringMap, err error) {
		before, after, err = thankForTask(e.App, who, id)
		return before, after, nil, err
	})
}

func thankForTask(app core.App, who actor.Actor, id string) (before, after *core.Record, err error) {
	err = app.RunInTransaction(func(tx core.App) error {
		task, err := ReadTask(tx, id)
		if records.IgnoreNotFound(err) != nil {
			return err
		}
		if err != nil || !task.GetDateTime("archived_at").IsZero() {
			return problem.FieldError("id", "no_task")
		}
		before = task.Original()
		if who.Role == actor.RoleConsultant && task.GetString("consultant") != who.ID {
			return problem.FieldError("id", "not_your_task")
		}
		if !saidAfterEnd(task) {
			return problem.FieldError("id", "nothing_said")
		}
		task.SetRaw(thankedKey, true)
		actor.SetActor(task, who)
		after = task
		return tx.Save(task)
	})
	return before, after, err
}

// saidAfterEnd reports whether the work on a task has ended and its client has had the
// last word since.
func saidAfterEnd(task *core.Record) bool {
	ended := taskStatusOf(task.GetString("status")).EndedAt
	return ended != "" && task.GetString("last_by") == LastByClient && task.GetDateTime("last_at").After(task.GetDateTime(ended))
}
