package desk

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/records"
)

// attempt is one attempt at a password: the names of the account that it counts
// for, the address of the caller, and the field of the answer to it.
type attempt struct {
	names   []string
	address string
	field   string
}

// lockoutName returns the key of what was typed as the name of an account.
func lockoutName(c *core.Collection, typed string) string {
	return c.Name + "/" + strings.ToLower(strings.TrimSpace(typed))
}

// lockoutNames returns the keys of all names of an account: the username and the
// e-mail address.
func lockoutNames(user *core.Record) []string {
	var names []string
	for _, name := range []string{user.GetString("username"), user.Email()} {
		if name != "" {
			names = append(names, lockoutName(user.Collection(), name))
		}
	}
	return names
}

func hasSuffixFold(s, suffix string) bool {
	return len(s) >= len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix)
}

// mistakes are the counted mistakes that decide over an attempt, and how long each
// count is remembered.
type mistakes struct {
	name, host, all    int // for the name from the address, from the address, for the name
	nameLeft, hostLeft time.Duration
}

// refusedFor returns how long attempts are refused; zero lets them through.
func (m mistakes) refusedFor() time.Duration {
	switch {
	case m.name >= mistakesByName:
		return m.nameLeft
	case m.host >= mistakesByHost && m.name >= freeMistakes:
		return m.hostLeft
	}
	return 0
}

// delay returns how long an attempt waits for the mistakes from all addresses.
func (m mistakes) delay() time.Duration {
	if m.all < slowAfter {
		return 0
	}
	return min(time.Duration(1+(m.all-slowAfter)/slowStep)*time.Second, slowLimit)
}

// countedMistakes reads the counts for an attempt. The rows of lockouts are by name
// and address; an empty name or address stands for all.
func countedMistakes(app core.App, at attempt, now time.Time) (mistakes, error) {
	var rows []struct {
		Account  string         `db:"account"`
		Address  string         `db:"address"`
		Failures int            `db:"failures"`
		Until    types.DateTime `db:"until"`
	}
	names := []any{""}
	for _, name := range at.names {
		names = append(names, name)
	}
	err := app.NonconcurrentDB().Select("account", "address", "failures", "until").From("lockouts").
		Where(dbx.HashExp{"account": names, "address": []any{at.address, ""}}).
		AndWhere(dbx.NewExp("until > {:now}", dbx.Params{"now": records.DateTime(now)})).All(&rows)
	var m mistakes
	for _, row := range rows {
		left := row.Until.Time().Sub(now)
		switch {
		case row.Account == "":
			m.host, m.hostLeft = row.Failures, left
		case row.Address == "":
			m.all = max(m.all, row.Failures)
		case row.Failures > m.name:
			m.name, m.nameLeft = row.Failures, left
		}
	}
	return m, err
}

// countMistake counts a wrong password, in one statement: a count starts anew when
// its period is over.
func countMistake(app core.App, at attempt, now time.Time) error {
	params := dbx.Params{
		"at": records.DateTime(now), "host": at.address,
		"short": records.DateTime(now.Add(lockoutPeriod)), "long": records.DateTime(now.Add(slowPeriod)),
	}
	rows := []string{"('', {:host}, 1, {:short}, {:at}, {:at})"}
	for i, name := range at.names {
		key := "name" + string(rune('0'+i)) // an account has two names
		params[key] = name
		rows = append(rows, "({:"+key+"}, {:host}, 1, {:short}, {:at}, {:at})", "({:"+key+"}, '', 1, {:long}, {:at}, {:at})")
	}
	_, err := app.NonconcurrentDB().NewQuery(`INSERT INTO lockouts (account, address, failures, until, created, updated)
		VALUES ` + strings.Join(rows, ", ") + ` ON CONFLICT (account, address) DO UPDATE SET
			failures = CASE WHEN until > {:at} THEN failures + 1 ELSE 1 END,
			until = CASE WHEN until > {:at} THEN until ELSE excluded.until END,
			updated = {:at}`).Bind(params).Execute()
	return err
}

// forgetMistakes deletes the mistakes for the names from the address of an attempt
// with the right password. What other addresses have tried stays counted.
func forgetMistakes(app core.App, at attempt) error {
	return deleteLockouts(app, at.names, dbx.HashExp{"address": at.address})
}

// Unlock deletes all mistakes counted for an account and reports whether there were
// any.
func Unlock(app core.App, user *core.Record) (bool, error) {
	names := lockoutNames(user)
	var found int
	if err := app.DB().Select("COUNT(*)").From("lockouts").Where(dbx.In("account", toAny(names)...)).Row(&found); err != nil {
		return false, err
	}
	return found > 0, deleteLockouts(app, names, nil)
}

func deleteLockouts(app core.App, names []string, where dbx.Expression) error {
	_, err := app.NonconcurrentDB().Delete("lockouts", dbx.And(dbx.In("account", toAny(names)...), where)).Execute()
	return err
}

// forgetLockouts deletes expired rows of lockouts.
func forgetLockouts(app core.App, now time.Time) error {
	_, err := app.NonconcurrentDB().Delete("lockouts", dbx.NewExp("until <= {:now}",
		dbx.Params{"now": records.DateTime(now)})).Execute()
	return err
}

// pause waits, unless the request ends before.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// turns let one attempt of a name from an address through at a time.
type turns struct {
	mu      sync.Mutex
	waiting map[string]*turn
}

// turn is taken by sending to its channel, which has one place.
type turn struct {
	taken chan struct{}
	users int // those who have or await it
}

// turnsKey is the key of the turns in the application's store.
const turnsKey = "otklikTurns"

// takeTurn waits for the turn of an attempt and returns the function that ends it.
func takeTurn(ctx context.Context, app core.App, at attempt) (done func(), err error) {
	all := app.Store().GetOrSet(turnsKey, func() any { return &turns{waiting: map[string]*turn{}} }).(*turns)
	key := strings.Join(append(slices.Clone(at.names), at.address), "\n")
	all.mu.Lock()
	t := all.waiting[key]
	if t == nil {
		t = &turn{taken: make(chan struct{}, 1)}
		all.waiting[key] = t
	}
	t.users++
	all.mu.Unlock()
	leave := func() {
		all.mu.Lock()
		defer all.mu.Unlock()
		if t.users--; t.users == 0 {
			delete(all.waiting, key)
		}
	}
	select {
	case t.taken <- struct{}{}:
		return func() { <-t.taken; leave() }, nil
	case <-ctx.Done():
		leave()
		return nil, ctx.Err()
	}
}
