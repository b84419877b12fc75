package desk

import (
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/jobs"
	"otklik/hooks/records"
)

// RegisterJobs schedules the time-based jobs of tasks and lockouts.
func RegisterJobs(app core.App) {
	jobs.Schedule(app, "otklik_close_done", "*/10 * * * *", closeDone)
	jobs.Schedule(app, "otklik_remove_archived", "17 * * * *", removeArchived)
	jobs.Schedule(app, "otklik_forget_lockouts", "47 * * * *", forgetLockouts)
	jobs.Schedule(app, "otklik_recount", "27 3 * * *", RecountTasks)
}

// closeDone closes the tasks that have been done for [CloseDoneAfter].
func closeDone(app core.App, now time.Time) error {
	return jobs.EachTask(app, dbx.And(
		dbx.HashExp{"status": StatusDone, "archived_at": ""},
		dbx.NewExp("done_at <= {:then}", dbx.Params{"then": records.DateTime(now.Add(-CloseDoneAfter))}),
	), func(app core.App, t *core.Record) error {
		t.Set("status", StatusClosed)
		return app.Save(t)
	})
}

// removeArchived deletes the tasks archived for [ArchiveRetention], with their
// comments, notes, history, assessments and files.
func removeArchived(app core.App, now time.Time) error {
	return jobs.EachTask(app, dbx.And(
		dbx.NewExp("archived_at != ''"),
		dbx.NewExp("archived_at <= {:then}", dbx.Params{"then": records.DateTime(now.Add(-ArchiveRetention))}),
	), func(app core.App, t *core.Record) error { return app.Delete(t) })
}
