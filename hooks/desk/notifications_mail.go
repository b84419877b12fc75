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

// answerDelay is how long a mail waits about what is often followed by more of its
// kind, such as an answer or a rating: it all goes into the same mail.
const answerDelay = 5 * time.Minute

// enqueueNotification queues the mail of a notification, unless it joins the mail of
// its kind that is still waiting. A kind that collects answers replaces the waiting mail,
// so that the user gets one mail instead of two.
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
	case NotificationKindOf(n.Kind).waits:
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

// waitingMail is a queued mail before its first attempt.
type waitingMail struct {
	ID       string                  `db:"id"`
	Comments types.JSONArray[string] `db:"comments"`
}

// findWaiting finds the waiting mail of a kind about a task; nil if there is none.
func findWaiting(app core.App, user, task, kind string) (*waitingMail, error) {
	var found []*waitingMail
	err := app.DB().Select("id", "comments").From("outbox").
		Where(dbx.HashExp{"status": outbox.StatusQueued, "attempts": 0, "user": user, "task": task, "kind": kind}).Limit(1).All(&found)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// maxAnswers is the limit of answers in one mail, that of the field
// outbox.comments.
const maxAnswers = 100

// joinWaiting adds to the waiting mail, which is composed from the current data when
// it is sent; false if there is none or it is full.
func joinWaiting(app core.App, m outbox.Mail) (bool, error) {
	w, err := findWaiting(app, m.User, m.Task, m.Kind)
	if err != nil || w == nil || len(w.Comments) >= maxAnswers {
		return false, err
	}
	_, err = app.DB().Update("outbox",
		dbx.Params{"comments": append(w.Comments, m.Comments...), "actor": m.Actor, "updated": records.DateTime(clock.Now(app))},
		dbx.HashExp{"id": w.ID}).Execute()
	return err == nil, err
}

// takeWaiting deletes a client's waiting mail about answers and returns the ids of
// its comments.
func takeWaiting(app core.App, user, task string) ([]string, error) {
	w, err := findWaiting(app, user, task, KindAnswer)
	if err != nil || w == nil {
		return nil, err
	}
	_, err = app.DB().Delete("outbox", dbx.HashExp{"id": w.ID}).Execute()
	return w.Comments, err
}

// withdrawWaiting deletes the waiting mails of a kind about a task: what they would
// tell is no longer so.
func withdrawWaiting(app core.App, task, kind string) error {
	_, err := app.DB().Delete("outbox", dbx.And(
		dbx.HashExp{"status": outbox.StatusQueued, "attempts": 0, "task": task, "kind": kind}, dbx.NewExp("task != ''"))).Execute()
	return err
}
