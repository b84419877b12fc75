package desk

import (
	"fmt"
	"slices"
	"strconv"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// taskFields are the fields of a task that each role may write in an update. The
// collection's rules only select rows, so a field added later is read-only until
// it is listed here.
var taskFields = map[string][]string{
	actor.RoleClient:     {"title", "description", "priority", "category", "files", "status"},
	actor.RoleConsultant: {"consultant", "status", "category"},
	actor.RoleManager:    {"title", "description", "priority", "category", "files", "consultant", "status", "archived_at"},
}

// newTaskFields are the fields that a client may write in a new task. The client
// and the organisation are always the caller's.
var newTaskFields = []string{"title", "description", "priority", "category", "files"}

// RegisterTaskRequests binds the checks of who may write which fields of a task.
func RegisterTaskRequests(app core.App) {
	app.OnRecordCreateRequest("tasks").BindFunc(createTaskRequest)
	app.OnRecordUpdateRequest("tasks").BindFunc(updateTaskRequest)
	registerTaskTransaction(app)
	registerListTotals(app)
}

// createTaskRequest keeps the allowed fields of a new task and sets its client. It
// also checks that the caller is a client who isn't blocked: in the create rule
// the check would cost a join.
func createTaskRequest(e *core.RecordRequestEvent) error {
	who := actor.Of(e.Auth)
	actor.SetActor(e.Record, who)
	if who.IsTrusted() {
		if e.Record.GetString("status") == StatusNew && e.Record.GetString("consultant") != "" {
			return e.BadRequestError("", problem.FieldError("status", "new_has_nobody"))
		}
		return e.Next()
	}
	if who.Role != actor.RoleClient || e.Auth.GetBool("blocked") {
		return e.BadRequestError("Failed to create record", nil)
	}
	if s := e.Record.GetString("status"); s != "" && s != StatusNew {
		return e.BadRequestError("", problem.FieldError("status", "read_only"))
	}
	fresh := core.NewRecord(e.Collection)
	for _, name := range newTaskFields {
		fresh.SetRaw(name, e.Record.GetRaw(name))
	}
	fresh.Set("client", who.ID)
	actor.SetActor(fresh, who)
	e.Record = fresh
	return e.Next()
}

// updateTaskRequest applies the fields of a request to the current row, in one
// transaction. A stale rev is refused; a request without rev changes only the
// fields it sends.
func updateTaskRequest(e *core.RecordRequestEvent) error {
	info, err := e.RequestInfo()
	if err != nil {
		return err
	}
	sent := map[string]any{} // the raw body: PocketBase has replaced invalid values in the record
	if err := e.BindBody(&sent); err != nil {
		return e.BadRequestError("", err)
	}
	if records.IsInvalidDate(e.Record, "archived_at", sent["archived_at"]) {
		return e.BadRequestError("", problem.FieldError("archived_at", "validation_invalid_value"))
	}
	seen, hasRev := info.Body["rev"]
	e.Record.Set("rev", e.Record.Original().GetInt("rev"))
	return records.RequestInTransaction(e, func() error {
		stored, err := currentTask(e)
		if err != nil {
			return e.NotFoundError("", err)
		}
		if hasRev {
			if err := checkRev(stored, seen); err != nil {
				return records.WithCurrent(e, stored, err)
			}
		}
		if err := applyTask(e, stored); err != nil {
			return err
		}
		e.Record = stored
		return e.Next()
	})
}

// currentTask returns the stored task of a request, and reads it unless the request has
// done so in this transaction.
func currentTask(e *core.RecordRequestEvent) (*core.Record, error) {
	if e.Get(readHereKey) == nil {
		return ReadTask(e.App, e.Record.Id)
	}
	stored := e.Record.Original()
	stored.SetRaw(readInTransactionKey, true)
	return stored, nil
}

// applyTask copies the changed fields of a request to the stored row, if the
// caller may write them.
func applyTask(e *core.RecordRequestEvent, stored *core.Record) error {
	who, changed := actor.Of(e.Auth), records.ChangedFields(e.Record)
	if err := checkTaskFields(who, stored, e.Record, changed); err != nil {
		return e.BadRequestError("", err)
	}
	for _, name := range changed {
		if name == "files" {
			if err := applyFiles(e, stored); err != nil {
				return err
			}
			continue
		}
		stored.SetRaw(name, e.Record.GetRaw(name))
	}
	actor.SetActor(stored, who)
	return nil
}

// checkRev refuses a change based on a stale record. Forms send the number as
// text.
func checkRev(stored *core.Record, seen any) error {
	if current := stored.GetInt("rev"); fmt.Sprint(seen) != strconv.Itoa(current) {
		return problem.Conflict(problem.FieldErrorWith("rev", "rev_conflict", map[string]any{"current": current}))
	}
	return nil
}

// checkTaskFields is the allow-list. An archived task can only be restored.
func checkTaskFields(who actor.Actor, stored, sent *core.Record, changed []string) error {
	if who.IsTrusted() {
		return nil
	}
	found := validation.Errors{}
	closed := stored.GetString("status") == StatusClosed
	archived := !stored.GetDateTime("archived_at").IsZero()
	restored := archived && sent.GetDateTime("archived_at").IsZero()
	for _, name := range changed {
		switch {
		case !slices.Contains(taskFields[who.Role], name), name == "archived_at" && !restored:
			found[name] = problem.New("read_only")
		case archived && name != "archived_at":
			found[name] = problem.New("task_archived")
		case who.Role == actor.RoleClient && closed && slices.Contains(editedFields, name):
			found[name] = problem.New("task_closed")
		case name == "category" && who.Role == actor.RoleConsultant && who.ID != sent.GetString("consultant") && who.ID != stored.GetString("consultant"):
			found[name] = problem.New("not_your_task")
		}
	}
	if len(found) > 0 {
		return found
	}
	return nil
}
