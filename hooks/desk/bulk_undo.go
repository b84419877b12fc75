package desk

import (
	"net/http"
	"sync"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// undoBatch holds what one bulk request changed. Batches are kept in memory for
// [undoPeriod]: a restart loses no more than the chance to undo.
type undoBatch struct {
	who   actor.Actor // the caller with the role held at the time: undo requires the same role
	at    time.Time
	tasks []undoTask
}

// undoTask is one task of a batch: its rev after the change, its fields before, and
// the mails that the change has replaced.
type undoTask struct {
	id     string
	rev    int
	before dbx.Params
	mails  []dbx.NullStringMap
}

// actions holds the batches that can be undone, by id.
type actions struct {
	sync.Mutex
	kept map[string]undoBatch
}

// actionsKey is the key of [actions] in the application's store.
const actionsKey = "otklikDeeds"

func actionsOf(app core.App) *actions {
	return app.Store().GetOrSet(actionsKey, func() any { return &actions{kept: map[string]undoBatch{}} }).(*actions)
}

// keepBatch stores a batch under a new id and returns it, or an empty string if the
// batch has changed nothing.
func keepBatch(app core.App, batch undoBatch) string {
	return keepBatchAs(app, core.GenerateDefaultRandomId(), batch)
}

// keepBatchAs is [keepBatch] with a given id. It drops expired batches.
func keepBatchAs(app core.App, id string, batch undoBatch) string {
	if len(batch.tasks) == 0 {
		return ""
	}
	all := actionsOf(app)
	all.Lock()
	defer all.Unlock()
	for id, old := range all.kept {
		if batch.at.Sub(old.at) > undoPeriod {
			delete(all.kept, id)
		}
	}
	all.kept[id] = batch
	return id
}

// takeBatch removes and returns a batch within [undoPeriod], if the caller made
// it and has the same role as then.
func takeBatch(app core.App, id string, who actor.Actor) (undoBatch, bool) {
	all := actionsOf(app)
	all.Lock()
	defer all.Unlock()
	batch, ok := all.kept[id]
	if !ok || batch.who != who || clock.Now(app).Sub(batch.at) > undoPeriod {
		return undoBatch{}, false
	}
	delete(all.kept, id)
	return batch, true
}

// undoResult counts the restored tasks and lists those that have changed since
// and stay as they are.
type undoResult struct {
	Restored int           `json:"restored"`
	Refused  []bulkRefused `json:"refused"`
}

// undoBulk answers POST /api/desk/bulk/undo with {undo}. It restores the tasks
// that have not changed since, even where the workflow would not let the caller
// go back, such as a task handed over from a colleague. Unread notifications of
// the change are withdrawn.
func undoBulk(e *core.RequestEvent) error {
	var request struct {
		Undo string `json:"undo"`
	}
	if err := records.ReadBody(e, &request); err != nil {
		return err
	}
	who := actor.Of(e.Auth)
	batch, ok := takeBatch(e.App, request.Undo, who)
	if !ok || !who.IsStaff() || e.Auth.GetBool("blocked") {
		return problem.Conflict(problem.FieldError("undo", "undo_expired"))
	}
	answer := undoResult{Refused: []bulkRefused{}}
	for _, t := range batch.tasks {
		task, err := restoreTask(e.App, who, t, batch.at)
		if err != nil {
			answer.Refused = append(answer.Refused, refusalOf(e, t.id, task, err))
			continue
		}
		answer.Restored++
	}
	return e.JSON(http.StatusOK, answer)
}

// restoreTask restores a task to its state before the batch.
func restoreTask(app core.App, who actor.Actor, t undoTask, at time.Time) (task *core.Record, err error) {
	var gone []*core.Record
	err = app.RunInTransaction(func(tx core.App) error {
		if task, err = ReadTask(tx, t.id); err != nil {
			return problem.FieldError("id", "no_task")
		}
		if task.GetInt("rev") != t.rev {
			return problem.FieldError("id", "undo_expired")
		}
		task.Load(t.before)
		task.SetRaw(revertingKey, true)
		actor.SetActor(task, who)
		if err := tx.Save(task); err != nil {
			return err
		}
		if err := restoreDue(tx, task, t.before); err != nil {
			return err
		}
		if gone, err = withdrawNotifications(tx, task.Id, who.ID, at); err != nil {
			return err
		}
		return restoreMails(tx, t.mails)
	})
	if err != nil {
		return task, err
	}
	return task, eachUser(gone, func(user string, rows []*core.Record) error {
		broadcastNotifications(app, user, "delete", rows)
		return nil
	})
}

// restoreDue restores the due time of the response, by the working hours of now, and
// whose the last word is, unless a comment has been written since: then both follow from
// that comment.
func restoreDue(tx core.App, task *core.Record, before dbx.Params) error {
	if task.GetString("last_at") != before["last_at"] {
		return nil
	}
	task.Set("due_at", before["due_at"])
	task.Set("due_from", before["due_from"])
	task.Set("last_by", before["last_by"])
	if from := task.GetDateTime("due_from"); !from.IsZero() {
		if err := setDue(tx, task, from.Time()); err != nil {
			return err
		}
	}
	return storeReplyState(tx, task)
}
