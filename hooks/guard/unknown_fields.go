package guard

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/router"

	"otklik/hooks/actor"
	"otklik/hooks/desk"
	"otklik/hooks/problem"
	"otklik/hooks/strictjson"
)

// refuseUnknownPriority runs the check before all other hooks of a request.
const refuseUnknownPriority = -100

// mostUnknown is how many unknown fields an answer names.
const mostUnknown = 20

// readWith are what a record is read with beside its fields: a caller may send back
// what it has read.
var readWith = []string{core.FieldNameCollectionId, core.FieldNameCollectionName, core.FieldNameExpand}

// passwordFields are what PocketBase takes beside the fields of an account.
var passwordFields = []string{"oldPassword", core.FieldNamePassword + "Confirm"}

// superuserCollections are those of ours that only superusers write.
var superuserCollections = []string{"lockouts", "mailbox", "mail_templates", "outbox"}

// RegisterUnknownFields refuses fields that don't exist for the caller. PocketBase
// drops them, and what a misspelt one should have changed would be lost in silence.
func RegisterUnknownFields(app core.App) {
	names := slices.Concat(desk.CollectionNames(), superuserCollections)
	check := &hook.Handler[*core.RecordRequestEvent]{Id: "otklikUnknownFields", Priority: refuseUnknownPriority, Func: refuseUnknown}
	app.OnRecordCreateRequest(names...).Bind(check)
	app.OnRecordUpdateRequest(names...).Bind(check)
}

func refuseUnknown(e *core.RecordRequestEvent) error {
	sent, err := sentNames(e.RequestEvent)
	if err != nil {
		return e.BadRequestError("", err)
	}
	found := validation.Errors{}
	for _, name := range sent {
		if !isKnown(e, name) {
			found[name] = problem.New("unknown_field")
		}
		if len(found) == mostUnknown {
			break
		}
	}
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

// sentNames returns the names in the body of a request, as they were sent, without
// the parameters of the URL, which PocketBase adds to forms.
func sentNames(e *core.RequestEvent) ([]string, error) {
	if !isForm(e.Request.Header.Get("Content-Type")) {
		body := map[string]any{}
		err := e.BindBody(&body)
		return slices.Sorted(maps.Keys(body)), err
	}
	if _, err := e.RequestInfo(); err != nil { // parses the form
		return nil, err
	}
	names := map[string]bool{}
	for name := range e.Request.PostForm {
		names[name] = name != router.JSONPayloadKey
	}
	if e.Request.MultipartForm != nil {
		for name := range e.Request.MultipartForm.File {
			names[name] = true
		}
	}
	for _, text := range e.Request.PostForm[router.JSONPayloadKey] {
		var payload map[string]any
		if err := json.Unmarshal([]byte(text), &payload); err != nil {
			return nil, err
		}
		for name := range payload {
			if names[name] {
				return nil, validation.Errors{name: problem.New(strictjson.Duplicate)}
			}
			names[name] = true
		}
	}
	delete(names, router.JSONPayloadKey)
	return slices.Sorted(maps.Keys(names)), nil
}

// isForm reports the content types that PocketBase reads as forms.
func isForm(contentType string) bool {
	return strings.HasPrefix(contentType, "multipart/form-data") || strings.HasPrefix(contentType, "application/x-www-form-urlencoded")
}
