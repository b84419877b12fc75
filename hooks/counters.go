package hooks

import (
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// nextNumber takes the next number of a task: from 1 upwards, never again.
func nextNumber(app core.App) (int, error) {
	var number int
	err := app.DB().NewQuery("UPDATE otklik_numbers SET last = last + 1 WHERE name = 'tasks' RETURNING last").Row(&number)
	return number, err
}

// place is where a task counts: with whom, in which status, and whether at all.
type place struct {
	consultant, status string
	counts             bool // archived tasks do not
}

func placeOf(t *core.Record) place {
	return place{t.GetString("consultant"), t.GetString("status"), t.GetDateTime("archived_at").IsZero()}
}

// countTask moves a task from one place to another in otklik_counts, within the
// transaction of the change. The zero place is none.
func countTask(app core.App, from, to place) error {
	if from == to {
		return nil
	}
	if from.counts {
		if err := addCount(app, from, -1); err != nil {
			return err
		}
	}
	if to.counts {
		return addCount(app, to, 1)
	}
	return nil
}

func addCount(app core.App, p place, n int) error {
	_, err := app.DB().NewQuery(`INSERT INTO otklik_counts (consultant, status, n) VALUES ({:consultant}, {:status}, {:n})
		ON CONFLICT (consultant, status) DO UPDATE SET n = n + excluded.n`).
		Bind(dbx.Params{"consultant": p.consultant, "status": p.status, "n": n}).Execute()
	return err
}

// recount counts all tasks anew: every night, because SQL typed into the
// dashboard passes the hooks by.
func recount(app core.App, _ time.Time) error {
	return app.RunInTransaction(func(tx core.App) error {
		_, err := tx.DB().NewQuery(`DELETE FROM otklik_counts;
			INSERT INTO otklik_counts (consultant, status, n)
				SELECT consultant, status, COUNT(*) FROM tasks WHERE archived_at = '' GROUP BY consultant, status`).Execute()
		return err
	})
}
