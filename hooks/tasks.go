package hooks

import (
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/clock"
)

// takingBack marks a record that undo is putting back as it was: it has been
// there before, so the steps of life do not judge it.
const takingBack = "@takingBack"

func registerTasks(app core.App) {
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
	return saveInTransaction(e, func() error {
		t := e.Record
		if t.GetString("status") == "" {
			t.Set("status", statusNew)
		}
		if t.GetString("priority") == "" {
			t.Set("priority", priorityNormal)
		}
		if err := bearTask(e.App, t); err != nil {
			return err
		}
		if err := checkCategory(e.App, t, nil); err != nil {
			return err
		}
		if err := expectAnswer(e.App, t); err != nil {
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
		if err := countTask(e.App, place{}, placeOf(t)); err != nil {
			return err
		}
		return recordEvent(e.App, t, "created", nil, pick(t, "title", "status", "priority"))
	})
}

// fillProfile points the task at the client's organisation, and nobody else's.
func fillProfile(t *core.Record, profile string) error {
	switch {
	case t.GetString("client") == "":
		return nil // the field's own validation speaks
	case profile == "":
		return wrong("client", "no_profile")
	case t.GetString("profile") == "":
		t.Set("profile", profile)
	case t.GetString("profile") != profile:
		return wrong("profile", "not_clients_profile")
	}
	return nil
}

// bearTask lets a task made by staff or the dashboard be born in any status its
// consultant allows, as if it had come there from new.
func bearTask(app core.App, t *core.Record) error {
	if id := t.GetString("consultant"); id != "" {
		if err := checkConsultant(app, id); err != nil {
			return err
		}
	}
	born := life{status: statusNew}
	wanted := follow(born, lifeOf(t))
	for _, r := range []refusal{consistent(wanted), retime(born, wanted)} {
		if r.code != "" {
			return wrongWith(r.field, r.code, r.params)
		}
	}
	setLife(t, stamp(born, wanted, clock.Now(app)))
	return nil
}

// updateTask holds the life of a task for every writer, the dashboard included:
// it is judged against the stored row, within the transaction of the update.
func updateTask(e *core.RecordEvent) error {
	return saveInTransaction(e, func() error {
		t := e.Record
		stored, err := storedTask(e.App, t)
		if err != nil {
			return err
		}
		if err := judgeTask(e.App, t, stored); err != nil {
			return err
		}
		if err := keepDue(e.App, t, stored); err != nil {
			return err
		}
		t.Set("rev", stored.GetInt("rev"))
		if !changed(t, stored) {
			return e.Next()
		}
		t.Set("rev", stored.GetInt("rev")+1)
		if err := e.Next(); err != nil {
			return err
		}
		if err := countTask(e.App, placeOf(stored), placeOf(t)); err != nil {
			return err
		}
		if err := recordChanges(e.App, t, stored); err != nil {
			return err
		}
		return tellOfTask(e.App, t, stored)
	})
}

// judgeTask refuses what may not become of a stored task, and completes what
// follows from a step of its life.
func judgeTask(app core.App, t, stored *core.Record) error {
	if err := fixedFields(t, stored, "number", "client", "profile"); err != nil {
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
	if t.GetRaw(takingBack) == nil {
		next, r := live(actorBehind(t), lifeOf(stored), lifeOf(t), clock.Now(app))
		if r.code != "" {
			return wrongWith(r.field, r.code, r.params)
		}
		setLife(t, next)
	}
	return nil
}

// readHere marks a record that has been read in the transaction it is saved in.
const readHere = "@readHere"

// readTask reads a task in the transaction that is going to save it.
func readTask(tx core.App, id string) (*core.Record, error) {
	t, err := tx.FindRecordById("tasks", id)
	if err == nil {
		t.SetRaw(readHere, true)
	}
	return t, err
}

// storedTask is the row under a task that is being saved: read anew, unless the
// task itself was read within this transaction.
func storedTask(tx core.App, t *core.Record) (*core.Record, error) {
	if t.GetRaw(readHere) != nil {
		t.SetRaw(readHere, nil) // good for one save
		return t.Original(), nil
	}
	return tx.FindRecordById("tasks", t.Id)
}

// deleteTask takes a task that is removed for good out of the counts.
func deleteTask(e *core.RecordEvent) error {
	return saveInTransaction(e, func() error {
		if err := countTask(e.App, placeOf(e.Record.Original()), place{}); err != nil {
			return err
		}
		return e.Next()
	})
}

// checkConsultant refuses anybody who does not work here.
func checkConsultant(app core.App, id string) error {
	var found int
	err := app.DB().Select("COUNT(*)").From("users").
		Where(dbx.HashExp{"id": id, "blocked": false, "role": []any{roleConsultant, roleManager}}).Row(&found)
	if err != nil {
		return err
	}
	if found == 0 {
		return wrong("consultant", "not_staff")
	}
	return nil
}

// fixedFields refuses a change of what never changes.
func fixedFields(r, stored *core.Record, names ...string) error {
	for _, name := range names {
		if r.GetString(name) != stored.GetString(name) {
			return wrong(name, "read_only")
		}
	}
	return nil
}

func lifeOf(t *core.Record) life {
	return life{
		status: t.GetString("status"), consultant: t.GetString("consultant"),
		doneAt: t.GetDateTime("done_at").Time(), closedAt: t.GetDateTime("closed_at").Time(),
	}
}

func setLife(t *core.Record, l life) {
	t.Set("status", l.status)
	t.Set("consultant", l.consultant)
	t.Set("done_at", dateTime(l.doneAt))
	t.Set("closed_at", dateTime(l.closedAt))
}

// dateTime is a time as PocketBase stores it; zero stays empty.
func dateTime(t time.Time) types.DateTime {
	var d types.DateTime
	if !t.IsZero() {
		_ = d.Scan(t) // a time.Time never fails
	}
	return d
}

// storedTime is the text that the database has of a time; of zero, none.
func storedTime(t time.Time) string { return dateTime(t).String() }
