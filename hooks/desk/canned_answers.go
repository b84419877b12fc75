package desk

import (
	"net/http"
	"slices"

	"github.com/pocketbase/dbx"
	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// cannedFields are the fields of a canned answer that each role may write. By
// setting owner, a manager shares an answer or makes it personal.
var cannedFields = map[string][]string{
	actor.RoleConsultant: {"title", "body"},
	actor.RoleManager:    {"title", "body", "owner"},
}

// RegisterCanned binds the rules of canned answers and counts their use.
func RegisterCanned(app core.App) {
	app.OnRecordCreateRequest("canned_answers").BindFunc(createCannedRequest)
	app.OnRecordUpdateRequest("canned_answers").BindFunc(updateCannedRequest)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.POST("/api/desk/canned/{id}/use", useCanned).Bind(apis.RequireAuth("users")).BindFunc(records.NoBody)
		return e.Next()
	})
}

// createCannedRequest makes a consultant the owner of the answer. A manager's
// answer without an owner is shared.
func createCannedRequest(e *core.RecordRequestEvent) error {
	who := actor.Of(e.Auth)
	if who.IsTrusted() {
		return e.Next()
	}
	fresh := core.NewRecord(e.Collection)
	for _, name := range cannedFields[who.Role] {
		fresh.SetRaw(name, e.Record.GetRaw(name))
	}
	if who.Role == actor.RoleConsultant {
		fresh.Set("owner", who.ID)
	}
	e.Record = fresh
	return e.Next()
}

// updateCannedRequest refuses fields outside [cannedFields], and any owner but
// the caller or nobody (shared).
func updateCannedRequest(e *core.RecordRequestEvent) error {
	who := actor.Of(e.Auth)
	if who.IsTrusted() {
		return e.Next()
	}
	found := validation.Errors{}
	for _, name := range records.ChangedFields(e.Record) {
		if !slices.Contains(cannedFields[who.Role], name) {
			found[name] = problem.New("read_only")
		}
	}
	if owner := e.Record.GetString("owner"); owner != "" && owner != who.ID {
		found["owner"] = problem.New("read_only")
	}
	if len(found) > 0 {
		return e.BadRequestError("", found)
	}
	return e.Next()
}

// useCanned answers POST /api/desk/canned/{id}/use and counts one use. SQL
// bypasses the hooks, because a use is no change of the answer.
func useCanned(e *core.RequestEvent) error {
	r, err := e.App.FindRecordById("canned_answers", e.Request.PathValue("id"))
	if err != nil || !records.MayView(e.App, r, e.Auth) {
		return e.NotFoundError("", err)
	}
	if _, err := e.App.DB().NewQuery("UPDATE canned_answers SET used = used + 1 WHERE id = {:id}").Bind(dbx.Params{"id": r.Id}).Execute(); err != nil {
		return err
	}
	return e.NoContent(http.StatusNoContent)
}
