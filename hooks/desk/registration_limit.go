package desk

import (
	"errors"
	"net/http"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/router"

	"otklik/hooks/clock"
	"otklik/hooks/problem"
)

// RegisterRegistrationLimit keeps registration from being asked who has an account.
// It must say that a nick or an address is taken, because log-in by both works at
// once; but an address may hear it only as often as that a password is wrong.
func RegisterRegistrationLimit(app core.App) {
	app.OnRecordCreateRequest("users").
		Bind(&hook.Handler[*core.RecordRequestEvent]{Id: "otklikRegistrationLimit", Priority: -2, Func: limitTaken})
}

// limitTaken counts the refusals that tell of an account as mistakes of the caller's
// address.
func limitTaken(e *core.RecordRequestEvent) error {
	if e.Auth != nil {
		return e.Next()
	}
	at := attempt{address: hostOf(e.RealIP())}
	counted, err := countedMistakes(e.App, at, clock.Now(e.App))
	if err != nil {
		return err
	}
	if counted.host >= mistakesByHost {
		return apis.NewApiError(http.StatusTooManyRequests, problem.Sentence("title_too_many"), nil)
	}
	answer := e.Next()
	if tellsOfAccount(answer) {
		if err := countMistake(e.App, at, clock.Now(e.App)); err != nil {
			return err
		}
	}
	return answer
}

// tellsOfAccount reports whether a refusal says that a nick or an address is taken.
func tellsOfAccount(err error) bool {
	var refused *router.ApiError
	if !errors.As(err, &refused) {
		return false
	}
	for _, field := range []string{"username", core.FieldNameEmail} {
		if item, ok := refused.Data[field].(map[string]any); ok && item["code"] == "validation_not_unique" {
			return true
		}
	}
	return false
}
