package desk

import (
	"errors"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/jobs"
	"otklik/hooks/records"
)

// dueWarning is how long before a response is due, in working time, its consultant is
// notified.
const dueWarning = 30 * time.Minute

// notifyDue notifies consultants of responses that are due soon, and managers of those
// that are overdue: once for each promise to a client.
func notifyDue(app core.App, now time.Time) error {
	hours, err := ReadHours(app)
	if err != nil {
		return err
	}
	managers, err := ManagerIDs(app)
	if err != nil {
		return err
	}
	until := hours.Add(now, dueWarning+time.Nanosecond) // of the moments so far ahead the last: a morning, not the evening before
	soon := notifyPromises(app, kindDueSoon, now, until, func(t *core.Record) []string {
		return []string{t.GetString("consultant")} // nobody's tasks are told of apart
	})
	overdue := notifyPromises(app, kindOverdue, now.Add(-lateAfter), now, func(*core.Record) []string { return managers })
	return errors.Join(soon, overdue)
}

// notifyPromises notifies of the tasks whose response is due after one time and not after
// another, unless it has notified of the same promise. What was due before is long past:
// the program stood still, or old tasks were loaded into it.
func notifyPromises(app core.App, kind string, after, until time.Time, users func(t *core.Record) []string) error {
	return jobs.EachTask(app, dbx.And(
		dbx.HashExp{"archived_at": ""},
		dbx.NewExp("due_at != '' AND due_at > {:after} AND due_at <= {:until}", dbx.Params{"after": records.DateTime(after), "until": records.DateTime(until)}),
		dbx.NewExp("NOT EXISTS (SELECT 1 FROM notifications n WHERE n.task = tasks.id AND n.kind = {:kind} AND n.created >= tasks.due_from)", dbx.Params{"kind": kind}),
	), func(app core.App, t *core.Record) error {
		return Notify(app, Notification{Kind: kind, Task: t, Users: users(t)})
	})
}
