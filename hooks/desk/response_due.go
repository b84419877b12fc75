package desk

import (
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/clock"
	"otklik/hooks/query"
	"otklik/hooks/records"
)

// The values of tasks.last_by: the author of the last comment.
const (
	LastByClient = "client"
	LastByStaff  = "staff"
)

// replyFields are the fields of a task that only the server writes.
// due_from is when the response time of due_at began; both are set or empty.
var replyFields = []string{"last_by", "last_at", "answered_at", "due_at", "due_from"}

// RegisterResponseDue updates the reply fields of a task when a comment is deleted.
func RegisterResponseDue(app core.App) {
	app.OnRecordDelete("comments").BindFunc(forgetReply)
}

// startResponseTime sets when the response to a new task is due.
func startResponseTime(app core.App, t *core.Record) error {
	for _, name := range replyFields {
		t.Set(name, "")
	}
	if !AwaitsReply(t.GetString("status")) {
		return nil
	}
	return setDue(app, t, clock.Now(app))
}

// AwaitsReply reports whether a task in this status may wait for a reply by staff.
func AwaitsReply(status string) bool { return taskStatusOf(status).AwaitsReply }

// setDue sets when the response to a question asked at from is due.
func setDue(app core.App, t *core.Record, from time.Time) error {
	hours, err := ReadHours(app)
	if err == nil {
		t.Set("due_from", records.DateTime(from))
		t.Set("due_at", records.DateTime(hours.Due(from, t.GetString("priority"))))
	}
	return err
}

// dueFrom returns from when the response time of a task is counted. SQL typed into the
// dashboard may have left it out.
func dueFrom(t *core.Record) time.Time {
	if from := t.GetDateTime("due_from"); !from.IsZero() {
		return from.Time()
	}
	return t.GetDateTime("created").Time()
}

func clearDue(t *core.Record) {
	t.Set("due_from", "")
	t.Set("due_at", "")
}

// updateDue restores the stored reply fields of a task and updates its due time.
// A task that waits for its client or is finished has none; a task that comes back
// gets a new one; with another priority, or restored from the archive, it is counted
// again from where it began.
func updateDue(app core.App, t, stored *core.Record) error {
	for _, name := range replyFields {
		t.SetRaw(name, stored.GetRaw(name))
	}
	if t.GetRaw(thankedKey) != nil {
		t.Set("last_by", "")
	}
	status, was := t.GetString("status"), stored.GetString("status")
	wasDue := !stored.GetDateTime("due_at").IsZero()
	switch {
	case !AwaitsReply(status):
		clearDue(t)
	case !wasDue && (slices.Contains(endedStatuses, was) || (was == StatusWaiting && t.GetString("last_by") != LastByStaff)):
		return setDue(app, t, clock.Now(app))
	case wasDue && len(records.DifferingFields(t, stored, []string{"priority", "archived_at"})) > 0:
		return setDue(app, t, dueFrom(t))
	}
	return nil
}

// recordReply sets the reply fields of the task of a new comment and returns the task,
// read in this transaction; sql.ErrNoRows if there is none. The due time follows the
// oldest unanswered question until staff answer. SQL bypasses the hooks, so the rev of
// the task stays: nobody has edited it.
func recordReply(app core.App, comment *core.Record) (*core.Record, error) {
	hours, err := ReadHours(app)
	if err != nil {
		return nil, err
	}
	at := comment.GetDateTime("created")
	params := dbx.Params{"task": comment.GetString("task"), "author": comment.GetString("author"), "at": at.String(), "client": LastByClient, "staff": LastByStaff}
	var due strings.Builder // by priority
	for _, priority := range Priorities {
		due.WriteString(" WHEN {:" + priority + "} THEN {:due_" + priority + "}")
		params[priority], params["due_"+priority] = priority, records.StoredTime(hours.Due(at.Time(), priority))
	}
	asks := "due_at = '' AND status IN " + query.Quote(awaitingStatuses)
	row := dbx.NullStringMap{}
	err = app.DB().NewQuery(`UPDATE tasks SET last_at = {:at},
			last_by = IIF(client = {:author}, {:client}, {:staff}),
			answered_at = IIF(client != {:author} AND answered_at = '', {:at}, answered_at),
			due_at = CASE WHEN client != {:author} THEN '' WHEN ` + asks + ` THEN CASE priority` + due.String() + ` END ELSE due_at END,
			due_from = CASE WHEN client != {:author} THEN '' WHEN ` + asks + ` THEN {:at} ELSE due_from END
		WHERE id = {:task} RETURNING *`).Bind(params).One(row)
	if err != nil {
		return nil, err
	}
	collection, err := app.FindCachedCollectionByNameOrId("tasks")
	if err != nil {
		return nil, err
	}
	task, err := records.FromRow(collection, row)
	if err == nil {
		task.SetRaw(readInTransactionKey, true)
	}
	return task, err
}

// storeReplyState stores the reply fields. SQL bypasses the hooks, so the rev of
// the task stays: nobody has edited it.
func storeReplyState(app core.App, t *core.Record) error {
	values := dbx.Params{}
	for _, name := range replyFields {
		values[name] = t.GetString(name)
	}
	_, err := app.DB().Update("tasks", values, dbx.HashExp{"id": t.Id}).Execute()
	return err
}

// forgetReply recomputes the reply fields of a task after a comment is deleted.
func forgetReply(e *core.RecordEvent) error {
	return records.SaveInTransaction(e, func() error {
		if err := e.Next(); err != nil {
			return err
		}
		before, err := e.App.FindRecordById("tasks", e.Record.GetString("task"))
		if err != nil {
			return records.IgnoreNotFound(err) // the task is being deleted with its comments
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

// recomputeDue sets or clears the due time of a task by the author of its last
// comment. An existing due time stays. Otherwise it is counted from the oldest
// unanswered question, which is the task itself if it has no comments.
func recomputeDue(app core.App, t *core.Record) error {
	switch {
	case t.GetString("last_by") == LastByStaff || !AwaitsReply(t.GetString("status")):
		clearDue(t)
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

// ReplyRequestedAt returns the time of the client's first comment after the last
// comment of staff; zero if there is none.
func ReplyRequestedAt(app core.App, task, client string) (at types.DateTime, err error) {
	err = app.DB().NewQuery(`SELECT COALESCE(MIN(created), '') FROM comments WHERE task = {:task} AND author = {:client} AND created >
		COALESCE((SELECT MAX(created) FROM comments WHERE task = {:task} AND author != {:client}), '')`).
		Bind(dbx.Params{"task": task, "client": client}).Row(&at)
	return at, err
}
