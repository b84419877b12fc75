package inbox

import (
	"net/http"
	"slices"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

func registerInboxRoutes(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		inbox := e.Router.Group("/api/desk/inbox/{id}").Bind(apis.RequireAuth("users")).BindFunc(actor.RequireManager)
		inbox.POST("/accept", acceptMail)
		inbox.POST("/refuse", refuseMail).BindFunc(records.NoBody)
		inbox.POST("/reopen", reopenMail).BindFunc(records.NoBody)
		return e.Next()
	})
}

// handleMail carries out a decision about a mail in a transaction. from lists the
// statuses that the mail may have: another status means that somebody else has
// decided in the meantime.
func handleMail(e *core.RequestEvent, from []string, decide func(tx core.App, row *core.Record) error) error {
	return e.App.RunInTransaction(func(tx core.App) error {
		row, err := tx.FindRecordById("inbox", e.Request.PathValue("id"))
		if err != nil {
			return e.NotFoundError("", err)
		}
		if !slices.Contains(from, row.GetString("status")) {
			return problem.Conflict(problem.FieldErrorWith("status", "inbox_handled", map[string]any{"current": row.GetString("status")}))
		}
		row.Set("handled_by", e.Auth.Id)
		row.Set("handled_at", clock.Now(tx))
		if err := decide(tx, row); err != nil {
			return err
		}
		return tx.SaveNoValidate(row)
	})
}

// refuseMail answers POST /api/desk/inbox/{id}/refuse.
func refuseMail(e *core.RequestEvent) error {
	err := handleMail(e, []string{inboxHeld}, func(_ core.App, row *core.Record) error {
		row.Set("status", inboxRefused)
		return nil
	})
	if err != nil {
		return err
	}
	return e.NoContent(http.StatusNoContent)
}

// reopenMail answers POST /api/desk/inbox/{id}/reopen: it returns a refused or
// ignored mail to the held ones.
func reopenMail(e *core.RequestEvent) error {
	err := handleMail(e, []string{inboxRefused, inboxIgnored}, func(_ core.App, row *core.Record) error {
		row.Set("status", inboxHeld)
		row.Set("handled_by", "")
		row.Set("handled_at", "")
		return nil
	})
	if err != nil {
		return err
	}
	return e.NoContent(http.StatusNoContent)
}
