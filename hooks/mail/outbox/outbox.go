// Package outbox owns the queue of mails to be sent and the worker that sends
// them.
package outbox

import (
	"fmt"
	"slices"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/mailer"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/clock"
	"otklik/hooks/i18n"
	"otklik/hooks/jobs"
	"otklik/hooks/problem"
	"otklik/hooks/records"
	"otklik/hooks/signing"
)

// The statuses of outbox.
const (
	StatusQueued = "queued"
	StatusSent   = "sent"
	StatusFailed = "failed"
)

// retention is how long sent and failed mails are kept.
const retention = 90 * 24 * time.Hour

// composer builds the mail of a row from the current data.
type composer func(app core.App, row *core.Record) (*mailer.Message, error)

// ErrNothingToSend is returned by a composer if the reader or the subject of a row
// no longer exists.
var ErrNothingToSend = &i18n.Error{Message: i18n.Message{Key: "failure.mail_pointless"}}

// Register binds the rules of the outbox and starts the worker with the server.
// compose builds the mail of a row.
func Register(app core.App, compose composer) {
	app.OnRecordUpdateRequest("outbox").BindFunc(retryRequest)
	app.OnRecordCreateRequest("outbox").BindFunc(refuseCreate)
	app.OnRecordEnrich("outbox").BindFunc(i18n.ShowField("error"))
	registerWorker(app, compose)
	jobs.ScheduleRemoval(app, "otklik_forget_mail", "37 4 * * *", deleteOldMail)
}

// Mail is a mail to be queued.
type Mail struct {
	To, Subject, Kind string
	User, Task, Actor string
	Inbox             string
	Comments          []string
	At                time.Time // when to send it
	Text, HTML        string
	Headers           map[string]string
}

// Enqueue writes a mail into the outbox in the caller's transaction, and wakes
// the worker once that is committed.
func Enqueue(app core.App, m Mail) error {
	_, err := insert(app, m)
	if err == nil {
		WakeAfterCommit(app)
	}
	return err
}

// insert writes the row and returns its id.
func insert(app core.App, m Mail) (string, error) {
	id := core.GenerateDefaultRandomId()
	messageID, err := signing.MessageID(app, id)
	if err != nil {
		return "", err
	}
	now := records.DateTime(clock.Now(app))
	_, err = app.DB().Insert("outbox", dbx.Params{
		"id": id, "to": m.To, "subject": m.Subject, "kind": m.Kind, "status": StatusQueued, "attempts": 0, "error": "",
		"next_at": records.DateTime(m.At), "sent_at": "", "user": m.User, "task": m.Task, "actor": m.Actor, "inbox": m.Inbox,
		"comments": types.JSONArray[string](m.Comments), "message_id": messageID, "text": m.Text, "html": m.HTML,
		"headers": types.JSONMap[string](m.Headers), "created": now, "updated": now,
	}).Execute()
	if err != nil {
		return "", fmt.Errorf("the mail can't be queued: %w", err)
	}
	return id, nil
}

// retryRequest lets a superuser queue a mail again, or send one that waits at another
// time, and refuses any other change.
func retryRequest(e *core.RecordRequestEvent) error {
	stored := e.Record.Original().GetString("error")
	if e.Record.GetString("error") == i18n.Shown(i18n.Reader(e.RequestEvent), stored) {
		e.Record.Set("error", stored) // the form sends the translated error back
	}
	changed := records.ChangedFields(e.Record)
	if len(changed) == 0 {
		return e.Next()
	}
	queued := e.Record.GetString("status") == StatusQueued
	switch {
	case queued && slices.Equal(changed, []string{"next_at"}) && !e.Record.GetDateTime("next_at").IsZero():
	case !queued || !slices.Equal(changed, []string{"status"}):
		return e.BadRequestError("", problem.FieldError("status", "only_retry"))
	case HasErasedLinks(e.Record):
		return e.BadRequestError("", problem.FieldError("status", "mail_erased"))
	default:
		Requeue(e.Record, clock.Now(e.App))
	}
	if err := records.RequestInTransaction(e, func() error { return saveRetry(e) }); err != nil {
		return err
	}
	WakeAfterCommit(e.App)
	return nil
}

// saveRetry saves the change unless an attempt has begun or ended since the row was
// read: the row as it was read would be sent a second time.
func saveRetry(e *core.RecordRequestEvent) error {
	current, err := e.App.FindRecordById("outbox", e.Record.Id)
	if err != nil {
		return err
	}
	read := e.Record.Original()
	same := current.GetString("status") == read.GetString("status") && current.GetInt("attempts") == read.GetInt("attempts")
	if !same || isInHand(current) {
		return problem.Conflict(problem.FieldError("status", "mail_in_hand"))
	}
	return e.Next()
}

// isInHand reports whether an attempt of a mail has begun and not ended. Should the
// program end before that, the next start resumes it.
func isInHand(row *core.Record) bool {
	return row.GetString("status") == StatusQueued && row.GetInt("attempts") > 0 && row.GetString("error") == ""
}

// Requeue resets a mail to untried and due now.
func Requeue(row *core.Record, now time.Time) {
	row.Set("status", StatusQueued)
	row.Set("attempts", 0)
	row.Set("error", "")
	row.Set("next_at", now)
}

func refuseCreate(e *core.RecordRequestEvent) error {
	return e.ForbiddenError(problem.Sentence("outbox_is_the_servers"), problem.FieldError("to", "outbox_is_the_servers"))
}

// deleteOldMail deletes mails older than [retention], except queued ones.
func deleteOldMail(app core.App, now time.Time) error {
	_, err := app.NonconcurrentDB().Delete("outbox", dbx.And(
		dbx.Not(dbx.HashExp{"status": StatusQueued}),
		dbx.NewExp("created < {:then}", dbx.Params{"then": records.DateTime(now.Add(-retention))}),
	)).Execute()
	return err
}
