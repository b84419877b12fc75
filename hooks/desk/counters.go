package desk

import (
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// nextNumber takes the next number of a task: from 1 upwards, never again. With
// it comes the profile of the task's client, empty where there is none: each
// statement costs a new task more than what it asks for.
func nextNumber(app core.App, client string) (number int, profile string, err error) {
	err = app.DB().NewQuery(`UPDATE otklik_numbers SET last = last + 1 WHERE name = 'tasks'
		RETURNING last, COALESCE((SELECT id FROM profiles WHERE user = {:client}), '')`).
		Bind(dbx.Params{"client": client}).Row(&number, &profile)
	return number, profile, err
}

// counterBucket is where a task counts: with whom, in which status, and for how much.
type counterBucket struct {
	consultant, status string
	weight             int // 1, or 0 for an archived task
}

func bucketOf(t *core.Record) counterBucket {
	p := counterBucket{consultant: t.GetString("consultant"), status: t.GetString("status")}
	if t.GetDateTime("archived_at").IsZero() {
		p.weight = 1
	}
	return p
}

// moveCount moves a task from one place to another in otklik_counts, within the
// transaction of the change. The zero place is none.
func moveCount(app core.App, from, to counterBucket) error {
	switch {
	case from == to || from.weight+to.weight == 0:
		return nil
	case from.weight == 0: // name no place that nobody is at
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

// RecountTasks counts all tasks anew: every night, because SQL typed into the
// dashboard passes the hooks by.
func RecountTasks(app core.App, _ time.Time) error {
	return app.RunInTransaction(func(tx core.App) error {
		_, err := tx.DB().NewQuery(`DELETE FROM otklik_counts;
			INSERT INTO otklik_counts (consultant, status, n)
				SELECT consultant, status, COUNT(*) FROM tasks WHERE archived_at = '' GROUP BY consultant, status`).Execute()
		return err
	})
}
