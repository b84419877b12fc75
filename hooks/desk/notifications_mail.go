package desk

import (
	"fmt"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/clock"
	"otklik/hooks/mail/outbox"
	"otklik/hooks/records"
)

// answerDelay is how long a mail about an answer waits for the next one:
// several within it are one mail.
const answerDelay = 5 * time.Minute

// enqueueNotification queues the mail of a notice. An answer joins the one that is
// still waiting; a question, or that the work is done, takes the waiting
// answers along, so that the person gets one mail and not two.
func enqueueNotification(app core.App, n Notification, who *Reader) error {
	m := outbox.Mail{To: who.Email, Kind: n.Kind, User: who.ID, Actor: n.actor, At: clock.Now(app)}
	if n.comment != "" {
		m.Comments = []string{n.comment}
	}
	if n.Held != nil {
		m.Inbox, m.Subject = n.Held.Id, n.Held.GetString("subject")
	}
	if n.Task == nil {
		return outbox.Enqueue(app, m)
	}
	m.Task = n.Task.Id
	m.Subject = fmt.Sprintf("№ %d %s", n.Task.GetInt("number"), n.Task.GetString("title"))
	switch {
	case n.Kind == KindAnswer, n.Kind == KindAnswered:
		m.At = m.At.Add(answerDelay)
		if joined, err := joinWaiting(app, m); joined || err != nil {
			return err
		}
	case NotificationKindOf(n.Kind).collectsAnswers:
		var err error
		if m.Comments, err = takeWaiting(app, m.User, m.Task); err != nil {
			return err
		}
	}
	return outbox.Enqueue(app, m)
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
		Where(dbx.HashExp{"status": outbox.StatusQueued, "attempts": 0, "user": user, "task": task, "kind": kind}).Limit(1).All(&found)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// maxAnswers is how many answers one mail can hold; see outbox.comments.
const maxAnswers = 100

// joinWaiting adds an answer to the mail that is waiting.
func joinWaiting(app core.App, m outbox.Mail) (bool, error) {
	w, err := waitingAnswers(app, m.User, m.Task, m.Kind)
	if err != nil || w == nil || len(w.Comments) >= maxAnswers {
		return false, err
	}
	_, err = app.DB().Update("outbox",
		dbx.Params{"comments": append(w.Comments, m.Comments...), "actor": m.Actor, "updated": records.DateTime(clock.Now(app))},
		dbx.HashExp{"id": w.ID}).Execute()
	return err == nil, err
}

// takeWaiting takes the answers out of the mail that is waiting for a client,
// which is then needless.
func takeWaiting(app core.App, user, task string) ([]string, error) {
	w, err := waitingAnswers(app, user, task, KindAnswer)
	if err != nil || w == nil {
		return nil, err
	}
	_, err = app.DB().Delete("outbox", dbx.HashExp{"id": w.ID}).Execute()
	return w.Comments, err
}
