// Package jobs owns scheduled jobs that work through records in batches.
package jobs

import (
	"errors"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
)

// BatchSize is the largest number of tasks in one run of a job, so that it does not
// hold the database for long. The next run continues.
const BatchSize = 500

// Schedule runs a job by a cron expression and logs its failures, which the
// dashboard shows.
func Schedule(app core.App, name, expression string, job func(core.App, time.Time) error) {
	app.Cron().MustAdd(name, expression, func() {
		if err := job(app, clock.Now(app)); err != nil {
			app.Logger().Error("A scheduled job failed", "job", name, "error", err)
		}
	})
}

// EachTask does the work for at most [BatchSize] matching tasks, each in its own
// transaction, and joins the errors of those that fail. Each task is matched again
// in its transaction, because it may have been reopened or restored meanwhile.
func EachTask(app core.App, where dbx.Expression, work func(core.App, *core.Record) error) error {
	var ids []string
	if err := app.DB().Select("id").From("tasks").Where(where).OrderBy("number").Limit(BatchSize).Column(&ids); err != nil {
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
