package desk

import (
	"net/http"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/i18n"
	"otklik/hooks/problem"
	"otklik/hooks/text"
)

// idempotencyHeader carries a client's own key of a create. Sent again with the
// same key, the request answers with the task of the first one.
const idempotencyHeader = "Idempotency-Key"

const maxIdempotencyKey = 64

// RegisterIdempotency makes a repeated create of a task answer with the first
// one.
func RegisterIdempotency(app core.App) {
	app.OnRecordCreateRequest("tasks").BindFunc(createOnce)
}

// createOnce makes a double-clicked or repeated create one task. The unique
// index of client and key decides between requests that run at once.
func createOnce(e *core.RecordRequestEvent) error {
	key := text.Tidy(e.Request.Header.Get(idempotencyHeader)) // as it is going to be stored
	if key == "" || actor.Of(e.Auth).Role != actor.RoleClient {
		return e.Next()
	}
	if len(key) > maxIdempotencyKey {
		return e.BadRequestError("", problem.FieldErrorWith("idempotency_key", "idempotency_key_long", i18n.Params{"max": maxIdempotencyKey}))
	}
	if first := findByKey(e.App, e.Auth.Id, key); first != nil {
		return replayCreate(e, first)
	}
	e.Record.SetRaw("idempotency_key", key)
	err := e.Next()
	if err == nil {
		return nil
	}
	if first := findByKey(e.App, e.Auth.Id, key); first != nil {
		return replayCreate(e, first)
	}
	return err
}

// findByKey finds the task a client made with the key, archived or not. The index
// holds the tasks that have a key, and serves who says so.
func findByKey(app core.App, client, key string) *core.Record {
	t := &core.Record{}
	err := app.RecordQuery("tasks").AndWhere(dbx.HashExp{"client": client, "idempotency_key": key}).
		AndWhere(dbx.NewExp("idempotency_key != ''")).Limit(1).One(t)
	if err != nil {
		return nil
	}
	return t
}

func replayCreate(e *core.RecordRequestEvent, first *core.Record) error {
	e.Response.Header().Set("Idempotent-Replayed", "true")
	if err := apis.EnrichRecord(e.RequestEvent, first); err != nil {
		return err
	}
	return e.JSON(http.StatusOK, first)
}
