package desk

import (
	"fmt"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/mail/outbox"
	"otklik/hooks/records"
)

// enqueueNotification queues the mail of a notification, unless it joins the mail of
// its kind that is still waiting. A kind that collects answers replaces the waiting mails,
// so that the user gets one mail instead of two. The mail of what can be undone waits
// for [undoPeriod], and so does that of what is often followed by more of its kind.
func enqueueNotification(app core.App, n Notification, who *recipient) error {
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
	kind := NotificationKindOf(n.Kind)
	if kind.holds || n.undoable {
		m.At = m.At.Add(undoPeriod)
	}
	switch {
	case kind.joins && who.Waiting != "" && len(who.Joined) < maxAnswers:
		return joinWaiting(app, &waitingMail{who.Waiting, who.Joined}, m)
	case kind.collectsAnswers:
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

// isWaiting selects the mails about a task before their first attempt.
func isWaiting(task string, more dbx.HashExp) dbx.Expression {
	return dbx.And(dbx.HashExp{"status": outbox.StatusQueued, "attempts": 0, "task": task}, dbx.NewExp("task != ''"), more)
}

// findWaiting finds the waiting mail of a kind about a task; nil if there is none.
func findWaiting(app core.App, user, task, kind string) (*waitingMail, error) {
	var found []*waitingMail
	err := app.DB().Select("id", "comments").From("outbox").
		Where(isWaiting(task, dbx.HashExp{"user": user, "kind": kind})).Limit(1).All(&found)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// maxAnswers is the limit of answers in one mail, that of the field
// outbox.comments.
const maxAnswers = 100

// joinWaiting adds a mail to a waiting one that has room, and is composed from the
// current data when it is sent.
func joinWaiting(app core.App, w *waitingMail, m outbox.Mail) error {
	_, err := app.DB().Update("outbox",
		dbx.Params{"comments": append(w.Comments, m.Comments...), "actor": m.Actor, "updated": records.DateTime(clock.Now(app))},
		dbx.HashExp{"id": w.ID}).Execute()
	return err
}

// collectedKinds are the kinds whose waiting mails are replaced by one that collects
// answers: the answers, and the earlier statuses with the answers they have collected.
var collectedKinds = func() []any {
	kinds := []any{KindAnswer}
	for _, k := range NotificationKinds {
		if k.collectsAnswers {
			kinds = append(kinds, k.Name)
		}
	}
	return kinds
}()

// takeWaiting deletes a client's waiting mails of [collectedKinds] and returns the ids
// of their comments, as many as a mail may have.
func takeWaiting(app core.App, user, task string) (comments []string, err error) {
	var taken []*waitingMail
	which := isWaiting(task, dbx.HashExp{"user": user, "kind": collectedKinds})
	if err := app.DB().Select("id", "comments").From("outbox").Where(which).OrderBy("created").All(&taken); err != nil || len(taken) == 0 {
		return nil, err
	}
	for _, w := range taken {
		comments = append(comments, w.Comments...)
	}
	_, err = app.DB().Delete("outbox", which).Execute()
	return comments[:min(len(comments), maxAnswers)], err
}

// withdrawWaiting deletes the waiting mails of a kind about a task: what they would
// tell is no longer so.
func withdrawWaiting(app core.App, task, kind string) error {
	_, err := app.DB().Delete("outbox", isWaiting(task, dbx.HashExp{"kind": kind})).Execute()
	return err
}

// withdrawOutdated takes back the mails that wait for [undoPeriod] and tell of a state
// that a change of the task has ended. A mail that waits longer, for the mail server,
// tells of what was so for a while: it stays. So does a question that the client has
// answered: an answer by mail is known by the letter that it answers.
func withdrawOutdated(app core.App, t *core.Record, was, is workflow) error {
	task, who := t.Id, actor.OfRecord(t)
	if is.consultant != was.consultant && was.consultant != "" {
		_, err := app.DB().Delete("outbox", dbx.And(isWaiting(task, dbx.HashExp{"kind": kindAssigned, "user": was.consultant}), stillHeld(app))).Execute()
		if err != nil {
			return err
		}
	}
	if is.ended() && !was.ended() {
		if err := withdrawWaiting(app, task, kindReopened); err != nil {
			return err
		}
	}
	switch {
	case was.status == StatusWaiting && is.status != StatusWaiting && who.IsInsider():
		return turnIntoAnswers(app, task, kindQuestion)
	case was.ended() && !is.ended():
		return turnIntoAnswers(app, task, kindDone, KindClosed)
	}
	return nil
}

// stillHeld selects the mails that aren't due yet.
func stillHeld(app core.App) dbx.Expression {
	return dbx.NewExp("next_at > {:now}", dbx.Params{"now": records.DateTime(clock.Now(app))})
}

// turnIntoAnswers replaces the mails of kinds that aren't due yet by those of the answers
// they have collected; it deletes those without answers.
func turnIntoAnswers(app core.App, task string, kinds ...any) error {
	var held []*heldMail
	which := dbx.And(isWaiting(task, dbx.HashExp{"kind": kinds}), stillHeld(app))
	if err := app.DB().Select("user", "actor", "to", "subject", "comments", "next_at").From("outbox").Where(which).OrderBy("created").All(&held); err != nil || len(held) == 0 {
		return err
	}
	if _, err := app.DB().Delete("outbox", which).Execute(); err != nil {
		return err
	}
	for _, h := range held {
		m := outbox.Mail{
			To: h.To, Subject: h.Subject, Kind: KindAnswer, User: h.User, Task: task, Actor: h.Actor, At: h.NextAt.Time(), Comments: h.Comments,
		}
		if len(m.Comments) == 0 {
			continue
		}
		if err := joinOrEnqueue(app, m); err != nil {
			return err
		}
	}
	return nil
}

// joinOrEnqueue adds a mail to the waiting one of its kind, or queues it if there is none
// with room.
func joinOrEnqueue(app core.App, m outbox.Mail) error {
	w, err := findWaiting(app, m.User, m.Task, m.Kind)
	switch {
	case err != nil:
		return err
	case w != nil && len(w.Comments) < maxAnswers:
		return joinWaiting(app, w, m)
	}
	return outbox.Enqueue(app, m)
}

// heldMail is a mail that isn't due yet.
type heldMail struct {
	To       string                  `db:"to"`
	Subject  string                  `db:"subject"`
	User     string                  `db:"user"`
	Actor    string                  `db:"actor"`
	Comments types.JSONArray[string] `db:"comments"`
	NextAt   types.DateTime          `db:"next_at"`
}
