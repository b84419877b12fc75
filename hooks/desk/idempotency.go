package desk

import (
	"net/http"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/actor"
	"otklik/hooks/i18n"
	"otklik/hooks/jobs"
	"otklik/hooks/problem"
	"otklik/hooks/text"
)

// idempotencyHeader carries the client's key of a create request. A repeated
// request with the same key answers with the record of the first one.
const idempotencyHeader = "Idempotency-Key"

const maxIdempotencyKey = 64

// RegisterIdempotency makes the creation of what people write idempotent.
func RegisterIdempotency(app core.App) {
	app.OnRecordCreateRequest("tasks").BindFunc(createOnce)
	// Runs first: a repeated registration must not save the organisation again.
	app.OnRecordCreateRequest("users", "comments", "notes", "assessments").
		Bind(&hook.Handler[*core.RecordRequestEvent]{Id: "otklikCreateOnce", Priority: -1, Func: createOnceByKey})
	jobs.ScheduleRemoval(app, "otklik_forget_keys", "7 4 * * *", forgetKeys)
}

// idempotencyKey returns the key of a request; empty if it has none.
func idempotencyKey(e *core.RecordRequestEvent) (string, error) {
	key := text.Tidy(e.Request.Header.Get(idempotencyHeader)) // as it will be stored
	if len(key) > maxIdempotencyKey {
		return "", e.BadRequestError("", problem.FieldErrorWith("idempotency_key", "idempotency_key_long", i18n.Params{"max": maxIdempotencyKey}))
	}
	return key, nil
}

// createOnce creates one task for all requests with the same key. The unique
// index on client and key decides between concurrent requests.
func createOnce(e *core.RecordRequestEvent) error {
	key, err := idempotencyKey(e)
	if err != nil {
		return err
	}
	if key == "" || actor.Of(e.Auth).Role != actor.RoleClient {
		return e.Next()
	}
	if first := findByKey(e.App, e.Auth.Id, key); first != nil {
		return replayCreate(e, first)
	}
	e.Record.SetRaw("idempotency_key", key)
	if err = e.Next(); err == nil {
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
