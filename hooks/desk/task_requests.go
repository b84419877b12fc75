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

// TaskFields are the fields of a task each role may write in an update. The
// rules of the collection name rows only, so that a field added later is
// closed until it is listed here.
var TaskFields = map[string][]string{
	actor.RoleClient:     {"title", "description", "priority", "category", "files", "status"},
	actor.RoleConsultant: {"consultant", "status", "category"},
	actor.RoleManager:    {"title", "description", "priority", "category", "files", "consultant", "status", "archived_at"},
}

// NewTaskFields are the fields a client may fill in a new task. The client and
// the organisation are the caller's whatever is sent.
var NewTaskFields = []string{"title", "description", "priority", "category", "files"}

// RegisterTaskRequests says who may write which fields of a task.
func RegisterTaskRequests(app core.App) {
	app.OnRecordCreateRequest("tasks").BindFunc(createTaskRequest)
	app.OnRecordUpdateRequest("tasks").BindFunc(updateTaskRequest)
}

// createTaskRequest stamps what a new task is told by nobody. It stands in for
// the half of the rule that would cost a join: tasks are made by clients.
func createTaskRequest(e *core.RecordRequestEvent) error {
	who := actor.Of(e.Auth)
	actor.SetActor(e.Record, who)
	if who.IsTrusted() {
		return e.Next()
	}
	if who.Role != actor.RoleClient || e.Auth.GetBool("blocked") {
		return e.BadRequestError("Failed to create record", nil)
	}
	if s := e.Record.GetString("status"); s != "" && s != StatusNew {
		return e.BadRequestError("", problem.FieldError("status", "read_only"))
	}
	fresh := core.NewRecord(e.Collection)
	for _, name := range NewTaskFields {
		fresh.SetRaw(name, e.Record.GetRaw(name))
	}
	fresh.Set("client", who.ID)
	actor.SetActor(fresh, who)
	e.Record = fresh
	return e.Next()
}

// updateTaskRequest applies the fields a request names to the row as it is now,
// in one transaction: a stale rev is refused, and a request without one changes
// nothing but what it names.
func updateTaskRequest(e *core.RecordRequestEvent) error {
	info, err := e.RequestInfo()
	if err != nil {
		return err
	}
	sent := map[string]any{} // as it was sent: PocketBase has replaced what it could not read
	if err := e.BindBody(&sent); err != nil {
		return e.BadRequestError("", err)
	}
	if records.IsInvalidDate(e.Record, "archived_at", sent["archived_at"]) {
		return e.BadRequestError("", problem.FieldError("archived_at", "validation_invalid_value"))
	}
	seen, hasRev := info.Body["rev"]
	e.Record.Set("rev", e.Record.Original().GetInt("rev"))
	return records.RequestInTransaction(e, func() error {
		stored, err := ReadTask(e.App, e.Record.Id)
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

// applyTask puts what the request names, and its caller may write, on the row.
func applyTask(e *core.RecordRequestEvent, stored *core.Record) error {
	who, named := actor.Of(e.Auth), records.ChangedFields(e.Record)
	if err := checkTaskFields(who, stored, e.Record, named); err != nil {
		return e.BadRequestError("", err)
	}
	for _, name := range named {
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

// checkRev refuses a change made on an older copy of the record. In a form a
// number may come as text.
func checkRev(stored *core.Record, seen any) error {
	if current := stored.GetInt("rev"); fmt.Sprint(seen) != strconv.Itoa(current) {
		return problem.Conflict(problem.FieldErrorWith("rev", "rev_conflict", map[string]any{"current": current}))
	}
	return nil
}

// checkTaskFields is the allow-list. An archived task can only be restored.
func checkTaskFields(who actor.Actor, stored, sent *core.Record, named []string) error {
	if who.IsTrusted() {
		return nil
	}
	found := validation.Errors{}
	closed := stored.GetString("status") == StatusClosed
	archived := !stored.GetDateTime("archived_at").IsZero()
	restored := archived && sent.GetDateTime("archived_at").IsZero()
	for _, name := range named {
		switch {
		case !slices.Contains(TaskFields[who.Role], name), name == "archived_at" && !restored:
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
