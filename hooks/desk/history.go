package desk

import (
	"slices"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// editedFields are the fields of a task whose change is the event "edited"; the
// others have events of their own.
var editedFields = []string{"title", "description", "priority", "category", "files"}

// RegisterHistory makes history read-only and records changes of organisations.
func RegisterHistory(app core.App) {
	// Only writeHistory writes history; requests are refused, those of the
	// dashboard included.
	app.OnRecordCreateRequest("history").BindFunc(refuseHistory)
	app.OnRecordUpdateRequest("history").BindFunc(refuseHistory)
	app.OnRecordDeleteRequest("history").BindFunc(refuseHistory)
	app.OnRecordUpdate("profiles").BindFunc(recordProfile)
}

func refuseHistory(e *core.RecordRequestEvent) error {
	return e.ForbiddenError(problem.Sentence("history_is_fixed"), problem.FieldError("event", "history_is_fixed"))
}

// recordEvent writes one line of a task's history in the transaction of the event.
func recordEvent(app core.App, task *core.Record, event string, before, after map[string]any) error {
	return writeHistory(app, actor.OfRecord(task), event, before, after, map[string]any{"task": task.Id})
}

// writeHistory writes a line of history. subject holds the relation to the
// changed record, by its field: task or profile.
func writeHistory(app core.App, who actor.Actor, event string, before, after, subject map[string]any) error {
	collection, err := app.FindCachedCollectionByNameOrId("history")
	if err != nil {
		return err
	}
	line := core.NewRecord(collection)
	line.Load(subject)
	line.Set("actor", who.ID)
	line.Set("event", event)
	line.Set("before", objectOrNull(before))
	line.Set("after", objectOrNull(after))
	return records.Insert(app, line)
}

// objectOrNull returns null for nil fields, those before a create or after a
// removal: the encoder would write a nil map as an empty object.
func objectOrNull(fields map[string]any) any {
	if fields == nil {
		return types.JSONRaw("null")
	}
	return fields
}

// recordChanges writes the changes of a task's update, one line per event.
func recordChanges(app core.App, t, stored *core.Record) error {
	type line struct {
		event  string
		fields []string
	}
	lines := []line{{"edited", records.DifferingFields(t, stored, editedFields)}}
	moved := records.DifferingFields(t, stored, []string{"status", "done_at", "closed_at"})
	if slices.Contains(moved, "status") {
		lines = append(lines, line{"status", moved})
	} else {
		lines[0].fields = append(lines[0].fields, moved...) // timestamps corrected by hand
	}
	lines = append(lines, line{"assigned", records.DifferingFields(t, stored, []string{"consultant"})})
	if archived := records.DifferingFields(t, stored, []string{"archived_at"}); t.GetDateTime("archived_at").IsZero() {
		lines = append(lines, line{"restored", archived})
	} else {
		lines = append(lines, line{"archived", archived})
	}
	for _, l := range lines {
		if len(l.fields) == 0 {
			continue
		}
		if err := recordEvent(app, t, l.event, records.Pick(stored, l.fields...), records.Pick(t, l.fields...)); err != nil {
			return err
		}
	}
	return nil
}

// recordedFields returns the fields of an organisation whose changes are written
// to its history: all but those only the server writes. The client reads that
// history, so the fields of staff and hidden fields are left out.
func recordedFields(profiles *core.Collection) []string {
	var names []string
	for _, f := range profiles.Fields {
		serverField := f.GetName() == core.FieldNameId || f.GetName() == "user" || f.Type() == core.FieldTypeAutodate
		if !serverField && !f.GetHidden() && !slices.Contains(FactFields, f.GetName()) {
			names = append(names, f.GetName())
		}
	}
	return names
}

// recordProfile writes the change of an organisation to its history.
func recordProfile(e *core.RecordEvent) error {
	return records.SaveInTransaction(e, func() error {
		stored, err := e.App.FindRecordById("profiles", e.Record.Id)
		if err != nil {
			return err
		}
		fields := records.DifferingFields(e.Record, e.Record.Original(), recordedFields(e.Record.Collection()))
		if err := e.Next(); err != nil {
			return err
		}
		if len(fields) == 0 {
			return nil
		}
		return writeHistory(e.App, actor.OfRecord(e.Record), "profile",
			records.Pick(stored, fields...), records.Pick(e.Record, fields...), map[string]any{"profile": e.Record.Id})
	})
}
