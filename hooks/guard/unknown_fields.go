package guard

import (
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/actor"
	"otklik/hooks/desk"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// refuseUnknownPriority runs the check before all other hooks of a request.
const refuseUnknownPriority = -100

// readWith are what a record is read with beside its fields: a caller may send back
// what it has read.
var readWith = []string{core.FieldNameCollectionId, core.FieldNameCollectionName, core.FieldNameExpand}

// passwordFields are what PocketBase takes beside the fields of an account.
var passwordFields = []string{"oldPassword", core.FieldNamePassword + "Confirm"}

// RegisterUnknownFields refuses fields that don't exist for the caller. PocketBase
// drops them, and what a misspelt one should have changed would be lost in silence.
func RegisterUnknownFields(app core.App) {
	names := slices.Concat(desk.CollectionNames(), desk.SuperuserCollections)
	check := &hook.Handler[*core.RecordRequestEvent]{Id: "otklikUnknownFields", Priority: refuseUnknownPriority, Func: refuseUnknown}
	app.OnRecordCreateRequest(names...).Bind(check)
	app.OnRecordUpdateRequest(names...).Bind(check)
}

func refuseUnknown(e *core.RecordRequestEvent) error {
	sent, err := records.SentNames(e.RequestEvent)
	if err != nil {
		return e.BadRequestError("", err)
	}
	found := problem.UnknownFields(sent, func(name string) bool { return isKnown(e, name) })
	if len(found) == 0 {
		return e.Next()
	}
	if companion := desk.RequiredCompanion(actor.Of(e.Auth), e.Collection.Name, e.Record.IsNew()); companion != "" && !slices.Contains(sent, companion) {
		found[companion] = problem.New("validation_required") // perhaps the unknown one is it, misspelt
	}
	return e.BadRequestError("", found)
}

// isKnown reports whether a name in the body of a request means something: a field, a
// modifier of a field such as files+, a companion, or what the record was read with.
func isKnown(e *core.RecordRequestEvent, name string) bool {
	who, collection := actor.Of(e.Auth), e.Collection
	if slices.Contains(readWith, name) || collection.IsAuth() && slices.Contains(passwordFields, name) || desk.IsCompanion(collection.Name, name, e.Record.IsNew()) {
		return true
	}
	if desk.KnowsField(who, collection, name) {
		return true
	}
	base := strings.Trim(name, "+-")
	if base == name || !desk.KnowsField(who, collection, base) {
		return false
	}
	finder, ok := collection.Fields.GetByName(base).(core.SetterFinder)
	return ok && finder.FindSetter(name) != nil
}
