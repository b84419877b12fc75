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

// historyLine is a line of history. subject holds the relation to the changed record, by
// its field: task or profile.
type historyLine struct {
	who                    actor.Actor
	event                  string
	before, after, subject map[string]any
}

// lineOf returns a line of a task's history.
func lineOf(task *core.Record, who actor.Actor, event string, before, after map[string]any) historyLine {
	return historyLine{who, event, before, after, map[string]any{"task": task.Id}}
}

// writeHistory writes lines of history in the transaction of their event, in order.
func writeHistory(app core.App, lines ...historyLine) error {
	collection, err := app.FindCachedCollectionByNameOrId("history")
	if err != nil {
		return err
	}
	rows := make([]*core.Record, len(lines))
	for i, l := range lines {
		rows[i] = core.NewRecord(collection)
		rows[i].Load(l.subject)
		rows[i].Set("actor", l.who.ID)
		rows[i].Set("event", l.event)
		rows[i].Set("before", objectOrNull(l.before))
		rows[i].Set("after", objectOrNull(l.after))
	}
	return records.Insert(app, rows...)
}

// heldLinesKey is the key of a task under which lines of its history wait for those of a
// companion, so that all are written at once.
const heldLinesKey = "@heldLines"

// holdLines makes the lines of a task's history wait for [writeTaskHistory] of its
// companion, or for [writeHeldLines].
func holdLines(task *core.Record) { task.SetRaw(heldLinesKey, []historyLine{}) }

// writeHeldLines writes the lines that wait, if any do.
func writeHeldLines(app core.App, task *core.Record) error {
	lines, _ := task.GetRaw(heldLinesKey).([]historyLine)
	task.SetRaw(heldLinesKey, nil)
	return writeHistory(app, lines...)
}

// objectOrNull returns null for nil fields, those before a create or after a
// removal: the encoder would write a nil map as an empty object.
func objectOrNull(fields map[string]any) any {
	if fields == nil {
		return types.JSONRaw("null")
	}
	return fields
}

// recordChanges writes the changes of a task's update, one line per event, unless they
// are held.
func recordChanges(app core.App, t, stored *core.Record) error {
	var lines []historyLine
	for _, c := range changesOf(t, stored) {
		if len(c.fields) > 0 {
			lines = append(lines, lineOf(t, actor.OfRecord(t), c.event, records.Pick(stored, c.fields...), records.Pick(t, c.fields...)))
		}
	}
	if held, ok := t.GetRaw(heldLinesKey).([]historyLine); ok {
		t.SetRaw(heldLinesKey, append(held, lines...))
		return nil
	}
	return writeHistory(app, lines...)
}

// taskChange is an event of a task's update and the fields that changed with it.
type taskChange struct {
	event  string
	fields []string
}

// changesOf returns the events of a task's update; those without fields did not happen.
func changesOf(t, stored *core.Record) []taskChange {
	lines := []taskChange{{"edited", records.DifferingFields(t, stored, editedFields)}}
	moved := records.DifferingFields(t, stored, []string{"status", "done_at", "closed_at"})
	if slices.Contains(moved, "status") {
		lines = append(lines, taskChange{"status", moved})
	} else {
		lines[0].fields = append(lines[0].fields, moved...) // timestamps corrected by hand
	}
	lines = append(lines, taskChange{"assigned", records.DifferingFields(t, stored, []string{"consultant"})})
	archived := records.DifferingFields(t, stored, []string{"archived_at"})
	if t.GetDateTime("archived_at").IsZero() {
		return append(lines, taskChange{"restored", archived})
	}
	return append(lines, taskChange{"archived", archived})
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
		return writeHistory(e.App, historyLine{actor.OfRecord(e.Record), "profile",
			records.Pick(stored, fields...), records.Pick(e.Record, fields...), map[string]any{"profile": e.Record.Id}})
	})
}
