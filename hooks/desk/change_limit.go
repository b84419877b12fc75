package desk

import (
	"net/http"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

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
	var n int
	err := app.DB().Select("COUNT(*)").From("history").Where(dbx.And(
		dbx.HashExp{"task": task, "actor": who.ID, "event": event},
		dbx.NewExp("task != '' AND created > {:since}", dbx.Params{"since": records.DateTime(clock.Now(app).Add(-changePeriod))}),
	)).Row(&n)
	if err != nil || n < changesPerPeriod {
		return err
	}
	return apis.NewApiError(http.StatusTooManyRequests, problem.Sentence("too_many_requests"),
		problem.FieldErrorWith(field, "too_many_changes", i18n.Params{"max": changesPerPeriod}))
}
