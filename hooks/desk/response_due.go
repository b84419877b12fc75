package desk

import (
	"slices"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/clock"
	"otklik/hooks/records"
)

// Who spoke last on a task, as tasks.last_by has it.
const (
	LastByClient = "client"
	LastByStaff  = "staff"
)

// replyFields are the fields of a task that only the server writes.
var replyFields = []string{"last_by", "last_at", "answered_at", "due_at"}

// RegisterResponseDue keeps who wrote last on a task and when a reply is due.
func RegisterResponseDue(app core.App) {
	app.OnRecordDelete("comments").BindFunc(forgetReply)
}

// startResponseTime gives a new task the time by which it is to be answered.
func startResponseTime(app core.App, t *core.Record) error {
	for _, name := range replyFields {
		t.Set(name, "")
	}
	if !AwaitsReply(t.GetString("status")) {
		return nil
	}
	return setDue(app, t, clock.Now(app))
}

// AwaitsReply says whether a task in this status may wait for a reply of staff.
func AwaitsReply(status string) bool { return taskStatusOf(status).AwaitsReply }

func setDue(app core.App, t *core.Record, from time.Time) error {
	hours, err := ReadHours(app)
	if err == nil {
		t.Set("due_at", records.DateTime(hours.Due(from, t.GetString("priority"))))
	}
	return err
}

// updateDue leaves what the server writes as it is stored, but for the time an
// answer is due: nothing is owed of a task that waits for its client or is
// finished; one that comes back is owed anew; another priority moves the time by
// what it is more or less pressing.
func updateDue(app core.App, t, stored *core.Record) error {
	for _, name := range replyFields {
		t.SetRaw(name, stored.GetRaw(name))
	}
	status, was := t.GetString("status"), stored.GetString("status")
	owed := !stored.GetDateTime("due_at").IsZero()
	switch {
	case !AwaitsReply(status):
		t.Set("due_at", "")
	case !owed && (slices.Contains(endedStatuses, was) || (was == StatusWaiting && t.GetString("last_by") != LastByStaff)):
		return setDue(app, t, clock.Now(app))
	case owed && t.GetString("priority") != stored.GetString("priority"):
		return shiftDue(app, t, stored)
	}
	return nil
}

func shiftDue(app core.App, t, stored *core.Record) error {
	hours, err := ReadHours(app)
	if err == nil {
		by := hours.targets[t.GetString("priority")] - hours.targets[stored.GetString("priority")]
		t.Set("due_at", records.DateTime(hours.Add(stored.GetDateTime("due_at").Time(), by)))
	}
	return err
}

// recordReply keeps on the task who spoke last and what is owed since: the oldest
// question counts until staff answer. The task has been read in this
// transaction.
func recordReply(app core.App, comment, t *core.Record) error {
	at := comment.GetDateTime("created")
	t.Set("last_at", at)
	if comment.GetString("author") == t.GetString("client") {
		t.Set("last_by", LastByClient)
		if t.GetDateTime("due_at").IsZero() && AwaitsReply(t.GetString("status")) {
			if err := setDue(app, t, at.Time()); err != nil {
				return err
			}
		}
	} else {
		t.Set("last_by", LastByStaff)
		t.Set("due_at", "")
		if t.GetDateTime("answered_at").IsZero() {
			t.Set("answered_at", at)
		}
	}
	return storeReplyState(app, t)
}

// storeReplyState stores them below the hooks: they are no change of the task that
// anybody made, so its rev stays.
func storeReplyState(app core.App, t *core.Record) error {
	values := dbx.Params{}
	for _, name := range replyFields {
		values[name] = t.GetString(name)
	}
	_, err := app.DB().Update("tasks", values, dbx.HashExp{"id": t.Id}).Execute()
	return err
}

// forgetReply looks again who spoke last once a comment has been removed, and
// what is owed then.
func forgetReply(e *core.RecordEvent) error {
	return records.SaveInTransaction(e, func() error {
		if err := e.Next(); err != nil {
			return err
		}
		before, err := e.App.FindRecordById("tasks", e.Record.GetString("task"))
		if err != nil {
			return records.IgnoreNotFound(err) // it goes with all that was said on it
		}
		_, err = e.App.DB().NewQuery(`UPDATE tasks SET
			last_by = COALESCE((SELECT CASE WHEN author = tasks.client THEN {:client} ELSE {:staff} END FROM comments WHERE task = tasks.id ORDER BY created DESC LIMIT 1), ''),
			last_at = COALESCE((SELECT MAX(created) FROM comments WHERE task = tasks.id), ''),
			answered_at = COALESCE((SELECT MIN(created) FROM comments WHERE task = tasks.id AND author != tasks.client), '')
			WHERE id = {:task}`).Bind(dbx.Params{"task": before.Id, "client": LastByClient, "staff": LastByStaff}).Execute()
		if err != nil {
			return err
		}
		t, err := e.App.FindRecordById("tasks", before.Id)
		if err != nil || t.GetString("last_by") == before.GetString("last_by") {
			return err
		}
		return recomputeDue(e.App, t)
	})
}

// recomputeDue makes an answer due, or not, as whoever speaks last now has it. What
// is due already stays due when it was; else it is since the oldest question
// without an answer, which of a task without words is the task itself.
func recomputeDue(app core.App, t *core.Record) error {
	switch {
	case t.GetString("last_by") == LastByStaff || !AwaitsReply(t.GetString("status")):
		t.Set("due_at", "")
	case t.GetDateTime("due_at").IsZero():
		from, err := ReplyRequestedAt(app, t.Id, t.GetString("client"))
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
	return storeReplyState(app, t)
}

// ReplyRequestedAt is when the client wrote first since staff wrote last; zero if that is
// never.
func ReplyRequestedAt(app core.App, task, client string) (at types.DateTime, err error) {
	err = app.DB().NewQuery(`SELECT COALESCE(MIN(created), '') FROM comments WHERE task = {:task} AND author = {:client} AND created >
		COALESCE((SELECT MAX(created) FROM comments WHERE task = {:task} AND author != {:client}), '')`).
		Bind(dbx.Params{"task": task, "client": client}).Row(&at)
	return at, err
}
