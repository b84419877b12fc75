package hooks

import (
	"errors"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
)

// jobBatch bounds how many tasks one run of a job takes, so that it never holds
// the database for long; the next run goes on.
const jobBatch = 500

func registerJobs(app core.App) {
	schedule(app, "otklik_close_done", "*/10 * * * *", closeDone)
	schedule(app, "otklik_remove_archived", "17 * * * *", removeArchived)
	schedule(app, "otklik_forget_lockouts", "47 * * * *", forgetLockouts)
	schedule(app, "otklik_recount", "27 3 * * *", recount)
}

// schedule runs a job by the clock and reports its failure in the log, which is
// where the dashboard shows it.
func schedule(app core.App, name, expression string, job func(core.App, time.Time) error) {
	app.Cron().MustAdd(name, expression, func() {
		if err := job(app, clock.Now(app)); err != nil {
			app.Logger().Error("A scheduled job failed", "job", name, "error", err)
		}
	})
}

// closeDone closes the tasks that have been done for a week.
func closeDone(app core.App, now time.Time) error {
	return each(app, dbx.And(
		dbx.HashExp{"status": statusDone, "archived_at": ""},
		dbx.NewExp("done_at <= {:then}", dbx.Params{"then": dateTime(now.Add(-doneClosesIn))}),
	), func(app core.App, t *core.Record) error {
		t.Set("status", statusClosed)
		return app.Save(t)
	})
}

// removeArchived removes for good what nobody has restored in time, with its
// comments, notes, history, assessment and files.
func removeArchived(app core.App, now time.Time) error {
	return each(app, dbx.And(
		dbx.NewExp("archived_at != ''"),
		dbx.NewExp("archived_at <= {:then}", dbx.Params{"then": dateTime(now.Add(-archiveKeeps))}),
	), func(app core.App, t *core.Record) error { return app.Delete(t) })
}

// forgetLockouts removes the rows that lock nothing any more.
func forgetLockouts(app core.App, now time.Time) error {
	_, err := app.NonconcurrentDB().Delete("lockouts", dbx.NewExp("updated < {:then}",
		dbx.Params{"then": dateTime(now.Add(-lockoutPeriod))})).Execute()
	return err
}

// each does the work for every task that matches, one transaction a task, and
// goes on where one fails. A task is read and judged anew in its transaction:
// between the list and its turn somebody may have reopened or restored it.
func each(app core.App, where dbx.Expression, work func(core.App, *core.Record) error) error {
	var ids []string
	if err := app.DB().Select("id").From("tasks").Where(where).OrderBy("number").Limit(jobBatch).Column(&ids); err != nil {
		return err
	}
	var failed error
	for _, id := range ids {
		failed = errors.Join(failed, app.RunInTransaction(func(tx core.App) error {
			var still []*core.Record
			err := tx.RecordQuery("tasks").AndWhere(where).AndWhere(dbx.HashExp{"id": id}).All(&still)
			if err != nil || len(still) == 0 {
				return err
			}
			return work(tx, still[0])
		}))
	}
	return failed
}
