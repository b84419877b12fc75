package jobs

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
)

// Report logs the failure of a job and remembers it until a turn of the job succeeds,
// see [Failing]. A job is one of the scheduler's, or another that an administrator
// relies on.
func Report(app core.App, job string, failure error) {
	if err := remember(app, job, failure); err != nil {
		app.Logger().Error("The end of a job is not stored", "job", job, "error", err)
	}
	if failure != nil {
		app.Logger().Error("A scheduled job failed", "job", job, "error", failure)
	}
}

func remember(app core.App, job string, failure error) error {
	failed, err := Failing(app, job)
	switch {
	case err != nil:
		return err
	case failure != nil:
		_, err = app.NonconcurrentDB().NewQuery(`INSERT INTO otklik_job_failures (job, since, error) VALUES ({:job}, {:now}, {:error})
			ON CONFLICT (job) DO UPDATE SET error = excluded.error`).
			Bind(dbx.Params{"job": job, "now": clock.Now(app).UTC(), "error": failure.Error()}).Execute()
	case failed: // most turns succeed after another success, and write nothing
		_, err = app.NonconcurrentDB().Delete("otklik_job_failures", dbx.HashExp{"job": job}).Execute()
	}
	return err
}

// Failing reports whether the last turn of a job failed.
func Failing(app core.App, job string) (bool, error) {
	var failed bool
	err := app.ConcurrentDB().NewQuery("SELECT EXISTS (SELECT 1 FROM otklik_job_failures WHERE job = {:job})").Bind(dbx.Params{"job": job}).Row(&failed)
	return failed, err
}

// AnyFailing reports whether the last turn of any scheduled job failed. A job of an
// older version, which is not scheduled any more, does not count.
func AnyFailing(app core.App) (bool, error) {
	var failed []string
	if err := app.ConcurrentDB().Select("job").From("otklik_job_failures").Column(&failed); err != nil {
		return false, err
	}
	for _, job := range app.Cron().Jobs() {
		for _, name := range failed {
			if job.Id() == name {
				return true, nil
			}
		}
	}
	return false, nil
}
