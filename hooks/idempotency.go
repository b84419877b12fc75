package hooks

import (
	"net/http"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/i18n"
)

// idempotencyHeader carries a client's own key of a create. Sent again with the
// same key, the request answers with the task of the first one.
const idempotencyHeader = "Idempotency-Key"

const maxIdempotencyKey = 64

func registerIdempotency(app core.App) {
	app.OnRecordCreateRequest("tasks").BindFunc(createOnce)
}

// createOnce makes a double-clicked or repeated create one task. The unique
// index of client and key decides between requests that run at once.
func createOnce(e *core.RecordRequestEvent) error {
	key := tidyText(e.Request.Header.Get(idempotencyHeader)) // as it is going to be stored
	if key == "" || actorOf(e.Auth).role != roleClient {
		return e.Next()
	}
	if len(key) > maxIdempotencyKey {
		return e.BadRequestError("", wrongWith("idempotency_key", "idempotency_key_long", i18n.Params{"max": maxIdempotencyKey}))
	}
	if first := madeWith(e.App, e.Auth.Id, key); first != nil {
		return replay(e, first)
	}
	e.Record.SetRaw("idempotency_key", key)
	err := e.Next()
	if err == nil {
		return nil
	}
	if first := madeWith(e.App, e.Auth.Id, key); first != nil {
		return replay(e, first)
	}
	return err
}

// madeWith finds the task a client made with the key, archived or not. The index
// holds the tasks that have a key, and serves who says so.
func madeWith(app core.App, client, key string) *core.Record {
	t := &core.Record{}
	err := app.RecordQuery("tasks").AndWhere(dbx.HashExp{"client": client, "idempotency_key": key}).
		AndWhere(dbx.NewExp("idempotency_key != ''")).Limit(1).One(t)
	if err != nil {
		return nil
	}
	return t
}

func replay(e *core.RecordRequestEvent, first *core.Record) error {
	e.Response.Header().Set("Idempotent-Replayed", "true")
	if err := apis.EnrichRecord(e.RequestEvent, first); err != nil {
		return err
	}
	return e.JSON(http.StatusOK, first)
}
