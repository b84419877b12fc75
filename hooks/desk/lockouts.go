package desk

import (
	"errors"
	"math"
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/router"
	"github.com/spf13/cast"

	"otklik/hooks/clock"
	"otklik/hooks/network"
	"otklik/hooks/problem"
)

// Wrong passwords are counted by what was typed as the account and by the address
// of the caller, so that nobody can close another person's account. Over all
// addresses an account only gets slower.
const (
	lockoutPeriod  = 15 * time.Minute // how long mistakes from an address are remembered
	mistakesByName = 10               // mistakes for one name from one address, then the name is refused there
	mistakesByHost = 30               // mistakes from one address for all names, then the address is refused
	freeMistakes   = 3                // mistakes for one name that are not refused for those for other names

	slowPeriod = time.Hour       // how long mistakes from all addresses are remembered
	slowAfter  = 200             // mistakes for one name from all addresses, then each attempt waits
	slowStep   = 50              // further mistakes that add a second
	slowLimit  = 5 * time.Second // the longest wait: the owner of the account waits too
)

// RegisterLockouts limits the guessing of passwords wherever one is asked for.
func RegisterLockouts(app core.App) {
	app.OnRecordAuthWithPasswordRequest().BindFunc(guardLogIn)
	app.OnRecordConfirmPasswordResetRequest().BindFunc(unlockAfterReset)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikGuardEmailChange", Func: guardEmailChange})
		return e.Next()
	})
}

// guardLogIn guards a log-in. Unknown accounts are counted and refused like known
// ones, and the names of one account are counted apart: the answers don't tell
// which names exist or belong together.
func guardLogIn(e *core.RecordAuthWithPasswordRequestEvent) error {
	at := attempt{names: []string{lockoutName(e.Collection, e.Identity)}, address: network.HostOf(e.RealIP()), field: "identity"}
	return guardPassword(e.RequestEvent, at, func() (bool, error) {
		err := e.Next()
		var refused *router.ApiError
		switch {
		case errors.As(err, &refused) && refused.Status == http.StatusBadRequest:
			return true, e.BadRequestError(problem.Sentence("wrong_password_title"), problem.FieldError("identity", "wrong_password"))
		case errors.As(err, &refused) && refused.Status == http.StatusForbidden && e.Record != nil && e.Record.GetBool("blocked"):
			return false, e.ForbiddenError(problem.Sentence("blocked"), problem.FieldError("identity", "blocked"))
		}
		return false, err
	})
}

// guardOldPassword guards the old password of a password change like that of a
// log-in: an open session must not let a stranger guess the password.
func guardOldPassword(e *core.RecordRequestEvent) error {
	info, err := e.RequestInfo()
	if err != nil {
		return err
	}
	if cast.ToString(info.Body["oldPassword"]) == "" {
		return e.Next()
	}
	return guardPassword(e.RequestEvent, attemptOf(e.RequestEvent, e.Record.Original(), "oldPassword"), func() (bool, error) {
		err := e.Next()
		return refusesField(err, "oldPassword"), err
	})
}

// confirmEmailChangePath ends the path of the request that confirms a new address. It asks
// for the password, which PocketBase checks before any hook.
const confirmEmailChangePath = "/confirm-email-change"

// guardEmailChange guards the password by which a new address is confirmed.
func guardEmailChange(e *core.RequestEvent) error {
	if e.Request.Method != http.MethodPost || !hasSuffixFold(e.Request.URL.Path, confirmEmailChangePath) {
		return e.Next()
	}
	var body struct {
		Token string `json:"token" form:"token"`
	}
	if err := e.BindBody(&body); err != nil {
		return e.Next() // PocketBase refuses it
	}
	user, err := e.App.FindAuthRecordByToken(body.Token, core.TokenTypeEmailChange)
	if err != nil {
		return e.Next() // likewise, before it looks at the password
	}
	return guardPassword(e, attemptOf(e, user, "password"), func() (bool, error) {
		err := e.Next()
		return refusesField(err, "password"), err
	})
}

// refusesField reports whether an error is about the field.
func refusesField(err error, field string) bool {
	var refused *router.ApiError
	return errors.As(err, &refused) && refused.Data[field] != nil
}

// attemptOf returns an attempt at the password of a known user: it is counted for
// all names of the account, which the user knows.
func attemptOf(e *core.RequestEvent, user *core.Record, field string) attempt {
	return attempt{names: lockoutNames(user), address: network.HostOf(e.RealIP()), field: field}
}

// guardPassword runs a check of a password unless too many were wrong; check
// reports whether the password was wrong. Attempts of one name from one address are
// checked one after another: a thousand at once would all be checked otherwise, and
// right ones would be refused if they were counted before.
func guardPassword(e *core.RequestEvent, at attempt, check func() (wrong bool, err error)) error {
	counted, err := countedMistakes(e.App, at, clock.Now(e.App))
	if err != nil {
		return err
	}
	if left := counted.refusedFor(); left > 0 {
		return lockedError(e, at.field, left)
	}
	if err := pause(e.Request.Context(), counted.delay()); err != nil {
		return err
	}
	done, err := takeTurn(e.Request.Context(), e.App, at)
	if err != nil {
		return err
	}
	defer done()
	if counted, err = countedMistakes(e.App, at, clock.Now(e.App)); err != nil {
		return err
	}
	if left := counted.refusedFor(); left > 0 {
		return lockedError(e, at.field, left)
	}
	wrong, answer := check()
	switch {
	case wrong:
		if err := countMistake(e.App, at, clock.Now(e.App)); err != nil {
			return err
		}
		if counted.host >= mistakesByHost {
			return lockedError(e, at.field, counted.hostLeft)
		}
	case counted.name > 0:
		if err := forgetMistakes(e.App, at); err != nil {
			return err
		}
	}
	return answer
}

// lockedError is the answer to a refused attempt; left is rounded up to minutes.
func lockedError(e *core.RequestEvent, field string, left time.Duration) error {
	problem.RetryAfter(e, left)
	return apis.NewApiError(http.StatusTooManyRequests, problem.Sentence("account_locked_title"),
		problem.FieldErrorWith(field, "account_locked", map[string]any{"minutes": int(math.Ceil(left.Minutes()))}))
}

// unlockAfterReset unlocks an account after a password reset, which proves
// ownership of its e-mail address.
func unlockAfterReset(e *core.RecordConfirmPasswordResetRequestEvent) error {
	if err := e.Next(); err != nil {
		return err
	}
	_, err := Unlock(e.App, e.Record)
	return err
}
