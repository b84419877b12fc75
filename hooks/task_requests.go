package hooks

import (
	"fmt"
	"slices"
	"strconv"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
)

// taskFields are the fields of a task each role may write in an update. The
// rules of the collection name rows only, so that a field added later is
// closed until it is listed here.
var taskFields = map[string][]string{
	roleClient:     {"title", "description", "priority", "category", "files", "status"},
	roleConsultant: {"consultant", "status", "category"},
	roleManager:    {"title", "description", "priority", "category", "files", "consultant", "status", "archived_at"},
}

// newTaskFields are the fields a client may fill in a new task. The client and
// the organisation are the caller's whatever is sent.
var newTaskFields = []string{"title", "description", "priority", "category", "files"}

func registerTaskRequests(app core.App) {
	app.OnRecordCreateRequest("tasks").BindFunc(createTaskRequest)
	app.OnRecordUpdateRequest("tasks").BindFunc(updateTaskRequest)
}

// createTaskRequest stamps what a new task is told by nobody. It stands in for
// the half of the rule that would cost a join: tasks are made by clients.
func createTaskRequest(e *core.RecordRequestEvent) error {
	who := actorOf(e.Auth)
	sign(e.Record, who)
	if who.trusted() {
		return e.Next()
	}
	if who.role != roleClient || e.Auth.GetBool("blocked") {
		return e.BadRequestError("Failed to create record", nil)
	}
	if s := e.Record.GetString("status"); s != "" && s != statusNew {
		return e.BadRequestError("", wrong("status", "read_only"))
	}
	fresh := core.NewRecord(e.Collection)
	for _, name := range newTaskFields {
		fresh.SetRaw(name, e.Record.GetRaw(name))
	}
	fresh.Set("client", who.id)
	sign(fresh, who)
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
	if noDate(e.Record, "archived_at", sent["archived_at"]) {
		return e.BadRequestError("", wrong("archived_at", "validation_invalid_value"))
	}
	seen, hasRev := info.Body["rev"]
	e.Record.Set("rev", e.Record.Original().GetInt("rev"))
	return requestInTransaction(e, func() error {
		stored, err := readTask(e.App, e.Record.Id)
		if err != nil {
			return e.NotFoundError("", err)
		}
		if hasRev {
			if err := checkRev(stored, seen); err != nil {
				return withPresent(e, stored, err)
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
	who, named := actorOf(e.Auth), named(e.Record)
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
	sign(stored, who)
	return nil
}

// named are the fields whose values the request changed on the row it read.
func named(r *core.Record) []string {
	var out []string
	for _, f := range r.Collection().Fields {
		if f.Type() != core.FieldTypeAutodate && !sameValue(r.Get(f.GetName()), r.Original().Get(f.GetName())) {
			out = append(out, f.GetName())
		}
	}
	return out
}

// checkRev refuses a change made on an older copy of the record. In a form a
// number may come as text.
func checkRev(stored *core.Record, seen any) error {
	if current := stored.GetInt("rev"); fmt.Sprint(seen) != strconv.Itoa(current) {
		return conflict(wrongWith("rev", "rev_conflict", map[string]any{"current": current}))
	}
	return nil
}

// checkTaskFields is the allow-list. An archived task can only be restored.
func checkTaskFields(who actor, stored, sent *core.Record, named []string) error {
	if who.trusted() {
		return nil
	}
	found := validation.Errors{}
	closed := stored.GetString("status") == statusClosed
	archived := !stored.GetDateTime("archived_at").IsZero()
	restored := archived && sent.GetDateTime("archived_at").IsZero()
	for _, name := range named {
		switch {
		case !slices.Contains(taskFields[who.role], name), name == "archived_at" && !restored:
			found[name] = problem("read_only")
		case archived && name != "archived_at":
			found[name] = problem("task_archived")
		case who.role == roleClient && closed && slices.Contains(taskWords, name):
			found[name] = problem("task_closed")
		case name == "category" && who.role == roleConsultant && who.id != sent.GetString("consultant") && who.id != stored.GetString("consultant"):
			found[name] = problem("not_your_task")
		}
	}
	if len(found) > 0 {
		return found
	}
	return nil
}
