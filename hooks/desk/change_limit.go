package desk

import (
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/i18n"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// A client may change the status or the assessment of a task this often: each
// change notifies staff.
const (
	changesPerPeriod = 30
	changePeriod     = time.Hour
)

// limitChanges refuses a client's further change of a task if the history has too
// many lines of the event by that client: refused changes leave none. field is that
// of the error. Call it in the transaction of the change.
func limitChanges(app core.App, who actor.Actor, task, event, field string) error {
	if who.Role != actor.RoleClient {
		return nil
	}
	changes := app.DB().Select("created").From("history").Where(dbx.And(
		dbx.HashExp{"task": task, "actor": who.ID, "event": event}, dbx.NewExp("task != ''")))
	wait, err := waitForTurn(changes, changesPerPeriod, changePeriod, clock.Now(app))
	if err != nil || wait <= 0 {
		return err
	}
	return problem.TooMany(problem.FieldErrorWith(field, "too_many_changes", i18n.Params{"max": changesPerPeriod}), wait)
}

// waitForTurn returns how long it takes until fewer than limit of the rows were made in
// the period; limit is at least 1, and rows select their created.
func waitForTurn(rows *dbx.SelectQuery, limit int, period time.Duration, now time.Time) (time.Duration, error) {
	var made []types.DateTime
	err := rows.AndWhere(dbx.NewExp("created > {:since}", dbx.Params{"since": records.DateTime(now.Add(-period))})).
		OrderBy("created DESC").Limit(1).Offset(int64(limit - 1)).Column(&made)
	if err != nil || len(made) == 0 {
		return 0, err
	}
	return made[0].Time().Add(period).Sub(now), nil
}
