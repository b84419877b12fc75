package desk

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// revertingKey marks a record that undo is putting back as it was: it has been
// there before, so the steps of life do not judge it.
const revertingKey = "@takingBack"

// RegisterTasks binds the workflow of tasks for every writer.
func RegisterTasks(app core.App) {
	app.OnRecordCreate("tasks").BindFunc(createTask)
	app.OnRecordUpdate("tasks").BindFunc(updateTask)
	app.OnRecordDelete("tasks").BindFunc(deleteTask)
	app.OnRecordEnrich("tasks").BindFunc(func(e *core.RecordEnrichEvent) error {
		e.Record.Hide("idempotency_key")
		return e.Next()
	})
}

// createTask completes a new task and gives it its number within the
// transaction of the insert: an insert that fails takes the number back.
func createTask(e *core.RecordEvent) error {
	return records.SaveInTransaction(e, func() error {
		t := e.Record
		if t.GetString("status") == "" {
			t.Set("status", StatusNew)
		}
		if t.GetString("priority") == "" {
			t.Set("priority", PriorityNormal)
		}
		if err := initialize(e.App, t); err != nil {
			return err
		}
		if err := checkCategory(e.App, t, nil); err != nil {
			return err
		}
		if err := startResponseTime(e.App, t); err != nil {
			return err
		}
		number, profile, err := nextNumber(e.App, t.GetString("client"))
		if err != nil {
			return err
		}
		if err := fillProfile(t, profile); err != nil {
			return err
		}
		t.Set("number", number)
		t.Set("rev", 1)
		if err := e.Next(); err != nil {
			return err
		}
		if err := moveCount(e.App, counterBucket{}, bucketOf(t)); err != nil {
			return err
		}
		return recordEvent(e.App, t, "created", nil, records.Pick(t, "title", "status", "priority"))
	})
}

// fillProfile points the task at the client's organisation, and nobody else's.
func fillProfile(t *core.Record, profile string) error {
	switch {
	case t.GetString("client") == "":
		return nil // the field's own validation speaks
	case profile == "":
		return problem.FieldError("client", "no_profile")
	case t.GetString("profile") == "":
		t.Set("profile", profile)
	case t.GetString("profile") != profile:
		return problem.FieldError("profile", "not_clients_profile")
	}
	return nil
}

// initialize lets a task made by staff or the dashboard be born in any status its
// consultant allows, as if it had come there from new.
func initialize(app core.App, t *core.Record) error {
	if id := t.GetString("consultant"); id != "" {
		if err := checkConsultant(app, id); err != nil {
			return err
		}
	}
	born := workflow{status: StatusNew}
	wanted := normalize(born, WorkflowOf(t))
	for _, r := range []refusal{checkConsistency(wanted), checkTimes(born, wanted)} {
		if r.code != "" {
			return problem.FieldErrorWith(r.field, r.code, r.params)
		}
	}
	setWorkflow(t, timestamp(born, wanted, clock.Now(app)))
	return nil
}

// updateTask holds the life of a task for every writer, the dashboard included:
// it is judged against the stored row, within the transaction of the update.
func updateTask(e *core.RecordEvent) error {
	return records.SaveInTransaction(e, func() error {
		t := e.Record
		stored, err := storedTask(e.App, t)
		if err != nil {
			return err
		}
		if err := applyTransition(e.App, t, stored); err != nil {
			return err
		}
		if err := updateDue(e.App, t, stored); err != nil {
			return err
		}
		t.Set("rev", stored.GetInt("rev"))
		if !records.HasChanges(t, stored) {
			return e.Next()
		}
		t.Set("rev", stored.GetInt("rev")+1)
		if err := e.Next(); err != nil {
			return err
		}
		if err := moveCount(e.App, bucketOf(stored), bucketOf(t)); err != nil {
			return err
		}
		if err := recordChanges(e.App, t, stored); err != nil {
			return err
		}
		return notifyOfTask(e.App, t, stored)
	})
}

// applyTransition refuses what may not become of a stored task, and completes what
// follows from a step of its life.
func applyTransition(app core.App, t, stored *core.Record) error {
	if err := records.RefuseChanges(t, stored, "number", "client", "profile"); err != nil {
		return err
	}
	if id := t.GetString("consultant"); id != "" && id != stored.GetString("consultant") {
		if err := checkConsultant(app, id); err != nil {
			return err
		}
	}
	if err := checkCategory(app, t, stored); err != nil {
		return err
	}
	if t.GetRaw(revertingKey) == nil {
		next, r := transition(actor.OfRecord(t), WorkflowOf(stored), WorkflowOf(t), clock.Now(app))
		if r.code != "" {
			return problem.FieldErrorWith(r.field, r.code, r.params)
		}
		setWorkflow(t, next)
	}
	return nil
}

// readInTransactionKey marks a record that has been read in the transaction it is saved in.
const readInTransactionKey = "@readHere"

// ReadTask reads a task in the transaction that is going to save it.
func ReadTask(tx core.App, id string) (*core.Record, error) {
	t, err := tx.FindRecordById("tasks", id)
	if err == nil {
		t.SetRaw(readInTransactionKey, true)
	}
	return t, err
}

// storedTask is the row under a task that is being saved: read anew, unless the
// task itself was read within this transaction.
func storedTask(tx core.App, t *core.Record) (*core.Record, error) {
	if t.GetRaw(readInTransactionKey) != nil {
		t.SetRaw(readInTransactionKey, nil) // good for one save
		return t.Original(), nil
	}
	return tx.FindRecordById("tasks", t.Id)
}

// deleteTask takes a task that is removed for good out of the counts.
func deleteTask(e *core.RecordEvent) error {
	return records.SaveInTransaction(e, func() error {
		if err := moveCount(e.App, bucketOf(e.Record.Original()), counterBucket{}); err != nil {
			return err
		}
		return e.Next()
	})
}

// checkConsultant refuses anybody who does not work here.
func checkConsultant(app core.App, id string) error {
	var found int
	err := app.DB().Select("COUNT(*)").From("users").
		Where(dbx.HashExp{"id": id, "blocked": false, "role": []any{actor.RoleConsultant, actor.RoleManager}}).Row(&found)
	if err != nil {
		return err
	}
	if found == 0 {
		return problem.FieldError("consultant", "not_staff")
	}
	return nil
}

// WorkflowOf reads the state of a task's workflow.
func WorkflowOf(t *core.Record) workflow {
	return workflow{
		status: t.GetString("status"), consultant: t.GetString("consultant"),
		DoneAt: t.GetDateTime("done_at").Time(), ClosedAt: t.GetDateTime("closed_at").Time(),
	}
}

func setWorkflow(t *core.Record, l workflow) {
	t.Set("status", l.status)
	t.Set("consultant", l.consultant)
	t.Set("done_at", records.DateTime(l.DoneAt))
	t.Set("closed_at", records.DateTime(l.ClosedAt))
}
