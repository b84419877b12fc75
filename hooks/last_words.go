package hooks

import (
	"slices"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/clock"
)

// Who spoke last on a task, as tasks.last_by has it.
const (
	byClient = "client"
	byStaff  = "staff"
)

// serverFields are the fields of a task that only the server writes.
var serverFields = []string{"last_by", "last_at", "answered_at", "due_at"}

func registerLastWords(app core.App) {
	app.OnRecordDelete("comments").BindFunc(forgetWords)
}

// expectAnswer gives a new task the time by which it is to be answered.
func expectAnswer(app core.App, t *core.Record) error {
	for _, name := range serverFields {
		t.Set(name, "")
	}
	if !owes(t.GetString("status")) {
		return nil
	}
	return setDue(app, t, clock.Now(app))
}

// owes says whether a task in this status may wait for a reply of staff.
func owes(status string) bool { return taskStatusOf(status).awaitsReply }

func setDue(app core.App, t *core.Record, from time.Time) error {
	hours, err := readHours(app)
	if err == nil {
		t.Set("due_at", dateTime(hours.due(from, t.GetString("priority"))))
	}
	return err
}

// keepDue leaves what the server writes as it is stored, but for the time an
// answer is due: nothing is owed of a task that waits for its client or is
// finished; one that comes back is owed anew; another priority moves the time by
// what it is more or less pressing.
func keepDue(app core.App, t, stored *core.Record) error {
	for _, name := range serverFields {
		t.SetRaw(name, stored.GetRaw(name))
	}
	status, was := t.GetString("status"), stored.GetString("status")
	owed := !stored.GetDateTime("due_at").IsZero()
	switch {
	case !owes(status):
		t.Set("due_at", "")
	case !owed && (slices.Contains(endedStatuses, was) || (was == statusWaiting && t.GetString("last_by") != byStaff)):
		return setDue(app, t, clock.Now(app))
	case owed && t.GetString("priority") != stored.GetString("priority"):
		return moveDue(app, t, stored)
	}
	return nil
}

func moveDue(app core.App, t, stored *core.Record) error {
	hours, err := readHours(app)
	if err == nil {
		by := hours.targets[t.GetString("priority")] - hours.targets[stored.GetString("priority")]
		t.Set("due_at", dateTime(hours.Add(stored.GetDateTime("due_at").Time(), by)))
	}
	return err
}

// noteWords keeps on the task who spoke last and what is owed since: the oldest
// question counts until staff answer. The task has been read in this
// transaction.
func noteWords(app core.App, comment, t *core.Record) error {
	at := comment.GetDateTime("created")
	t.Set("last_at", at)
	if comment.GetString("author") == t.GetString("client") {
		t.Set("last_by", byClient)
		if t.GetDateTime("due_at").IsZero() && owes(t.GetString("status")) {
			if err := setDue(app, t, at.Time()); err != nil {
				return err
			}
		}
	} else {
		t.Set("last_by", byStaff)
		t.Set("due_at", "")
		if t.GetDateTime("answered_at").IsZero() {
			t.Set("answered_at", at)
		}
	}
	return writeWords(app, t)
}

// writeWords stores them below the hooks: they are no change of the task that
// anybody made, so its rev stays.
func writeWords(app core.App, t *core.Record) error {
	values := dbx.Params{}
	for _, name := range serverFields {
		values[name] = t.GetString(name)
	}
	_, err := app.DB().Update("tasks", values, dbx.HashExp{"id": t.Id}).Execute()
	return err
}

// forgetWords looks again who spoke last once a comment has been removed, and
// what is owed then.
func forgetWords(e *core.RecordEvent) error {
	return saveInTransaction(e, func() error {
		if err := e.Next(); err != nil {
			return err
		}
		before, err := e.App.FindRecordById("tasks", e.Record.GetString("task"))
		if err != nil {
			return passOver(err) // it goes with all that was said on it
		}
		_, err = e.App.DB().NewQuery(`UPDATE tasks SET
			last_by = COALESCE((SELECT CASE WHEN author = tasks.client THEN {:client} ELSE {:staff} END FROM comments WHERE task = tasks.id ORDER BY created DESC LIMIT 1), ''),
			last_at = COALESCE((SELECT MAX(created) FROM comments WHERE task = tasks.id), ''),
			answered_at = COALESCE((SELECT MIN(created) FROM comments WHERE task = tasks.id AND author != tasks.client), '')
			WHERE id = {:task}`).Bind(dbx.Params{"task": before.Id, "client": byClient, "staff": byStaff}).Execute()
		if err != nil {
			return err
		}
		t, err := e.App.FindRecordById("tasks", before.Id)
		if err != nil || t.GetString("last_by") == before.GetString("last_by") {
			return err
		}
		return oweAgain(e.App, t)
	})
}

// oweAgain makes an answer due, or not, as whoever speaks last now has it. What
// is due already stays due when it was; else it is since the oldest question
// without an answer, which of a task without words is the task itself.
func oweAgain(app core.App, t *core.Record) error {
	switch {
	case t.GetString("last_by") == byStaff || !owes(t.GetString("status")):
		t.Set("due_at", "")
	case t.GetDateTime("due_at").IsZero():
		from, err := askedAt(app, t.Id, t.GetString("client"))
		if err != nil {
			return err
		}
		if from.IsZero() {
			from = t.GetDateTime("created")
		}
		if err := setDue(app, t, from.Time()); err != nil {
			return err
		}
	}
	return writeWords(app, t)
}

// askedAt is when the client wrote first since staff wrote last; zero if that is
// never.
func askedAt(app core.App, task, client string) (at types.DateTime, err error) {
	err = app.DB().NewQuery(`SELECT COALESCE(MIN(created), '') FROM comments WHERE task = {:task} AND author = {:client} AND created >
		COALESCE((SELECT MAX(created) FROM comments WHERE task = {:task} AND author != {:client}), '')`).
		Bind(dbx.Params{"task": task, "client": client}).Row(&at)
	return at, err
}
