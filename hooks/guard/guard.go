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
// step: they lead from the client's own records to other own records.
var ownRelations = []string{"task.", "profile."}

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
	for _, name := range []string{"filter", "sort"} {
		for _, expression := range query[name] {
			if !mayFilter(actor.Of(e.Auth), name, expression) {
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
		for name, value := range options {
			if !mayFilter(actor.Of(e.Auth), name, cast.ToString(value)) {
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

// mayFilter reports whether who may use a filter or sort, by the names in it.
func mayFilter(who actor.Actor, param, expression string) bool {
	if who.Role == actor.RoleSuperuser || (param != "filter" && param != "sort") {
		return true
	}
	names, ok := identifiers(param, expression)
	if !ok {
		return expression == "" // an unparsable expression can't be checked
	}
	for _, name := range names {
		if !mayUseName(who, param, name) {
			return false
		}
	}
	return true
}

// mayUseName reports whether who may use one name in a filter or sort.
func mayUseName(who actor.Actor, param, name string) bool {
	if param == "sort" && who.Role != actor.RoleManager && strings.Contains(strings.ToLower(name), "email") {
		return false // a sort ignores emailVisibility
	}
	base, _, _ := strings.Cut(name, ":")
	switch {
	case strings.Contains(base, "canned_answers_via_"):
		return false // personal answers are visible to their owner only
	case !who.IsStaff() && slices.Contains(desk.FactFields, base[strings.LastIndex(base, ".")+1:]):
		return false
	case who.Role == actor.RoleManager:
		return true
	case who.Role == actor.RoleConsultant:
		return usesStaffRelations(base)
	case strings.Contains(name, "_via_"):
		return false
	}
	if !strings.Contains(base, ".") || strings.HasPrefix(base, "@") {
		return true // a field of the collection itself; PocketBase guards @collection and @request
	}
	for _, relation := range ownRelations {
		if rest, ok := strings.CutPrefix(base, relation); ok {
			return !strings.Contains(rest, ".") && !slices.Contains(personRelations, rest)
		}
	}
	return strings.HasPrefix(base, "before.") || strings.HasPrefix(base, "after.")
}

// staffRelations are the back-relations that a consultant may follow: from an
// unarchived task to its records, and to organisations. Through any other one, a
// filter such as "no task of this client contains" would also disclose archived
// tasks.
var staffRelations = []string{"comments_via_task", "notes_via_task", "assessments_via_task", "history_via_task", "history_via_profile", "profiles_via_user"}

func usesStaffRelations(base string) bool {
	for step := range strings.SplitSeq(base, ".") {
		if strings.Contains(step, "_via_") && !slices.Contains(staffRelations, step) {
			return false
		}
	}
	return true
}

// identifiers returns the names in an expression, including those within functions;
// false if it can't be parsed.
func identifiers(param, expression string) ([]string, bool) {
	if param == "sort" {
		var names []string
		for part := range strings.SplitSeq(expression, ",") {
			names = append(names, strings.TrimLeft(strings.TrimSpace(part), "+-"))
		}
		return names, true
	}
	groups, err := fexpr.Parse(expression)
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
			*names = append(*names, t.Literal)
			if args, ok := t.Meta.([]fexpr.Token); ok {
				collectTokens(args, names)
			}
		}
	}
}
