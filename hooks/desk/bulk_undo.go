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

// undoBatch is what one request has changed, kept for as long as it can be taken
// back: in memory, for a restart within these minutes costs no more than that.
type undoBatch struct {
	who   actor.Actor // with the role of then: what a manager did is a manager's to undo
	at    time.Time
	tasks []undoTask
}

// undoTask is one of its tasks: the rev it got, and what it was before.
type undoTask struct {
	id     string
	rev    int
	before dbx.Params
}

// actions are those that can be taken back.
type actions struct {
	sync.Mutex
	kept map[string]undoBatch
}

// actionsKey is where an application keeps them.
const actionsKey = "otklikDeeds"

func actionsOf(app core.App) *actions {
	return app.Store().GetOrSet(actionsKey, func() any { return &actions{kept: map[string]undoBatch{}} }).(*actions)
}

// keepBatch returns what takes the deed back; empty if it has changed nothing.
func keepBatch(app core.App, deed undoBatch) string {
	if len(deed.tasks) == 0 {
		return ""
	}
	all := actionsOf(app)
	all.Lock()
	defer all.Unlock()
	for id, old := range all.kept {
		if deed.at.Sub(old.at) > UndoPeriod {
			delete(all.kept, id)
		}
	}
	id := core.GenerateDefaultRandomId()
	all.kept[id] = deed
	return id
}

// takeBatch hands out a deed once, to whoever did it and is still what they were,
// in time.
func takeBatch(app core.App, id string, who actor.Actor) (undoBatch, bool) {
	all := actionsOf(app)
	all.Lock()
	defer all.Unlock()
	deed, ok := all.kept[id]
	if !ok || deed.who != who || clock.Now(app).Sub(deed.at) > UndoPeriod {
		return undoBatch{}, false
	}
	delete(all.kept, id)
	return deed, true
}

// undoResult is how many tasks are what they were, and which have changed since
// and stay as they are.
type undoResult struct {
	Restored int           `json:"restored"`
	Refused  []bulkRefused `json:"refused"`
}

// undoBulk answers POST /api/desk/bulk/undo with {undo}: whatever of it has not
// been changed since is put back, even where the caller could not go back by
// the rules, as to a colleague's task that was handed over. What nobody has
// read yet of the news of it is taken back too.
func undoBulk(e *core.RequestEvent) error {
	var asked struct {
		Undo string `json:"undo"`
	}
	if err := e.BindBody(&asked); err != nil {
		return e.BadRequestError("", err)
	}
	who := actor.Of(e.Auth)
	deed, ok := takeBatch(e.App, asked.Undo, who)
	if !ok || !who.IsStaff() || e.Auth.GetBool("blocked") {
		return problem.Conflict(problem.FieldError("undo", "undo_expired"))
	}
	answer := undoResult{Refused: []bulkRefused{}}
	for _, t := range deed.tasks {
		task, err := restoreTask(e.App, who, t, deed.at)
		if err != nil {
			answer.Refused = append(answer.Refused, refusalOf(e, t.id, task, err))
			continue
		}
		answer.Restored++
	}
	return e.JSON(http.StatusOK, answer)
}

// restoreTask makes a task what it was before the deed.
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
		gone, err = withdrawNotifications(tx, task.Id, who.ID, at)
		return err
	})
	if err != nil {
		return task, err
	}
	return task, eachUser(gone, func(user string, rows []*core.Record) error {
		broadcastNotifications(app, user, "delete", rows)
		return nil
	})
}

// restoreDue makes an answer due when it was, unless somebody has written since:
// then it is due as what they wrote makes it.
func restoreDue(tx core.App, task *core.Record, before dbx.Params) error {
	if task.GetString("last_at") != before["last_at"] {
		return nil
	}
	task.Set("due_at", before["due_at"])
	return storeReplyState(tx, task)
}

// withdrawNotifications takes back what has been told of a task since, and neither been
// read nor sent, and returns the notifications that are gone.
func withdrawNotifications(tx core.App, task, actor string, since time.Time) (gone []*core.Record, err error) {
	params := dbx.Params{"task": task, "actor": actor, "since": records.StoredTime(since)}
	if err := tx.RecordQuery("notifications").AndWhere(dbx.NewExp("task = {:task} AND actor = {:actor} AND created >= {:since} AND read_at = '' AND comment = ''", params)).
		OrderBy("user").All(&gone); err != nil {
		return nil, err
	}
	_, err = tx.DB().NewQuery(`DELETE FROM notifications WHERE task = {:task} AND actor = {:actor} AND created >= {:since} AND read_at = '' AND comment = '';
		DELETE FROM outbox WHERE task = {:task} AND actor = {:actor} AND created >= {:since} AND status = 'queued' AND attempts = 0 AND comments IN ('', '[]', 'null')`).
		Bind(params).Execute()
	return gone, err
}
