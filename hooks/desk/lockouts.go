package desk

import (
	"database/sql"
	"errors"
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/clock"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// PocketBase limits requests by IP address only. These limits are per account, so
// they also hold against guesses from many addresses.
const (
	lockoutAfter  = 5                // wrong passwords in a row
	lockoutPeriod = 15 * time.Minute // how long an account stays locked, and failures are remembered
)

// RegisterLockouts locks accounts whose password is being guessed.
func RegisterLockouts(app core.App) {
	app.OnRecordAuthWithPasswordRequest().BindFunc(countFailures)
	app.OnRecordConfirmPasswordResetRequest().BindFunc(unlockAfterReset)
}

// countFailures refuses a locked account whatever the password, and counts wrong
// passwords. An attempt counts as wrong before its password is checked; otherwise
// a thousand concurrent attempts would all be checked. Unknown accounts are
// counted and locked like known ones.
func countFailures(e *core.RecordAuthWithPasswordRequestEvent) error {
	account := accountKey(e.Collection, e.Record, e.Identity)
	left, err := countAttempt(e.App, account, clock.Now(e.App))
	if err != nil {
		return err
	}
	if left > 0 {
		return lockedError("identity", left)
	}
	err = e.Next()
	var refused *router.ApiError
	switch {
	case err == nil:
		return unlock(e.App, account)
	case errors.As(err, &refused) && refused.Status == http.StatusBadRequest:
		return e.BadRequestError(problem.Sentence("wrong_password_title"), problem.FieldError("identity", "wrong_password"))
	case errors.As(err, &refused) && refused.Status == http.StatusForbidden && e.Record != nil && e.Record.GetBool("blocked"):
		if err := unlock(e.App, account); err != nil {
			return err
		}
		return e.ForbiddenError(problem.Sentence("blocked"), problem.FieldError("identity", "blocked"))
	}
	return err
}

// guardOldPassword counts wrong old passwords of a password change: an open
// session must not let a stranger guess the password.
func guardOldPassword(e *core.RecordRequestEvent) error {
	info, err := e.RequestInfo()
	if err != nil {
		return err
	}
	if old, _ := info.Body["oldPassword"].(string); old == "" {
		return e.Next()
	}
	account := accountKey(e.Collection, e.Record.Original(), "")
	left, err := countAttempt(e.App, account, clock.Now(e.App))
	if err != nil {
		return err
	}
	if left > 0 {
		return lockedError("oldPassword", left)
	}
	err = e.Next()
	var refused *router.ApiError
	if errors.As(err, &refused) && refused.Data["oldPassword"] != nil {
		return err
	}
	if releaseErr := unlock(e.App, account); releaseErr != nil {
		return releaseErr
	}
	return err
}

// lockedError is the answer for a locked account; left is rounded up to minutes.
func lockedError(field string, left time.Duration) error {
	return apis.NewApiError(http.StatusTooManyRequests, problem.Sentence("account_locked_title"),
		problem.FieldErrorWith(field, "account_locked", map[string]any{"minutes": int(math.Ceil(left.Minutes()))}))
}

// accountKey returns one key for all identities of an account. r is nil for an
// unknown account.
func accountKey(c *core.Collection, r *core.Record, identity string) string {
	if r != nil {
		identity = r.GetString("username")
		if identity == "" {
			identity = r.Email()
		}
	}
	return c.Name + "/" + strings.ToLower(strings.TrimSpace(identity))
}

// countAttempt counts one attempt and returns how long the account stays locked
// for it; zero lets the attempt through. It uses a single statement, because
// attempts are concurrent. The attempt that reaches the limit is let through and
// locks the account. Attempts older than the period, and those before an expired
// lock, are forgotten; attempts at a locked account aren't counted.
func countAttempt(app core.App, account string, now time.Time) (time.Duration, error) {
	var failures int
	var until types.DateTime
	err := app.NonconcurrentDB().NewQuery(`
		INSERT INTO lockouts (account, failures, until, created, updated) VALUES ({:account}, 1, '', {:at}, {:at})
		ON CONFLICT (account) DO UPDATE SET
			failures = CASE WHEN until > {:at} THEN {:limit} + 1 WHEN until != '' OR updated < {:forget} THEN 1 ELSE failures + 1 END,
			until = CASE WHEN until > {:at} THEN until WHEN until = '' AND updated >= {:forget} AND failures + 1 >= {:limit} THEN {:lock} ELSE '' END,
			updated = CASE WHEN until > {:at} THEN updated ELSE {:at} END
		RETURNING failures, until`).
		Bind(dbx.Params{
			"account": account, "at": records.DateTime(now), "limit": lockoutAfter,
			"forget": records.DateTime(now.Add(-lockoutPeriod)), "lock": records.DateTime(now.Add(lockoutPeriod)),
		}).Row(&failures, &until)
	if err != nil || failures <= lockoutAfter {
		return 0, err
	}
	return until.Time().Sub(now), nil
}

// unlock deletes the counted failures of an account.
func unlock(app core.App, account string) error {
	row, err := app.FindFirstRecordByData("lockouts", "account", account)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return app.Delete(row)
}

// unlockAfterReset unlocks an account after a password reset, which proves
// ownership of its e-mail address.
func unlockAfterReset(e *core.RecordConfirmPasswordResetRequestEvent) error {
	if err := e.Next(); err != nil {
		return err
	}
	return unlock(e.App, accountKey(e.Collection, e.Record, ""))
}
