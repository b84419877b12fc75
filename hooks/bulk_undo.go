package hooks

import (
	"net/http"
	"sync"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
)

// bulkDeed is what one request has changed, kept for as long as it can be taken
// back: in memory, for a restart within these minutes costs no more than that.
type bulkDeed struct {
	who   actor // with the role of then: what a manager did is a manager's to undo
	at    time.Time
	tasks []bulkTask
}

// bulkTask is one of its tasks: the rev it got, and what it was before.
type bulkTask struct {
	id     string
	rev    int
	before dbx.Params
}

// deeds are those that can be taken back.
type deeds struct {
	sync.Mutex
	kept map[string]bulkDeed
}

// deedsKey is where an application keeps them.
const deedsKey = "otklikDeeds"

func deedsOf(app core.App) *deeds {
	return app.Store().GetOrSet(deedsKey, func() any { return &deeds{kept: map[string]bulkDeed{}} }).(*deeds)
}

// keepDeed returns what takes the deed back; empty if it has changed nothing.
func keepDeed(app core.App, deed bulkDeed) string {
	if len(deed.tasks) == 0 {
		return ""
	}
	all := deedsOf(app)
	all.Lock()
	defer all.Unlock()
	for id, old := range all.kept {
		if deed.at.Sub(old.at) > undoPeriod {
			delete(all.kept, id)
		}
	}
	id := core.GenerateDefaultRandomId()
	all.kept[id] = deed
	return id
}

// takeDeed hands out a deed once, to whoever did it and is still what they were,
// in time.
func takeDeed(app core.App, id string, who actor) (bulkDeed, bool) {
	all := deedsOf(app)
	all.Lock()
	defer all.Unlock()
	deed, ok := all.kept[id]
	if !ok || deed.who != who || clock.Now(app).Sub(deed.at) > undoPeriod {
		return bulkDeed{}, false
	}
	delete(all.kept, id)
	return deed, true
}

// undoAnswer is how many tasks are what they were, and which have changed since
// and stay as they are.
type undoAnswer struct {
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
	who := actorOf(e.Auth)
	deed, ok := takeDeed(e.App, asked.Undo, who)
	if !ok || !who.staff() || e.Auth.GetBool("blocked") {
		return conflict(wrong("undo", "undo_expired"))
	}
	answer := undoAnswer{Refused: []bulkRefused{}}
	for _, t := range deed.tasks {
		task, err := putBack(e.App, who, t, deed.at)
		if err != nil {
			answer.Refused = append(answer.Refused, refusedWhy(e, t.id, task, err))
			continue
		}
		answer.Restored++
	}
	return e.JSON(http.StatusOK, answer)
}

// putBack makes a task what it was before the deed.
func putBack(app core.App, who actor, t bulkTask, at time.Time) (task *core.Record, err error) {
	var gone []*core.Record
	err = app.RunInTransaction(func(tx core.App) error {
		if task, err = readTask(tx, t.id); err != nil {
			return wrong("id", "no_task")
		}
		if task.GetInt("rev") != t.rev {
			return wrong("id", "undo_expired")
		}
		task.Load(t.before)
		task.SetRaw(takingBack, true)
		sign(task, who)
		if err := tx.Save(task); err != nil {
			return err
		}
		if err := putBackDue(tx, task, t.before); err != nil {
			return err
		}
		gone, err = forgetNews(tx, task.Id, who.id, at)
		return err
	})
	if err != nil {
		return task, err
	}
	return task, eachUser(gone, func(user string, rows []*core.Record) error {
		announceNotices(app, user, "delete", rows)
		return nil
	})
}

// putBackDue makes an answer due when it was, unless somebody has written since:
// then it is due as what they wrote makes it.
func putBackDue(tx core.App, task *core.Record, before dbx.Params) error {
	if task.GetString("last_at") != before["last_at"] {
		return nil
	}
	task.Set("due_at", before["due_at"])
	return writeWords(tx, task)
}

// forgetNews takes back what has been told of a task since, and neither been
// read nor sent, and returns the notifications that are gone.
func forgetNews(tx core.App, task, actor string, since time.Time) (gone []*core.Record, err error) {
	params := dbx.Params{"task": task, "actor": actor, "since": storedTime(since)}
	if err := tx.RecordQuery("notifications").AndWhere(dbx.NewExp("task = {:task} AND actor = {:actor} AND created >= {:since} AND read_at = '' AND comment = ''", params)).
		OrderBy("user").All(&gone); err != nil {
		return nil, err
	}
	_, err = tx.DB().NewQuery(`DELETE FROM notifications WHERE task = {:task} AND actor = {:actor} AND created >= {:since} AND read_at = '' AND comment = '';
		DELETE FROM outbox WHERE task = {:task} AND actor = {:actor} AND created >= {:since} AND status = 'queued' AND attempts = 0 AND comments IN ('', '[]', 'null')`).
		Bind(params).Execute()
	return gone, err
}
