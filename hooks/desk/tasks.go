package desk

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// revertingKey marks a record that undo restores to an earlier state: the rules of
// the workflow don't apply.
const revertingKey = "@takingBack"

// undoableKey marks a task whose change its actor can undo.
const undoableKey = "@undoable"

// RegisterTasks binds the workflow of tasks for every writer.
func RegisterTasks(app core.App) {
	app.OnRecordCreate("tasks").BindFunc(createTask)
	app.OnRecordUpdate("tasks").BindFunc(updateTask)
	app.OnRecordEnrich("tasks").BindFunc(func(e *core.RecordEnrichEvent) error {
		e.Record.Hide("idempotency_key")
		return e.Next()
	})
}

// createTask completes a new task and gives it a number within the transaction of
// the insert: a failed insert releases the number.
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
		facts, err := takeNumber(e.App, t.GetString("client"))
		if err != nil {
			return err
		}
		if err := checkTaskQuota(t, facts, clock.Now(e.App)); err != nil {
			return err
		}
		if err := fillProfile(t, facts.Profile); err != nil {
			return err
		}
		records.Trust(t, "client", "profile", "consultant") // read above
		defer records.Distrust(t)
		t.Set("number", facts.Number)
		t.Set("rev", 1)
		if err := e.Next(); err != nil {
			return err
		}
		return writeHistory(e.App, lineOf(t, actor.OfRecord(t), "created", nil, records.Pick(t, "title", "status", "priority")))
	})
}

// fillProfile sets the organisation of the task to that of its client, and refuses
// any other.
func fillProfile(t *core.Record, profile string) error {
	switch {
	case t.GetString("client") == "":
		return nil // the field's own validation reports it
	case profile == "":
		return problem.FieldError("client", "no_profile")
	case t.GetString("profile") == "":
		t.Set("profile", profile)
	case t.GetString("profile") != profile:
		return problem.FieldError("profile", "not_clients_profile")
	}
	return nil
}

// initialize lets the dashboard and our own code create a task in any status that
// its consultant allows, as if it had moved there from new.
func initialize(app core.App, t *core.Record) error {
	if id := t.GetString("consultant"); id != "" {
		if err := checkConsultant(app, id); err != nil {
			return err
		}
	}
	initial := workflow{status: StatusNew}
	wanted := normalize(actor.OfRecord(t), initial, WorkflowOf(t))
	for _, r := range []refusal{checkConsistency(wanted), checkTimes(initial, wanted)} {
		if r.code != "" {
			return problem.FieldErrorWith(r.field, r.code, r.params)
		}
	}
	for _, name := range []string{"done_by", "rating"} {
		if value := t.GetString(name); value != "" && value != "0" {
			return problem.FieldError(name, "read_only")
		}
	}
	setWorkflow(t, timestamp(actor.OfRecord(t), initial, wanted, clock.Now(app)))
	return nil
}

// updateTask applies the workflow for every writer, the dashboard included. It
// checks the change against the stored row within the transaction of the update.
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
		if err := writeTask(e, t, stored); err != nil {
			return err
		}
		if err := recordChanges(e.App, t, stored); err != nil {
			return err
		}
		return notifyOfTask(e.App, t, stored)
	})
}

// savedKey marks a record that was saved since it was read: what it was read as is no
// longer what is stored.
const savedKey = "@saved"

// writeTask runs the rest of an update, which writes only what changes: a task has two
// dozen columns and a dozen indexes.
func writeTask(e *core.RecordEvent, t, stored *core.Record) error {
	records.TrustStored(t, stored)
	if t.GetRaw(revertingKey) == nil {
		records.Trust(t, "consultant", "done_by") // of the workflow, which has read them
	}
	defer records.Distrust(t)
	t.IgnoreUnchangedFields(t.GetRaw(savedKey) == nil)
	t.SetRaw(savedKey, true)
	return e.Next()
}

// applyTransition refuses changes of a stored task that the workflow forbids, and
// sets the fields that follow from a transition.
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
		if next.status != stored.GetString("status") {
			return limitChanges(app, actor.OfRecord(t), t.Id, "status", "status")
		}
	}
	return nil
}

// readInTransactionKey marks a record that was read in the transaction that saves
// it.
const readInTransactionKey = "@readHere"

// ReadTask reads a task in the transaction that will save it.
func ReadTask(tx core.App, id string) (*core.Record, error) {
	t, err := tx.FindRecordById("tasks", id)
	if err == nil {
		t.SetRaw(readInTransactionKey, true)
	}
	return t, err
}

// storedTask returns the stored row of a task that is being saved. It reads the
// row again, unless [ReadTask] read the task within this transaction.
func storedTask(tx core.App, t *core.Record) (*core.Record, error) {
	if t.GetRaw(readInTransactionKey) != nil {
		t.SetRaw(readInTransactionKey, nil) // good for one save
		return t.Original(), nil
	}
	return tx.FindRecordById("tasks", t.Id)
}

// checkConsultant refuses a user who isn't an unblocked member of staff.
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
		status: t.GetString("status"), consultant: t.GetString("consultant"), doneBy: t.GetString("done_by"),
		DoneAt: t.GetDateTime("done_at").Time(), ClosedAt: t.GetDateTime("closed_at").Time(),
	}
}

func setWorkflow(t *core.Record, w workflow) {
	t.Set("status", w.status)
	t.Set("consultant", w.consultant)
	t.Set("done_by", w.doneBy)
	t.Set("done_at", records.DateTime(w.DoneAt))
	t.Set("closed_at", records.DateTime(w.ClosedAt))
}
