package hooks

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
)

// The statuses of outbox.
const (
	mailQueued = "queued"
	mailSent   = "sent"
	mailFailed = "failed"
)

// answersWait is how long a mail about an answer waits for the next one:
// several within it are one mail.
const answersWait = 5 * time.Minute

// outboxKeeps is how long what has been sent, or could not be, stays.
const outboxKeeps = 90 * 24 * time.Hour

// composer makes the mail of a row as it stands now.
type composer func(app core.App, row *core.Record) (*mailer.Message, error)

// errNothingToSend is what a composer answers for a row whose reader or subject
// has gone.
var errNothingToSend = &i18n.Error{Message: i18n.Message{Key: "failure.mail_pointless"}}

func registerOutbox(app core.App, compose composer) {
	app.OnRecordUpdateRequest("outbox").BindFunc(retryRequest)
	app.OnRecordCreateRequest("outbox").BindFunc(refuseOutbox)
	app.OnRecordEnrich("outbox").BindFunc(i18n.ShowField("error"))
	registerOutboxWorker(app, compose)
	schedule(app, "otklik_forget_mail", "37 4 * * *", forgetMail)
}

// mailRow is a mail on its way into the outbox.
type mailRow struct {
	to, subject, kind string
	user, task, actor string
	inbox             string
	comments          []string
	at                time.Time // when to send it
	text, html        string
	headers           map[string]string
}

// enqueue writes a mail into the outbox in the caller's transaction, and wakes
// the worker once that is committed.
func enqueue(app core.App, m mailRow) error {
	_, err := insertMail(app, m)
	if err == nil {
		wakeAfterCommit(app)
	}
	return err
}

// insertMail writes the row and returns its id.
func insertMail(app core.App, m mailRow) (string, error) {
	id := core.GenerateDefaultRandomId()
	messageID, err := messageID(app, id)
	if err != nil {
		return "", err
	}
	now := dateTime(clock.Now(app))
	_, err = app.DB().Insert("outbox", dbx.Params{
		"id": id, "to": m.to, "subject": m.subject, "kind": m.kind, "status": mailQueued, "attempts": 0, "error": "",
		"next_at": dateTime(m.at), "sent_at": "", "user": m.user, "task": m.task, "actor": m.actor, "inbox": m.inbox,
		"comments": types.JSONArray[string](m.comments), "message_id": messageID, "text": m.text, "html": m.html,
		"headers": types.JSONMap[string](m.headers), "created": now, "updated": now,
	}).Execute()
	if err != nil {
		return "", fmt.Errorf("the mail can't be queued: %w", err)
	}
	return id, nil
}

// enqueueNotice queues the mail of a notice. An answer joins the one that is
// still waiting; a question, or that the work is done, takes the waiting
// answers along, so that the person gets one mail and not two.
func enqueueNotice(app core.App, n notice, who *reader) error {
	m := mailRow{to: who.Email, kind: n.kind, user: who.ID, actor: n.actor, at: clock.Now(app)}
	if n.comment != "" {
		m.comments = []string{n.comment}
	}
	if n.held != nil {
		m.inbox, m.subject = n.held.Id, n.held.GetString("subject")
	}
	if n.task == nil {
		return enqueue(app, m)
	}
	m.task = n.task.Id
	m.subject = fmt.Sprintf("№ %d %s", n.task.GetInt("number"), n.task.GetString("title"))
	switch {
	case n.kind == noticeAnswer, n.kind == noticeAnswered:
		m.at = m.at.Add(answersWait)
		if joined, err := joinWaiting(app, m); joined || err != nil {
			return err
		}
	case noticeKindOf(n.kind).takesAlong:
		var err error
		if m.comments, err = takeWaiting(app, m.user, m.task); err != nil {
			return err
		}
	}
	return enqueue(app, m)
}

// waitingMail is a mail about answers that has not been tried yet.
type waitingMail struct {
	ID       string                  `db:"id"`
	Comments types.JSONArray[string] `db:"comments"`
}

// waitingAnswers finds the mail about answers that waits for its time.
func waitingAnswers(app core.App, user, task, kind string) (*waitingMail, error) {
	var found []*waitingMail
	err := app.DB().Select("id", "comments").From("outbox").
		Where(dbx.HashExp{"status": mailQueued, "attempts": 0, "user": user, "task": task, "kind": kind}).Limit(1).All(&found)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// mailAnswers is how many answers one mail can hold; see outbox.comments.
const mailAnswers = 100

// joinWaiting adds an answer to the mail that is waiting.
func joinWaiting(app core.App, m mailRow) (bool, error) {
	w, err := waitingAnswers(app, m.user, m.task, m.kind)
	if err != nil || w == nil || len(w.Comments) >= mailAnswers {
		return false, err
	}
	_, err = app.DB().Update("outbox",
		dbx.Params{"comments": append(w.Comments, m.comments...), "actor": m.actor, "updated": dateTime(clock.Now(app))},
		dbx.HashExp{"id": w.ID}).Execute()
	return err == nil, err
}

// takeWaiting takes the answers out of the mail that is waiting for a client,
// which is then needless.
func takeWaiting(app core.App, user, task string) ([]string, error) {
	w, err := waitingAnswers(app, user, task, noticeAnswer)
	if err != nil || w == nil {
		return nil, err
	}
	_, err = app.DB().Delete("outbox", dbx.HashExp{"id": w.ID}).Execute()
	return w.Comments, err
}

// retryRequest lets a superuser do one thing with a mail: queue it again.
func retryRequest(e *core.RecordRequestEvent) error {
	stored := e.Record.Original().GetString("error")
	if e.Record.GetString("error") == i18n.Shown(i18n.Reader(e.RequestEvent), stored) {
		e.Record.Set("error", stored) // as the reader was shown it
	}
	changed := named(e.Record)
	if len(changed) == 0 {
		return e.Next()
	}
	if !slices.Equal(changed, []string{"status"}) || e.Record.GetString("status") != mailQueued {
		return e.BadRequestError("", wrong("status", "only_retry"))
	}
	requeue(e.Record, clock.Now(e.App))
	if err := e.Next(); err != nil {
		return err
	}
	wakeAfterCommit(e.App)
	return nil
}

// requeue makes a mail one that has not been tried and is due now.
func requeue(row *core.Record, now time.Time) {
	row.Set("status", mailQueued)
	row.Set("attempts", 0)
	row.Set("error", "")
	row.Set("next_at", now)
}

func refuseOutbox(e *core.RecordRequestEvent) error {
	return e.ForbiddenError(sentence("outbox_is_the_servers"), wrong("to", "outbox_is_the_servers"))
}

// forgetMail removes old mails; what is still to be sent stays.
func forgetMail(app core.App, now time.Time) error {
	_, err := app.NonconcurrentDB().Delete("outbox", dbx.And(
		dbx.Not(dbx.HashExp{"status": mailQueued}),
		dbx.NewExp("created < {:then}", dbx.Params{"then": dateTime(now.Add(-outboxKeeps))}),
	)).Execute()
	return err
}
