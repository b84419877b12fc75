package desk

import (
	"encoding/json"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/jobs"
	"otklik/hooks/records"
)

// registerDueRecount counts the due times again when the working hours, the calendar
// or the targets change. What a stop has interrupted, the job goes on with.
func registerDueRecount(app core.App) {
	app.OnRecordCreate("calendar").BindFunc(startDueRecount)
	app.OnRecordUpdate("calendar", "schedule").BindFunc(startDueRecount)
	app.OnRecordDelete("calendar").BindFunc(startDueRecount)
	app.OnRecordAfterCreateSuccess("calendar").BindFunc(hoursChanged)
	app.OnRecordAfterUpdateSuccess("calendar", "schedule").BindFunc(hoursChanged)
	app.OnRecordAfterDeleteSuccess("calendar").BindFunc(hoursChanged)
	jobs.Schedule(app, "otklik_recount_due", "*/5 * * * *", func(app core.App, _ time.Time) error { return recountDue(app) })
}

// startDueRecount records, in the transaction of the change, that the due times have
// to be counted again from the first task on.
func startDueRecount(e *core.RecordEvent) error {
	return records.SaveInTransaction(e, func() error {
		if err := e.Next(); err != nil {
			return err
		}
		_, err := e.App.DB().NewQuery("INSERT INTO otklik_due_recount (id, after) VALUES (1, 0) ON CONFLICT (id) DO UPDATE SET after = 0").Execute()
		return err
	})
}

// hoursChanged forgets the hours in memory and counts the due times again. The change
// is committed, so a failure is the job's to repair.
func hoursChanged(e *core.RecordEvent) error {
	hoursCacheOf(e.App).forget()
	if err := recountDue(e.App); err != nil {
		e.App.Logger().Error("The due times could not be counted again", "error", err)
	}
	return e.Next()
}

// recountDue counts the due times of all tasks again, a batch in a transaction.
func recountDue(app core.App) error {
	for more := true; more; {
		err := app.RunInTransaction(func(tx core.App) (err error) {
			more, err = recountDueBatch(tx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// owedTask is a task that waits for a response.
type owedTask struct {
	ID       string         `db:"id"`
	Number   int            `db:"number"`
	Priority string         `db:"priority"`
	From     types.DateTime `db:"due_from"`
	Due      string         `db:"due_at"`
}

// recountDueBatch counts the next tasks again and reports whether there may be more.
// A task without the beginning of its response time was written past our hooks and
// keeps what it has.
func recountDueBatch(tx core.App) (more bool, err error) {
	var after []int
	if err := tx.DB().Select("after").From("otklik_due_recount").Column(&after); err != nil || len(after) == 0 {
		return false, err
	}
	hours, err := ReadHours(tx)
	if err != nil {
		return false, err
	}
	var owed []owedTask
	err = tx.DB().NewQuery(`SELECT id, number, priority, due_from, due_at FROM tasks INDEXED BY idx_tasks_owed
		WHERE due_at != '' AND archived_at = '' AND number > {:after} ORDER BY number LIMIT {:limit}`).
		Bind(dbx.Params{"after": after[0], "limit": jobs.BatchSize}).All(&owed)
	if err != nil {
		return false, err
	}
	if len(owed) == 0 {
		_, err := tx.DB().NewQuery("DELETE FROM otklik_due_recount").Execute()
		return false, err
	}
	if err := writeDue(tx, hours, owed); err != nil {
		return false, err
	}
	_, err = tx.DB().Update("otklik_due_recount", dbx.Params{"after": owed[len(owed)-1].Number}, dbx.HashExp{"id": 1}).Execute()
	return true, err
}

// writeDue stores the due times that differ. SQL bypasses the hooks, so the rev of the
// tasks stays: nobody has edited them.
func writeDue(tx core.App, hours *OfficeHours, owed []owedTask) error {
	changed := map[string]string{}
	for _, t := range owed {
		if t.From.IsZero() {
			continue
		}
		if due := records.StoredTime(hours.Due(t.From.Time(), t.Priority)); due != t.Due {
			changed[t.ID] = due
		}
	}
	if len(changed) == 0 {
		return nil
	}
	rows, err := json.Marshal(changed)
	if err != nil {
		return err
	}
	_, err = tx.DB().NewQuery("UPDATE tasks SET due_at = j.value FROM json_each({:rows}) j WHERE tasks.id = j.key").
		Bind(dbx.Params{"rows": string(rows)}).Execute()
	return err
}
