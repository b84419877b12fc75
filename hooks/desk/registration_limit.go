package desk

import (
	"errors"
	"net/http"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/router"

	"otklik/hooks/clock"
	"otklik/hooks/network"
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
// address. Registrations from one address are made one after another: a thousand at
// once would all be answered otherwise.
func limitTaken(e *core.RecordRequestEvent) error {
	if e.Auth != nil {
		return e.Next()
	}
	at := attempt{address: network.HostOf(e.RealIP())}
	if err := refuseRegistrations(e, at); err != nil {
		return err
	}
	done, err := takeTurn(e.Request.Context(), e.App, at)
	if err != nil {
		return err
	}
	defer done()
	if err := refuseRegistrations(e, at); err != nil {
		return err
	}
	answer := e.Next()
	if tellsOfAccount(answer) {
		if err := countMistake(e.App, at, clock.Now(e.App)); err != nil {
			return err
		}
	}
	return answer
}

// refuseRegistrations refuses the registrations of an address with too many mistakes.
func refuseRegistrations(e *core.RecordRequestEvent, at attempt) error {
	counted, err := countedMistakes(e.App, at, clock.Now(e.App))
	if err != nil || counted.host < mistakesByHost {
		return err
	}
	return problem.RequestLater(e.RequestEvent, http.StatusTooManyRequests, "too_many_requests", counted.hostLeft)
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
