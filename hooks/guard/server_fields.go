package guard

import (
	"slices"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/actor"
	"otklik/hooks/desk"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// createdField is the autodate field of every collection that tells when a record was
// made.
const createdField = "created"

// serverFields are the fields that the server alone writes and would put back without a
// word. last_by and last_at are not among them: they change with each comment, and an
// administrator's form that was opened before would be refused for no fault of theirs.
var serverFields = map[string][]string{
	"tasks":       {"due_at", "answered_at", "rating"},
	"assessments": {"client", "consultant"},
}

// RegisterServerFields refuses changes of what only the server writes. For people the
// allow-lists of the collections do; for administrators this does.
func RegisterServerFields(app core.App) {
	app.OnRecordUpdateRequest(slices.Concat(desk.CollectionNames(), desk.SuperuserCollections)...).
		Bind(&hook.Handler[*core.RecordRequestEvent]{Id: "otklikServerFields", Priority: refuseUnknownPriority + 1, Func: refuseServerFields})
}

func refuseServerFields(e *core.RecordRequestEvent) error {
	body := map[string]any{} // as sent: an autodate field keeps its value whatever is set
	if err := e.BindBody(&body); err != nil {
		return e.BadRequestError("", err)
	}
	found := validation.Errors{}
	if sent, given := body[createdField]; given && e.Collection.Fields.GetByName(createdField) != nil {
		at, err := types.ParseDateTime(sent)
		if err != nil || at.String() != e.Record.Original().GetDateTime(createdField).String() {
			found[createdField] = problem.New("read_only")
		}
	}
	if actor.Of(e.Auth).IsTrusted() {
		for _, name := range records.DifferingFields(e.Record, e.Record.Original(), serverFields[e.Collection.Name]) {
			found[name] = problem.New("read_only")
		}
	}
	if len(found) > 0 {
		return e.BadRequestError("", found)
	}
	return e.Next()
}
