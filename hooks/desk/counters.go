package desk

import (
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// nextNumber takes the next task number; numbers start at 1 and are never
// reused. It also returns the id of the client's profile, empty if there is none:
// one statement for both keeps the creation of a task fast.
func nextNumber(app core.App, client string) (number int, profile string, err error) {
	err = app.DB().NewQuery(`UPDATE otklik_numbers SET last = last + 1 WHERE name = 'tasks'
		RETURNING last, COALESCE((SELECT id FROM profiles WHERE user = {:client}), '')`).
		Bind(dbx.Params{"client": client}).Row(&number, &profile)
	return number, profile, err
}

// counterBucket is the row of otklik_counts that a task counts in, and its weight.
type counterBucket struct {
	consultant, status string
	weight             int // 1, or 0 for an archived task
}

func bucketOf(t *core.Record) counterBucket {
	b := counterBucket{consultant: t.GetString("consultant"), status: t.GetString("status")}
	if t.GetDateTime("archived_at").IsZero() {
		b.weight = 1
	}
	return b
}

// moveCount moves a task from one bucket of otklik_counts to another, within the
// transaction of the change. The zero bucket stands for no bucket.
func moveCount(app core.App, from, to counterBucket) error {
	switch {
	case from == to || from.weight+to.weight == 0:
		return nil
	case from.weight == 0: // insert no row for an unused bucket
		from.consultant, from.status = to.consultant, to.status
	case to.weight == 0:
		to.consultant, to.status = from.consultant, from.status
	}
	_, err := app.DB().NewQuery(`INSERT INTO otklik_counts (consultant, status, n)
		VALUES ({:fromConsultant}, {:fromStatus}, {:minus}), ({:toConsultant}, {:toStatus}, {:plus})
		ON CONFLICT (consultant, status) DO UPDATE SET n = n + excluded.n`).Bind(dbx.Params{
		"fromConsultant": from.consultant, "fromStatus": from.status, "minus": -from.weight,
		"toConsultant": to.consultant, "toStatus": to.status, "plus": to.weight,
	}).Execute()
	return err
}

// RecountTasks recounts all tasks. It runs every night, because SQL typed into
// the dashboard bypasses the hooks.
func RecountTasks(app core.App, _ time.Time) error {
	return app.RunInTransaction(func(tx core.App) error {
		_, err := tx.DB().NewQuery(`DELETE FROM otklik_counts;
			INSERT INTO otklik_counts (consultant, status, n)
				SELECT consultant, status, COUNT(*) FROM tasks WHERE archived_at = '' GROUP BY consultant, status`).Execute()
		return err
	})
}
