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

// The limiter of PocketBase counts by address alone, so an account guessed at
// from many addresses is counted here.
const (
	lockoutAfter  = 5                // wrong passwords in a row
	lockoutPeriod = 15 * time.Minute // the account stays closed, and failures are remembered
)

// RegisterLockouts locks accounts whose password is being guessed.
func RegisterLockouts(app core.App) {
	app.OnRecordAuthWithPasswordRequest().BindFunc(countFailures)
	app.OnRecordConfirmPasswordResetRequest().BindFunc(unlockAfterReset)
}

// countFailures refuses a locked account whatever the password, and counts the
// wrong ones. Each counts as wrong before it is looked at, or a thousand that
// come at once would all be looked at. Unknown accounts are counted and locked
// like known ones.
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

// guardOldPassword counts the guesses at the password that come from a session:
// whoever finds one open must not get at the password by trying.
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

// lockedError is the answer at a closed account.
func lockedError(field string, left time.Duration) error {
	return apis.NewApiError(http.StatusTooManyRequests, problem.Sentence("account_locked_title"),
		problem.FieldErrorWith(field, "account_locked", map[string]any{"minutes": int(math.Ceil(left.Minutes()))}))
}

// accountKey names an account the same way for all its identities.
func accountKey(c *core.Collection, r *core.Record, identity string) string {
	if r != nil {
		identity = r.GetString("username")
		if identity == "" {
			identity = r.Email()
		}
	}
	return c.Name + "/" + strings.ToLower(strings.TrimSpace(identity))
}

// countAttempt adds one try in a single statement, since guesses come in parallel,
// and returns how long the account stays closed to it; zero lets it in. The last
// of those let in closes the account behind it. Tries older than the period, and
// those before a lock that is over, are forgotten; one at a closed account counts
// for nothing.
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

// unlock forgets the failures of an account.
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

// unlockAfterReset opens the account of whoever proved to own its address.
func unlockAfterReset(e *core.RecordConfirmPasswordResetRequestEvent) error {
	if err := e.Next(); err != nil {
		return err
	}
	return unlock(e.App, accountKey(e.Collection, e.Record, ""))
}
