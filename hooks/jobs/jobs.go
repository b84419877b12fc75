// Package jobs owns scheduled jobs that work through records in batches.
package jobs

import (
	"database/sql"
	"errors"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/clock"
)

// BatchSize is the largest number of tasks in one run of a job, so that it does not
// hold the database for long. The next run continues.
const BatchSize = 500

// Schedule runs a job by a cron expression and reports how it ended, see [Report].
func Schedule(app core.App, name, expression string, job func(core.App, time.Time) error) {
	app.Cron().MustAdd(name, expression, func() { Report(app, name, job(app, clock.Now(app))) })
}

const (
	// maxGap is the longest time between two turns of a job for which the clock is
	// believed at once. A program that was stopped for longer waits one turn too.
	maxGap = 2 * 24 * time.Hour

	// backTolerance is how far the clock may go back when it is set right.
	backTolerance = 5 * time.Minute
)

// ScheduleRemoval is [Schedule] for a job that deletes or closes what is old. A
// clock that jumps would make all of it old at once, for good. Such a job skips its
// turn after a jump; the next turn, which finds the clock going on from there,
// confirms it.
func ScheduleRemoval(app core.App, name, expression string, job func(core.App, time.Time) error) {
	Schedule(app, name, expression, func(app core.App, now time.Time) error {
		last, err := takeTurn(app, name, now)
		if err != nil {
			return err
		}
		if gap := now.Sub(last); !last.IsZero() && (gap > maxGap || gap < -backTolerance) {
			app.Logger().Warn("The clock has jumped: a job waits for its next turn", "job", name, "last", last, "now", now)
			return nil
		}
		return job(app, now)
	})
}

// takeTurn records a turn of a job and returns the time of the one before; zero if
// there was none.
func takeTurn(app core.App, name string, now time.Time) (last time.Time, err error) {
	err = app.RunInTransaction(func(tx core.App) error {
		var at types.DateTime
		err := tx.DB().Select("at").From("otklik_job_turns").Where(dbx.HashExp{"job": name}).Row(&at)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		last = at.Time()
		stored, err := types.ParseDateTime(now)
		if err != nil {
			return err
		}
		_, err = tx.DB().NewQuery("INSERT INTO otklik_job_turns (job, at) VALUES ({:job}, {:at}) ON CONFLICT (job) DO UPDATE SET at = excluded.at").
			Bind(dbx.Params{"job": name, "at": stored}).Execute()
		return err
	})
	return last, err
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
