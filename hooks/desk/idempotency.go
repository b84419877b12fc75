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

// idempotencyHeader carries the client's key of a create request. A repeated
// request with the same key answers with the task of the first one.
const idempotencyHeader = "Idempotency-Key"

const maxIdempotencyKey = 64

// RegisterIdempotency makes the creation of tasks idempotent.
func RegisterIdempotency(app core.App) {
	app.OnRecordCreateRequest("tasks").BindFunc(createOnce)
}

// createOnce creates one task for all requests with the same key. The unique
// index on client and key decides between concurrent requests.
func createOnce(e *core.RecordRequestEvent) error {
	key := text.Tidy(e.Request.Header.Get(idempotencyHeader)) // as it will be stored
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

// findByKey finds the task a client created with the key, archived or not; nil if
// there is none. The second condition repeats that of the partial index.
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
