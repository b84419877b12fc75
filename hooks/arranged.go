package hooks

import (
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// arrangedFields are the fields of what managers arrange that the log follows.
// What is of somebody alone, as a canned answer with an owner, is not arranged.
var arrangedFields = map[string][]string{
	"categories":     {"name", "retired"},
	"schedule":       {"timezone", "week", "exceptions", "target_high", "target_normal", "target_low"},
	"canned_answers": {"title", "body"},
	"site":           {"name", "about", "phone", "email", "address", "hours", "logo"},
}

// personFields are those of a person that the log follows; what a person changes
// of their own is not arranged.
var personFields = []string{"username", "email", "name", "role", "blocked"}

func registerArranged(app core.App) {
	// Last: other hooks may put another record in the place of the one sent.
	last := func() *hook.Handler[*core.RecordRequestEvent] {
		return &hook.Handler[*core.RecordRequestEvent]{Priority: 99, Func: signRequest}
	}
	app.OnRecordCreateRequest("users").Bind(last())
	for name := range arrangedFields {
		app.OnRecordCreateRequest(name).Bind(last())
		app.OnRecordUpdateRequest(name).Bind(last())
		app.OnRecordDeleteRequest(name).Bind(last())
		app.OnRecordCreate(name).BindFunc(recordArranged)
		app.OnRecordUpdate(name).BindFunc(recordArranged)
		app.OnRecordDelete(name).BindFunc(recordRemoved)
	}
	app.OnRecordCreate("users").BindFunc(recordPerson)
	app.OnRecordUpdate("users").BindFunc(recordPerson)
}

// signRequest notes who asks, for the log.
func signRequest(e *core.RecordRequestEvent) error {
	sign(e.Record, actorOf(e.Auth))
	return e.Next()
}

// recordArranged writes what is made or changed; what the migrations make is
// nobody's deed. Something of one's own that becomes everybody's is as if made
// then, and as if removed when it is taken back.
func recordArranged(e *core.RecordEvent) error {
	r := e.Record
	own, wasOwn := r.GetString("owner") != "", r.Original().GetString("owner") != ""
	switch {
	case r.IsNew() && actorBehind(r).role == roleSystem, own && (wasOwn || r.IsNew()):
		return e.Next()
	case own != wasOwn:
		return recordShared(e, own)
	}
	return recordWith(e, "settings", arrangedFields[r.Collection().Name])
}

// recordShared saves what is shared, or taken back, and writes the line in one
// transaction.
func recordShared(e *core.RecordEvent, back bool) error {
	r := e.Record
	return saveInTransaction(e, func() error {
		before := pick(r.Original(), arrangedFields[r.Collection().Name]...)
		if err := e.Next(); err != nil {
			return err
		}
		if back {
			return writeArranged(e.App, r, "settings", before, nil)
		}
		return writeArranged(e.App, r, "settings", nil, pick(r, arrangedFields[r.Collection().Name]...))
	})
}

// recordPerson writes what is made or changed of somebody else: an account, a
// block, a role. Whoever registers is no deed of a manager's.
func recordPerson(e *core.RecordEvent) error {
	who := actorBehind(e.Record)
	switch {
	case who.id == e.Record.Id && who.id != "":
		return e.Next()
	case e.Record.IsNew() && !who.overseer() && e.Record.GetString("role") == roleClient:
		return e.Next()
	case !e.Record.IsNew() && who.role == roleSystem:
		return recordWith(e, "user", []string{"role", "blocked"})
	}
	return recordWith(e, "user", personFields)
}

// recordWith saves the record and writes the line in one transaction.
func recordWith(e *core.RecordEvent, event string, fields []string) error {
	r := e.Record
	if !r.IsNew() {
		if fields = differing(r, r.Original(), fields); len(fields) == 0 {
			return e.Next()
		}
	}
	return saveInTransaction(e, func() error {
		var before map[string]any
		if !r.IsNew() {
			before = pick(r.Original(), fields...)
		}
		if err := e.Next(); err != nil {
			return err
		}
		return writeArranged(e.App, r, event, before, pick(r, fields...))
	})
}

// recordRemoved writes what is removed.
func recordRemoved(e *core.RecordEvent) error {
	r := e.Record
	if r.GetString("owner") != "" {
		return e.Next()
	}
	return saveInTransaction(e, func() error {
		if err := e.Next(); err != nil {
			return err
		}
		return writeArranged(e.App, r, "settings", pick(r, arrangedFields[r.Collection().Name]...), nil)
	})
}

// writeArranged writes a line with the fields under the name of their
// collection: {"categories": {"id": …, "name": …}}.
func writeArranged(app core.App, r *core.Record, event string, before, after map[string]any) error {
	under := func(values map[string]any) map[string]any {
		if values == nil {
			return nil
		}
		values["id"] = r.Id
		return map[string]any{r.Collection().Name: values}
	}
	return insertHistory(app, actorBehind(r), event, under(before), under(after), map[string]any{"about": aboutOf(r)})
}

// aboutOf is what a thing is called, or a person: at most 200 letters.
func aboutOf(r *core.Record) string {
	var name string
	for _, field := range []string{"name", "title", "username", "organization"} {
		if name = r.GetString(field); name != "" {
			break
		}
	}
	if nick := r.GetString("username"); nick != "" && nick != name {
		name += " (" + nick + ")"
	}
	if runes := []rune(name); len(runes) > 200 {
		name = string(runes[:200])
	}
	return name
}
