// Package jobs owns scheduled jobs that work through records in batches.
package jobs

import (
	"errors"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
)

// BatchSize bounds how many tasks one run of a job takes, so that it never holds
// the database for long; the next run goes on.
const BatchSize = 500

// Schedule runs a job by the clock and reports its failure in the log, which is
// where the dashboard shows it.
func Schedule(app core.App, name, expression string, job func(core.App, time.Time) error) {
	app.Cron().MustAdd(name, expression, func() {
		if err := job(app, clock.Now(app)); err != nil {
			app.Logger().Error("A scheduled job failed", "job", name, "error", err)
		}
	})
}

// EachTask does the work for every task that matches, one transaction a task, and
// goes on where one fails. A task is read and judged anew in its transaction:
// between the list and its turn somebody may have reopened or restored it.
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
