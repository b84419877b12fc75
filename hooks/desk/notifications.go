package desk

import (
	"slices"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/jobs"
	"otklik/hooks/records"
)

// Notification is one event and its recipients.
type Notification struct {
	Kind    string
	Task    *core.Record // nil if the event has no task
	Held    *core.Record // the held mail, a record of inbox
	comment string       // the comment's id, if any
	actor   string       // the user id of the actor; empty for the server
	Users   []string     // ids of the recipients; the actor is skipped

	undoable bool // the actor can undo it for [undoPeriod]
	pageOnly bool // no mail tells of it
}

// RegisterNotifications schedules the time-based notifications.
func RegisterNotifications(app core.App) {
	jobs.Schedule(app, "otklik_tell_closing", "5 * * * *", notifyClosing)
	jobs.Schedule(app, "otklik_tell_unassigned", "*/5 * * * *", notifyUnassigned)
	jobs.Schedule(app, "otklik_tell_due", "*/5 * * * *", notifyDue)
	jobs.Schedule(app, "otklik_tell_calendar", "0 6 * * *", remindOfCalendar) // nine in Moscow
}

// notifyOfComment notifies the client and the consultant of a comment, except its
// author.
func notifyOfComment(app core.App, comment, task *core.Record) error {
	n := Notification{Task: task, comment: comment.Id, actor: comment.GetString("author")}
	if err := Notify(app, n.addressedTo(KindAnswer, task.GetString("client"))); err != nil {
		return err
	}
	return Notify(app, n.addressedTo(KindAnswered, task.GetString("consultant")))
}

// notifyOfNote rings the bell of the task's consultant and of the colleagues whom the note
// calls, but of its author. No mail tells of a note. A former member of staff who still
// has the task is not notified.
func notifyOfNote(app core.App, note, task *core.Record) error {
	users, err := mentionedStaff(app, note.GetString("body"))
	if err != nil {
		return err
	}
	who, err := FindReader(app, task.GetString("consultant"))
	if err != nil {
		return err
	}
	if who != nil && who.Role != actor.RoleClient && !slices.Contains(users, who.ID) {
		users = append(users, who.ID)
	}
	n := Notification{Task: task, actor: note.GetString("author"), pageOnly: true}
	return Notify(app, n.addressedTo(KindAnswered, users...))
}

// notifyOfTask notifies the client and the consultant of a task's change. Undoing
// a change notifies nobody.
func notifyOfTask(app core.App, t, stored *core.Record) error {
	if t.GetRaw(revertingKey) != nil {
		return nil
	}
	n := Notification{Task: t, actor: actor.OfRecord(t).ID, undoable: t.GetRaw(undoableKey) != nil, pageOnly: t.GetRaw(lateKey) != nil}
	if err := withdrawOutdated(app, t, WorkflowOf(stored), WorkflowOf(t)); err != nil {
		return err
	}
	for _, to := range notificationsFor(WorkflowOf(stored), WorkflowOf(t), t.GetString("client")) {
		if err := Notify(app, n.addressedTo(to.kind, to.user)); err != nil {
			return err
		}
	}
	return nil
}

// addressedKind is a kind of notification and the id of its recipient.
type addressedKind struct{ kind, user string }

// notificationsFor returns the notifications that a workflow change requires.
func notificationsFor(was, is workflow, client string) []addressedKind {
	var out []addressedKind
	if is.status != was.status {
		switch is.status {
		case StatusWaiting:
			out = append(out, addressedKind{kindQuestion, client})
		case StatusDone:
			out = append(out, addressedKind{kindDone, client})
		case StatusClosed:
			out = append(out, addressedKind{KindClosed, client})
		}
	}
	switch {
	case is.consultant == "":
	case is.consultant != was.consultant:
		out = append(out, addressedKind{kindAssigned, is.consultant})
	case was.ended() && is.status == StatusInProgress:
		out = append(out, addressedKind{kindReopened, is.consultant})
	}
	return out
}

// notifyOfAssessment notifies the consultant of each assessment, and managers of a
// new or changed low rating. before holds the changed fields' old values, nil for
// a new assessment.
func notifyOfAssessment(app core.App, a, task *core.Record, before map[string]any) error {
	n := Notification{Task: task, actor: a.GetString("client")}
	if err := Notify(app, n.addressedTo(KindRated, a.GetString("consultant"))); err != nil {
		return err
	}
	_, rerated := before["rating"]
	if a.GetInt("rating") > LowRating {
		if before == nil {
			return nil
		}
		return withdrawWaiting(app, task.Id, KindLowRating)
	}
	if rating := a.GetInt("rating"); rating == 0 || (before != nil && !rerated) {
		return nil
	}
	who, err := ManagerIDs(app)
	if err != nil {
		return err
	}
	return Notify(app, n.addressedTo(KindLowRating, who...))
}

// ManagerIDs returns the ids of the managers who aren't blocked.
func ManagerIDs(app core.App) ([]string, error) {
	var ids []string
	err := app.DB().Select("id").From("users").Where(dbx.HashExp{"role": actor.RoleManager, "blocked": false}).OrderBy("id").Column(&ids)
	return ids, err
}

// closingWarning is how long before the automatic closing of a done task its
// client is notified.
const closingWarning = 2 * 24 * time.Hour

// notifyClosing notifies clients, once, of the coming automatic closing; again if
// they have commented since and were answered. A blocked client is told, and the task
// closed, once unblocked.
func notifyClosing(app core.App, now time.Time) error {
	return jobs.EachTask(app, dbx.And(
		doneFor(CloseDoneAfter-closingWarning, now),
		dbx.Not(warned(now)),
		dbx.NewExp("EXISTS (SELECT 1 FROM users u WHERE u.id = tasks.client AND NOT u.blocked)"),
	), func(app core.App, t *core.Record) error {
		return Notify(app, Notification{Kind: kindClosing, Task: t, Users: []string{t.GetString("client")},
			pageOnly: isLate(t, CloseDoneAfter-closingWarning, now, "done_at", "last_at")})
	})
}

// UnassignedAfter is how long a new task may stay unassigned, in working time, before
// managers are notified.
const UnassignedAfter = time.Hour

// notifyUnassigned notifies managers, once, of a task that is still unassigned.
func notifyUnassigned(app core.App, now time.Time) error {
	who, err := ManagerIDs(app)
	if err != nil || len(who) == 0 {
		return err
	}
	hours, err := ReadHours(app)
	if err != nil {
		return err
	}
	then := hours.Add(now, -UnassignedAfter+time.Nanosecond) // of the moments so long ago the last: a morning, not the evening before
	return jobs.EachTask(app, dbx.And(
		dbx.HashExp{"status": StatusNew, "archived_at": ""},
		dbx.NewExp("created <= {:then}", dbx.Params{"then": records.DateTime(then)}),
		dbx.NewExp("NOT EXISTS (SELECT 1 FROM notifications n WHERE n.task = tasks.id AND n.kind = {:unassigned})", dbx.Params{"unassigned": kindUnassigned}),
	), func(app core.App, t *core.Record) error {
		due := hours.Add(t.GetDateTime("updated").Time(), UnassignedAfter) // it may have come back
		return Notify(app, Notification{Kind: kindUnassigned, Task: t, Users: who, pageOnly: now.Sub(due) > lateAfter})
	})
}

// addressedTo returns a copy of the notification with a kind and recipients.
func (n Notification) addressedTo(kind string, users ...string) Notification {
	n.Kind, n.Users = kind, users
	return n
}

// Notify writes the notification for each recipient: a row for the page and a row
// for the mail, in the transaction of the event. It skips the actor and recipients
// who may not read the task.
func Notify(app core.App, n Notification) error {
	ids := slices.DeleteFunc(slices.Clone(n.Users), func(id string) bool { return id == "" || id == n.actor })
	if len(ids) == 0 {
		return nil
	}
	return app.RunInTransaction(func(tx core.App) error {
		found, err := findRecipients(tx, n, ids)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if who := found[id]; who != nil {
				if err := notifyReader(tx, n, who); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// isJoinable reports whether a notification joins an unread one of its kind about
// its task. A comment is a thing of its own; what the server tells by the clock is
// told once.
func (n Notification) isJoinable() bool { return n.Task != nil && n.comment == "" && n.actor != "" }

func notifyReader(tx core.App, n Notification, who *recipient) error {
	if !NotificationKindOf(n.Kind).MailOnly {
		if err := writeNotification(tx, n, who); err != nil {
			return err
		}
	}
	if n.pageOnly || who.hasMuted(n.Kind, channelMail) {
		return nil
	}
	return enqueueNotification(tx, n, who)
}

// writeNotification inserts the row for the page, or joins it to the unread one.
func writeNotification(tx core.App, n Notification, who *recipient) error {
	if n.isJoinable() && who.Unread != "" {
		return joinUnread(tx, n, who)
	}
	collection, err := tx.FindCachedCollectionByNameOrId("notifications")
	if err != nil {
		return err
	}
	row := core.NewRecord(collection)
	row.Set("user", who.ID)
	row.Set("kind", n.Kind)
	row.Set("comment", n.comment)
	row.Set("actor", n.actor)
	row.Set("bell", !who.hasMuted(n.Kind, channelPage))
	if n.Task != nil {
		row.Set("task", n.Task.Id)
	}
	return records.Insert(tx, row)
}

// joinUnread updates the unread notification of the same kind about the same task.
func joinUnread(tx core.App, n Notification, who *recipient) error {
	unread, err := tx.FindRecordById("notifications", who.Unread)
	if err != nil {
		return err
	}
	unread.Set("actor", n.actor)
	return tx.SaveNoValidate(unread)
}
