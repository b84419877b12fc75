package desk

import (
	"maps"
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
)

// timestamps are fields of nearly every collection.
var timestamps = []string{core.FieldNameId, "created", "updated"}

// ClientFields are the fields that clients and guests may know of each collection
// that they can read. Any other field does not exist for them: the facts and marks
// of staff, what the server keeps for itself, and what an administrator adds.
var ClientFields = map[string][]string{
	"users":         slices.Concat(timestamps, []string{"username", "email", "emailVisibility", "verified", "name", "role", "blocked", "locale", "muted", core.FieldNamePassword}),
	"profiles":      slices.Concat(timestamps, []string{"user"}, ProfileFields),
	"tasks":         slices.Concat(timestamps, []string{"number", "title", "description", "status", "priority", "category", "client", "profile", "consultant", "files", "file_names", "done_at", "done_by", "closed_at", "archived_at", "rev", "last_by", "last_at", "answered_at", "due_at", "quoted", "rating"}),
	"assessments":   slices.Concat(timestamps, []string{"task", "client", "consultant"}, assessmentFields),
	"comments":      slices.Concat(timestamps, []string{"task", "author", "body", "files", "file_names", "edited_at", "quoted", "seen_at"}),
	"history":       slices.Concat(timestamps, []string{"task", "profile", "actor", "event", "before", "after", "about"}),
	"notifications": slices.Concat(timestamps, []string{"user", "task", "comment", "actor", "kind", "bell", "read_at"}),
	"site":          slices.Concat(timestamps, []string{"name", "about", "phone", "email", "address", "hours", "logo"}),
	"staff":         {core.FieldNameId, "name"},
	"schedule":      slices.Concat(timestamps, []string{"timezone", "week", "exceptions", "target_high", "target_normal", "target_low"}),
	"categories":    slices.Concat(timestamps, []string{"name", "position", "retired"}),
}

// staffCollections are those that staff can list and clients can't.
var staffCollections = []string{"notes", "canned_answers", "inbox", "mail_files", "calendar"}

// CollectionNames are our collections that people other than superusers can list.
func CollectionNames() []string {
	return slices.Concat(slices.Sorted(maps.Keys(ClientFields)), staffCollections)
}

// SuperuserCollections are our other collections.
var SuperuserCollections = []string{"lockouts", "mail_templates", "mailbox", "outbox", "quotas", "task_board"}

// KnowsField reports whether a field of a collection exists for who.
func KnowsField(who actor.Actor, collection *core.Collection, name string) bool {
	field := collection.Fields.GetByName(name)
	if field == nil {
		return false
	}
	if listed, ok := ClientFields[collection.Name]; ok && !who.IsInsider() && !who.IsTrusted() {
		return slices.Contains(listed, name)
	}
	return who.IsTrusted() || !field.GetHidden() || collection.IsAuth() && name == core.FieldNamePassword
}

// knownFields returns the fields of a collection that exist for who.
func knownFields(who actor.Actor, collection *core.Collection) []string {
	return slices.DeleteFunc(collection.Fields.FieldNames(), func(name string) bool { return !KnowsField(who, collection, name) })
}

// RegisterClientFields hides from clients and guests what they may not know, in
// responses, expanded records and realtime events.
func RegisterClientFields(app core.App) {
	app.OnRecordEnrich(slices.Collect(maps.Keys(ClientFields))...).BindFunc(hideFromClients)
}

func hideFromClients(e *core.RecordEnrichEvent) error {
	if e.RequestInfo != nil && actor.Of(e.RequestInfo.Auth).IsInsider() {
		return e.Next()
	}
	collection := e.Record.Collection()
	for _, f := range collection.Fields {
		if name := f.GetName(); !slices.Contains(ClientFields[collection.Name], name) {
			e.Record.Hide(name)
		}
	}
	if collection.Name == "history" && e.Record.GetString("profile") != "" {
		hideAddedFields(e.Record)
	}
	return e.Next()
}

// hideAddedFields removes the fields that clients may not know from a line of the
// history of an organisation.
func hideAddedFields(line *core.Record) {
	for _, side := range []string{"before", "after"} {
		var values map[string]any
		if err := line.UnmarshalJSONField(side, &values); err != nil || values == nil {
			continue // it is empty
		}
		maps.DeleteFunc(values, func(name string, _ any) bool { return !slices.Contains(ProfileFields, name) })
		line.Set(side, values)
	}
}
