// Package guard owns the checks of what a request to the collections may ask for:
// filters, sorts, expands and subscriptions.
package guard

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/ganigeorgiev/fexpr"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/spf13/cast"

	"otklik/hooks/actor"
	"otklik/hooks/desk"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// guardPriority runs the guard after PocketBase has read the auth token.
const guardPriority = -990

// ownRelations are the relations that a client's filter or sort may follow by one
// step, with the collection they lead to: from the client's own records to other own
// records.
var ownRelations = map[string]string{"task": "tasks", "profile": "profiles"}

// personRelations are the fields behind those relations that refer to users.
var personRelations = []string{"client", "consultant", "user", "author", "actor"}

// Register refuses requests whose filters, sorts or options would disclose data
// that the caller may not read.
func Register(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikGuard", Priority: guardPriority, Func: guardQuery})
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikEmptyForm", Priority: guardPriority, Func: emptyForm})
		return e.Next()
	})
	app.OnRealtimeSubscribeRequest().BindFunc(guardSubscriptions)
	app.OnRecordUpdateRequest(records.TextCollections...).Bind(&hook.Handler[*core.RecordRequestEvent]{Id: "otklikKeepID", Priority: -1, Func: keepID})
}

// keepID refuses another id in the body of an update before it is looked up: the
// response would disclose whether a record has it.
func keepID(e *core.RecordRequestEvent) error {
	if e.Record.Id != e.Record.LastSavedPK() {
		return e.BadRequestError("", problem.FieldError(core.FieldNameId, "read_only"))
	}
	return e.Next()
}

// emptyForm removes the content type of a request without a body. PocketBase would
// fail on an empty form only after it has found the record, and so disclose that
// the record exists.
func emptyForm(e *core.RequestEvent) error {
	if e.Request.ContentLength == 0 {
		e.Request.Header.Del("Content-Type")
	}
	return e.Next()
}

// guardQuery refuses filters and sorts that work as oracles. PocketBase applies the
// list rule of the requested collection, but not those of collections joined by a
// relation or a back-relation: comments_via_task.body would disclose texts that the
// caller may not read.
func guardQuery(e *core.RequestEvent) error {
	if !strings.HasPrefix(e.Request.URL.Path, "/api/collections/") {
		return e.Next()
	}
	query := e.Request.URL.Query()
	collection := collectionName(e.App, e.Request.PathValue("collection"))
	for _, name := range []string{"filter", "sort"} {
		for _, expression := range query[name] {
			if expression != "" && !mayFilter(actor.Of(e.Auth), collection, name, expression) {
				return refuseExpression(e)
			}
		}
	}
	return e.Next()
}

// guardSubscriptions checks the options of realtime topics like [guardQuery]. It
// decodes them as PocketBase does.
func guardSubscriptions(e *core.RealtimeSubscribeRequestEvent) error {
	for _, topic := range e.Subscriptions {
		options, err := topicOptions(topic)
		if err != nil {
			return refuseExpression(e.RequestEvent)
		}
		of, _, _ := strings.Cut(topic, "/")
		for name, value := range options {
			if !mayFilter(actor.Of(e.Auth), collectionName(e.App, of), name, cast.ToString(value)) {
				return refuseExpression(e.RequestEvent)
			}
		}
	}
	return e.Next()
}

func topicOptions(topic string) (map[string]any, error) {
	u, err := url.Parse(topic)
	if err != nil {
		return nil, err
	}
	raw := u.Query().Get("options")
	if raw == "" {
		return nil, nil
	}
	var options struct {
		Query map[string]any `json:"query"`
	}
	if err := json.Unmarshal([]byte(raw), &options); err != nil {
		return nil, err
	}
	return options.Query, nil
}

func refuseExpression(e *core.RequestEvent) error {
	return e.Error(http.StatusBadRequest, problem.Sentence("filter_refused"), problem.FieldError("filter", "filter_refused"))
}

// collectionName returns the name of a collection that a request names by its name or
// id; empty for an unknown one.
func collectionName(app core.App, nameOrID string) string {
	collection, err := app.FindCachedCollectionByNameOrId(nameOrID)
	if err != nil {
		return ""
	}
	return collection.Name
}

// mayFilter reports whether who may use a filter or sort of a collection, by the names
// in it.
func mayFilter(who actor.Actor, collection, param, expression string) bool {
	if who.Role == actor.RoleSuperuser || (param != "filter" && param != "sort") {
		return true
	}
	names, ok := identifiers(param, expression)
	if !ok {
		return expression == "" // an unparsable expression can't be checked
	}
	for _, name := range names {
		if !mayUseName(who, collection, param, name) {
			return false
		}
	}
	return true
}

// mayUseName reports whether who may use one name in a filter or sort.
func mayUseName(who actor.Actor, collection, param, name string) bool {
	if param == "sort" && who.Role != actor.RoleManager && strings.Contains(strings.ToLower(name), "email") {
		return false // a sort ignores emailVisibility
	}
	base, _, _ := strings.Cut(name, ":")
	switch {
	case who.Role == actor.RoleManager:
		return followsOnly(base, managerRelations)
	case who.Role == actor.RoleConsultant:
		return followsOnly(base, staffRelations)
	case strings.Contains(name, "_via_"), slices.Contains(desk.FactFields, base[strings.LastIndex(base, ".")+1:]):
		return false
	case strings.HasPrefix(base, "@"), isConstant(base):
		return true // PocketBase guards @collection and @request
	}
	first, rest, nested := strings.Cut(base, ".")
	if fields, ours := desk.ClientFields[collection]; ours && !slices.Contains(fields, first) {
		return false
	}
	return !nested || mayFollow(first, rest)
}

// isConstant reports a constant of the filter language.
func isConstant(name string) bool {
	return slices.Contains([]string{"true", "false", "null"}, strings.ToLower(name))
}

// mayFollow reports whether a client's filter may use what lies behind a field.
func mayFollow(field, rest string) bool {
	if field == "before" || field == "after" {
		changed, _, _ := strings.Cut(rest, ".")
		return slices.ContainsFunc(recordedIn, func(collection string) bool { return slices.Contains(desk.ClientFields[collection], changed) })
	}
	target, own := ownRelations[field]
	return own && slices.Contains(desk.ClientFields[target], rest) && !slices.Contains(personRelations, rest)
}

// recordedIn are the collections whose changes are in the history that clients read.
var recordedIn = []string{"tasks", "profiles", "assessments"}

// staffRelations are the back-relations that a consultant may follow: from an
// unarchived task to its records, and to organisations. Through any other one, a
// filter such as "no task of this client contains" would also disclose archived
// tasks.
var staffRelations = []string{"comments_via_task", "notes_via_task", "assessments_via_task", "history_via_task", "history_via_profile", "profiles_via_user"}

// managerRelations are those that a manager may follow: to all that managers may
// read. Others' personal canned answers are not among it.
var managerRelations = slices.Concat(staffRelations, []string{
	"tasks_via_client", "tasks_via_consultant", "tasks_via_profile", "tasks_via_category", "comments_via_author", "notes_via_author",
	"assessments_via_client", "assessments_via_consultant", "history_via_actor", "inbox_via_user", "inbox_via_task", "inbox_via_comment",
})

// followsOnly reports whether all back-relations in a name are among those listed. The
// same one by the id of its collection, or in other letters, is not.
func followsOnly(base string, listed []string) bool {
	for step := range strings.SplitSeq(base, ".") {
		if strings.Contains(strings.ToLower(step), "_via_") && !slices.Contains(listed, step) {
			return false
		}
	}
	return true
}

// identifiers returns the names in an expression, including those that functions are
// given; false if it can't be parsed.
func identifiers(param, expression string) ([]string, bool) {
	if param == "sort" {
		var names []string
		for part := range strings.SplitSeq(expression, ",") {
			names = append(names, strings.TrimLeft(strings.TrimSpace(part), "+-"))
		}
		return names, true
	}
	groups, err := fexpr.Parse("(" + expression + ")") // in brackets, a comment at the end is an error
	if err != nil {
		return nil, false
	}
	var names []string
	collect(groups, &names)
	return names, true
}

func collect(groups []fexpr.ExprGroup, names *[]string) {
	for _, g := range groups {
		switch item := g.Item.(type) {
		case fexpr.Expr:
			collectTokens([]fexpr.Token{item.Left, item.Right}, names)
		case fexpr.ExprGroup:
			collect([]fexpr.ExprGroup{item}, names)
		case []fexpr.ExprGroup:
			collect(item, names)
		}
	}
}

func collectTokens(tokens []fexpr.Token, names *[]string) {
	for _, t := range tokens {
		switch t.Type {
		case fexpr.TokenIdentifier:
			*names = append(*names, t.Literal)
		case fexpr.TokenFunction:
			if args, ok := t.Meta.([]fexpr.Token); ok {
				collectTokens(args, names)
			}
		}
	}
}
