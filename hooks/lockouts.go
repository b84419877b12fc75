package hooks

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
)

// The limiter of PocketBase counts by address alone, so an account guessed at
// from many addresses is counted here.
const (
	lockoutAfter  = 5                // wrong passwords in a row
	lockoutPeriod = 15 * time.Minute // the account stays closed, and failures are remembered
)

func registerLockouts(app core.App) {
	app.OnRecordAuthWithPasswordRequest().BindFunc(countFailures)
	app.OnRecordConfirmPasswordResetRequest().BindFunc(releaseAfterReset)
}

// countFailures refuses a locked account whatever the password, and counts the
// wrong ones. Unknown accounts are counted and locked like known ones.
func countFailures(e *core.RecordAuthWithPasswordRequestEvent) error {
	account := accountKey(e.Collection, e.Record, e.Identity)
	if left := lockedFor(e.App, account, time.Now()); left > 0 {
		minutes := int(math.Ceil(left.Minutes()))
		return apis.NewApiError(http.StatusTooManyRequests, messages["account_locked_title"].Russian,
			wrongWith("identity", "account_locked", map[string]any{"minutes": minutes}))
	}
	err := e.Next()
	var refused *router.ApiError
	switch {
	case err == nil:
		return release(e.App, account)
	case errors.As(err, &refused) && refused.Status == http.StatusBadRequest:
		if countErr := countFailure(e.App, account, time.Now()); countErr != nil {
			return errors.Join(err, countErr)
		}
		return e.BadRequestError(messages["wrong_password_title"].Russian, wrong("identity", "wrong_password"))
	case errors.As(err, &refused) && refused.Status == http.StatusForbidden && e.Record != nil && e.Record.GetBool("blocked"):
		return e.ForbiddenError(messages["blocked"].Russian, wrong("identity", "blocked"))
	}
	return err
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

// lockedFor is how long the account stays closed; zero if it is open.
func lockedFor(app core.App, account string, now time.Time) time.Duration {
	var until types.DateTime
	err := app.DB().Select("until").From("lockouts").Where(dbx.HashExp{"account": account}).Row(&until)
	if err != nil || until.IsZero() {
		return 0
	}
	return max(0, until.Time().Sub(now))
}

// countFailure adds one in a single statement, since guesses come in parallel;
// failures older than the period are forgotten.
func countFailure(app core.App, account string, now time.Time) error {
	forget, lock, at := dateTime(now.Add(-lockoutPeriod)), dateTime(now.Add(lockoutPeriod)), dateTime(now)
	_, err := app.NonconcurrentDB().NewQuery(`
		INSERT INTO lockouts (account, failures, until, created, updated) VALUES ({:account}, 1, '', {:at}, {:at})
		ON CONFLICT (account) DO UPDATE SET
			failures = CASE WHEN updated < {:forget} THEN 1 ELSE failures + 1 END,
			until = CASE WHEN updated >= {:forget} AND failures + 1 >= {:limit} THEN {:lock} ELSE '' END,
			updated = {:at}`).
		Bind(dbx.Params{"account": account, "at": at, "forget": forget, "lock": lock, "limit": lockoutAfter}).Execute()
	return err
}

// release forgets the failures of an account.
func release(app core.App, account string) error {
	row, err := app.FindFirstRecordByData("lockouts", "account", account)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return app.Delete(row)
}

// releaseAfterReset opens the account of whoever proved to own its address.
func releaseAfterReset(e *core.RecordConfirmPasswordResetRequestEvent) error {
	if err := e.Next(); err != nil {
		return err
	}
	return release(e.App, accountKey(e.Collection, e.Record, ""))
}
