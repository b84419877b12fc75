package desk

import (
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/jobs"
	"otklik/hooks/mail/outbox"
	"otklik/hooks/records"
)

// RegisterJobs schedules the time-based jobs of tasks and lockouts.
func RegisterJobs(app core.App) {
	jobs.ScheduleRemoval(app, "otklik_close_done", "*/10 * * * *", closeDone)
	jobs.ScheduleRemoval(app, "otklik_remove_archived", "17 * * * *", removeArchived)
	jobs.ScheduleRemoval(app, "otklik_forget_lockouts", "47 * * * *", forgetLockouts)
	jobs.Schedule(app, "otklik_recount", "27 3 * * *", RecountTasks)
}

// closeDone closes the tasks that have been done for [CloseDoneAfter], of whose
// closing the client was told [closingWarning] before and has not replied.
func closeDone(app core.App, now time.Time) error {
	return jobs.EachTask(app, dbx.And(
		doneFor(CloseDoneAfter, now),
		warned(now.Add(-closingWarning)),
		dbx.NewExp(noLateLetter, dbx.Params{"closing": kindClosing, "letter": records.DateTime(now.Add(-closingWarning)), "mail": outbox.IsConfigured(app), "queued": outbox.StatusQueued, "sent": outbox.StatusSent}),
	), func(app core.App, t *core.Record) error {
		t.Set("status", StatusClosed)
		if isLate(t, CloseDoneAfter, now, "done_at", "last_at") {
			t.SetRaw(lateKey, true)
		}
		return app.Save(t)
	})
}

// doneFor selects the tasks that have been done for a time and in which the client
// has not had the last word since.
func doneFor(period time.Duration, now time.Time) dbx.Expression {
	return dbx.And(
		dbx.HashExp{"status": StatusDone, "archived_at": ""},
		dbx.NewExp("done_at <= {:done}", dbx.Params{"done": records.DateTime(now.Add(-period))}),
		dbx.NewExp("NOT (last_by = {:client} AND last_at > done_at)", dbx.Params{"client": LastByClient}),
	)
}

// warned selects the tasks whose client was notified of the closing by a time. A
// notification from before the task was done again, or before the client's last
// comment, counts no more.
func warned(by time.Time) dbx.Expression {
	return dbx.NewExp(`EXISTS (SELECT 1 FROM notifications n WHERE n.task = tasks.id AND n.kind = {:closing} AND n.created >= tasks.done_at AND n.created <= {:warned}
		AND NOT EXISTS (SELECT 1 FROM comments c WHERE c.task = tasks.id AND c.author = tasks.client AND c.created > n.created))`,
		dbx.Params{"closing": kindClosing, "warned": records.DateTime(by)})
}

// noLateLetter is true of a task if no letter of its closing waits, or was sent too
// late. Without a mail server the letter waits for ever, and one that can't be
// delivered tells nobody: then the notification in the page is the warning.
const noLateLetter = `NOT EXISTS (SELECT 1 FROM outbox o WHERE o.task = tasks.id AND o.task != '' AND o.kind = {:closing} AND o.created >= tasks.done_at
	AND ({:mail} AND o.status = {:queued} OR o.status = {:sent} AND o.sent_at > {:letter}))`

// removeArchived deletes the tasks archived for [ArchiveRetention], with their
// comments, notes, history, assessments and files.
func removeArchived(app core.App, now time.Time) error {
	removed := 0
	err := jobs.EachTask(app, dbx.And(
		dbx.NewExp("archived_at != ''"),
		dbx.NewExp("archived_at <= {:then}", dbx.Params{"then": records.DateTime(now.Add(-ArchiveRetention))}),
	), func(app core.App, t *core.Record) error {
		removed++
		return app.Delete(t)
	})
	if removed > 0 {
		app.Logger().Warn("Archived tasks were removed for good", "count", removed) // a level that the log keeps
	}
	return err
}
