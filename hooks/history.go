package hooks

import (
	"encoding/json"
	"reflect"
	"slices"

	"github.com/pocketbase/pocketbase/core"
)

// taskWords are the fields of a task whose change is an edit; the others have
// events of their own.
var taskWords = []string{"title", "description", "priority", "category", "files"}

func registerHistory(app core.App) {
	// History is written by recordEvent, which says so; every other writer,
	// the dashboard included, is refused.
	app.OnRecordCreateRequest("history").BindFunc(refuseHistory)
	app.OnRecordUpdateRequest("history").BindFunc(refuseHistory)
	app.OnRecordDeleteRequest("history").BindFunc(refuseHistory)
	app.OnRecordUpdate("profiles").BindFunc(recordProfile)
}

func refuseHistory(e *core.RecordRequestEvent) error {
	return e.ForbiddenError(sentence("history_is_fixed"), wrong("event", "history_is_fixed"))
}

// recordEvent writes one line of a task's history in the transaction of what
// happened.
func recordEvent(app core.App, task *core.Record, event string, before, after map[string]any) error {
	return insertHistory(app, actorBehind(task), event, before, after, map[string]any{"task": task.Id})
}

// insertHistory writes a line; of is what it happened to.
func insertHistory(app core.App, who actor, event string, before, after, of map[string]any) error {
	collection, err := app.FindCachedCollectionByNameOrId("history")
	if err != nil {
		return err
	}
	line := core.NewRecord(collection)
	line.Load(of)
	line.Set("actor", who.id)
	line.Set("event", event)
	line.Set("before", before)
	line.Set("after", after)
	return insertRow(app, line)
}

// recordChanges writes what an update of a task changed, one line an event.
func recordChanges(app core.App, t, stored *core.Record) error {
	type line struct {
		event  string
		fields []string
	}
	lines := []line{{"edited", differing(t, stored, taskWords)}}
	moved := differing(t, stored, []string{"status", "done_at", "closed_at"})
	if slices.Contains(moved, "status") {
		lines = append(lines, line{"status", moved})
	} else {
		lines[0].fields = append(lines[0].fields, moved...) // times put right by hand
	}
	lines = append(lines, line{"assigned", differing(t, stored, []string{"consultant"})})
	if archived := differing(t, stored, []string{"archived_at"}); t.GetDateTime("archived_at").IsZero() {
		lines = append(lines, line{"restored", archived})
	} else {
		lines = append(lines, line{"archived", archived})
	}
	for _, l := range lines {
		if len(l.fields) == 0 {
			continue
		}
		if err := recordEvent(app, t, l.event, pick(stored, l.fields...), pick(t, l.fields...)); err != nil {
			return err
		}
	}
	return nil
}

// recordedFields are the fields of an organisation whose changes stand in its
// history: all but what only the server writes. Its client reads that history,
// so the facts of staff and hidden fields are left out.
func recordedFields(profiles *core.Collection) []string {
	var names []string
	for _, f := range profiles.Fields {
		server := f.GetName() == core.FieldNameId || f.GetName() == "user" || f.Type() == core.FieldTypeAutodate
		if !server && !f.GetHidden() && !slices.Contains(factFields, f.GetName()) {
			names = append(names, f.GetName())
		}
	}
	return names
}

// recordProfile writes the change of an organisation.
func recordProfile(e *core.RecordEvent) error {
	return saveInTransaction(e, func() error {
		stored, err := e.App.FindRecordById("profiles", e.Record.Id)
		if err != nil {
			return err
		}
		fields := differing(e.Record, e.Record.Original(), recordedFields(e.Record.Collection()))
		if err := e.Next(); err != nil {
			return err
		}
		if len(fields) == 0 {
			return nil
		}
		return insertHistory(e.App, actorBehind(e.Record), "profile",
			pick(stored, fields...), pick(e.Record, fields...), map[string]any{"profile": e.Record.Id})
	})
}

// changed is true when any field but the bookkeeping differs.
func changed(r, stored *core.Record) bool {
	var names []string
	for _, f := range r.Collection().Fields {
		if name := f.GetName(); f.Type() != core.FieldTypeAutodate && name != "rev" {
			names = append(names, name)
		}
	}
	return len(differing(r, stored, names)) > 0
}

// differing are those of the named fields in which the records differ.
func differing(r, stored *core.Record, names []string) []string {
	var out []string
	for _, name := range names {
		if !sameValue(r.Get(name), stored.Get(name)) {
			out = append(out, name)
		}
	}
	return out
}

// sameValue compares as the database would: dates and lists of files by what
// they say, uploads by being there.
func sameValue(a, b any) bool {
	if reflect.DeepEqual(a, b) {
		return true
	}
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

// pick copies the named fields as they would be read through the API.
func pick(r *core.Record, names ...string) map[string]any {
	out := make(map[string]any, len(names))
	for _, name := range names {
		if r.Collection().Fields.GetByName(name).Type() == core.FieldTypeFile {
			out[name] = r.GetStringSlice(name)
			continue
		}
		out[name] = r.Get(name)
	}
	return out
}
