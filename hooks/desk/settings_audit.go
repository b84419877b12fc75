package desk

import (
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/actor"
	"otklik/hooks/records"
)

// AuditedFields are the fields of settings whose changes are logged, by
// collection. A personal record, such as a canned answer with an owner, is no
// setting.
var AuditedFields = map[string][]string{
	"categories":     {"name", "retired"},
	"schedule":       {"timezone", "week", "exceptions", "target_high", "target_normal", "target_low"},
	"calendar":       {"year", "months", "transitions"},
	"canned_answers": {"title", "body"},
	"site":           {"name", "about", "phone", "email", "address", "hours", "logo"},
}

// auditedPersonFields are the fields of a user whose changes are logged, unless
// users change them themselves.
var auditedPersonFields = []string{"username", "email", "name", "role", "blocked"}

// RegisterSettingsAudit records who changes settings and people.
func RegisterSettingsAudit(app core.App) {
	// Runs last, because other hooks may replace the record of the request.
	last := func() *hook.Handler[*core.RecordRequestEvent] {
		return &hook.Handler[*core.RecordRequestEvent]{Priority: 99, Func: setRequestActor}
	}
	app.OnRecordCreateRequest("users").Bind(last())
	for name := range AuditedFields {
		app.OnRecordCreateRequest(name).Bind(last())
		app.OnRecordUpdateRequest(name).Bind(last())
		app.OnRecordDeleteRequest(name).Bind(last())
		app.OnRecordCreate(name).BindFunc(auditSetting)
		app.OnRecordUpdate(name).BindFunc(auditSetting)
		app.OnRecordDelete(name).BindFunc(auditRemoval)
	}
	app.OnRecordCreate("users").BindFunc(auditPerson)
	app.OnRecordUpdate("users").BindFunc(auditPerson)
}

// setRequestActor sets the caller as the actor of the record, for the log.
func setRequestActor(e *core.RecordRequestEvent) error {
	actor.SetActor(e.Record, actor.Of(e.Auth))
	return e.Next()
}

// auditSetting logs a created or changed setting. Settings created by migrations
// aren't logged. A personal record that becomes shared is logged as created, and a
// shared one that becomes personal as removed.
func auditSetting(e *core.RecordEvent) error {
	r := e.Record
	own, wasOwn := r.GetString("owner") != "", r.Original().GetString("owner") != ""
	switch {
	case r.IsNew() && actor.OfRecord(r).Role == actor.RoleSystem, own && (wasOwn || r.IsNew()):
		return e.Next()
	case own != wasOwn:
		return auditSharing(e, own)
	}
	return saveAndAudit(e, "settings", AuditedFields[r.Collection().Name])
}

// auditSharing saves a record that becomes shared or, if unshared is set, personal,
// and logs it in the same transaction.
func auditSharing(e *core.RecordEvent, unshared bool) error {
	r := e.Record
	return records.SaveInTransaction(e, func() error {
		before := records.Pick(r.Original(), AuditedFields[r.Collection().Name]...)
		if err := e.Next(); err != nil {
			return err
		}
		if unshared {
			return auditSettings(e.App, r, "settings", before, nil)
		}
		return auditSettings(e.App, r, "settings", nil, records.Pick(r, AuditedFields[r.Collection().Name]...))
	})
}

// auditPerson logs changes of other users: a new account, a block, a role. Users'
// changes of their own accounts and self-registration aren't logged.
func auditPerson(e *core.RecordEvent) error {
	who := actor.OfRecord(e.Record)
	switch {
	case who.ID == e.Record.Id && who.ID != "":
		return e.Next()
	case e.Record.IsNew() && !who.IsOverseer() && e.Record.GetString("role") == actor.RoleClient:
		return e.Next()
	case !e.Record.IsNew() && who.Role == actor.RoleSystem:
		return saveAndAudit(e, "user", []string{"role", "blocked"})
	}
	return saveAndAudit(e, "user", auditedPersonFields)
}

// saveAndAudit saves a record and logs the changed fields in one transaction.
func saveAndAudit(e *core.RecordEvent, event string, fields []string) error {
	r := e.Record
	if !r.IsNew() {
		if fields = records.DifferingFields(r, r.Original(), fields); len(fields) == 0 {
			return e.Next()
		}
	}
	return records.SaveInTransaction(e, func() error {
		var before map[string]any
		if !r.IsNew() {
			before = records.Pick(r.Original(), fields...)
		}
		if err := e.Next(); err != nil {
			return err
		}
		return auditSettings(e.App, r, event, before, records.Pick(r, fields...))
	})
}

// auditRemoval logs a deleted setting.
func auditRemoval(e *core.RecordEvent) error {
	r := e.Record
	if r.GetString("owner") != "" {
		return e.Next()
	}
	return records.SaveInTransaction(e, func() error {
		if err := e.Next(); err != nil {
			return err
		}
		return auditSettings(e.App, r, "settings", records.Pick(r, AuditedFields[r.Collection().Name]...), nil)
	})
}

// auditSettings writes a line of history with the fields under the name of their
// collection: {"categories": {"id": …, "name": …}}.
func auditSettings(app core.App, r *core.Record, event string, before, after map[string]any) error {
	under := func(values map[string]any) map[string]any {
		if values == nil {
			return nil
		}
		values["id"] = r.Id
		return map[string]any{r.Collection().Name: values}
	}
	return writeHistory(app, historyLine{actor.OfRecord(r), event, under(before), under(after), map[string]any{"about": subjectOf(r)}})
}

// subjectOf returns the name of a setting or a user, at most 200 characters.
func subjectOf(r *core.Record) string {
	var name string
	for _, field := range []string{"name", "title", "username", "organization", "year"} {
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
