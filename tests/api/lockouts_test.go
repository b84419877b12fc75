package api

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/clock"
)

// The addresses of an attacker and of an office.
const (
	stranger = "192.0.2.66"
	office   = "198.51.100.7"
)

// logIn tries a password from an address.
func (d *desk) logIn(address, collection, identity, secret string) response {
	d.Helper()
	return d.askFrom(address, "", "POST", "/api/collections/"+collection+"/auth-with-password", `{"identity":"`+identity+`","password":"`+secret+`"}`)
}

// unlimited lifts PocketBase's limits by address, which count every request.
func (d *desk) unlimited() *desk {
	d.Helper()
	d.set(func(s *core.Settings) { s.RateLimits.Enabled = false })
	return d
}

// Mistakes close a name only for the address they came from, for known and unknown
// names alike, and for superusers.
func TestLockout(t *testing.T) {
	d := newDesk(t).unlimited()
	now := time.Now()
	clock.Set(d.app, func() time.Time { return now })
	for _, row := range []struct{ collection, name, secret string }{
		{"users", "olga", password}, {"users", "nobody", ""}, {core.CollectionNameSuperusers, "root@example.com", password},
	} {
		for i := range 10 {
			if got := d.logIn(stranger, row.collection, row.name, "wrong"); got.status != 400 {
				t.Errorf("%s: mistake %d: %d", row.name, i+1, got.status)
			}
		}
		got := d.logIn(stranger, row.collection, row.name, password)
		d.check(got, 429, `"identity":{"code":"account_locked"`, `"minutes":15`)
		if got.header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
		if row.secret != "" {
			d.check(d.logIn(office, row.collection, row.name, row.secret), 200)
		}
	}
	d.check(d.logIn(stranger, "users", "ivan", password), 200) // other names go on
	d.check(d.logIn(stranger, "users", "vera", password), 403, `"blocked"`)

	clock.Set(d.app, func() time.Time { return now.Add(15*time.Minute - time.Second) })
	d.check(d.logIn(stranger, "users", "olga", password), 429)
	clock.Set(d.app, func() time.Time { return now.Add(15 * time.Minute) })
	d.check(d.logIn(stranger, "users", "olga", password), 200)
}

// Two mistakes cost nothing, and the right password forgets them.
func TestLockoutForgivesMistakes(t *testing.T) {
	d := newDesk(t).unlimited()
	for range 6 {
		d.logIn(office, "users", "olga", "wrong")
		d.logIn(office, "users", "olga", "wrong")
		d.check(d.logIn(office, "users", "olga", password), 200)
	}
}

// An address that guesses at many names is refused after thirty mistakes; a
// colleague there who knows the password gets in, even after two mistakes.
func TestLockoutOfAnAddress(t *testing.T) {
	d := newDesk(t).unlimited()
	for i := range 30 {
		d.check(d.logIn(office, "users", fmt.Sprintf("nick%d", i), "wrong"), 400)
	}
	d.check(d.logIn(office, "users", "nick99", "wrong"), 429, "account_locked")
	for range 2 {
		d.check(d.logIn(office, "users", "ivan", "wrong"), 429)
	}
	d.check(d.logIn(office, "users", "ivan", password), 200)
	for range 3 {
		d.check(d.logIn(office, "users", "olga", "wrong"), 429)
	}
	d.check(d.logIn(office, "users", "olga", password), 429)
	d.check(d.logIn(stranger, "users", "olga", password), 200)
}

// An IPv6 host counts as one address, whichever of its network it uses.
func TestLockoutOfANetwork(t *testing.T) {
	d := newDesk(t).unlimited()
	for i := range 10 {
		d.logIn(fmt.Sprintf("2001:db8:1:2::%d", i+1), "users", "olga", "wrong")
	}
	d.check(d.logIn("2001:db8:1:2:aaaa::", "users", "olga", password), 429)
	d.check(d.logIn("2001:db8:1:3::1", "users", "olga", password), 200)
}

// Guesses at a nick say nothing about an address of the same account or of another.
func TestLockoutTellsNothingOfNames(t *testing.T) {
	answers := func(mail string) (out []int) {
		d := newDesk(t).unlimited()
		for range 10 {
			out = append(out, d.logIn(stranger, "users", "olga", "wrong").status, d.logIn(stranger, "users", mail, "wrong").status)
		}
		return append(out, d.logIn(stranger, "users", "olga", "wrong").status, d.logIn(stranger, "users", mail, "wrong").status)
	}
	own, others, nobodys := answers("olga@example.com"), answers("ivan@example.com"), answers("nobody@example.com")
	if fmt.Sprint(own) != fmt.Sprint(others) || fmt.Sprint(own) != fmt.Sprint(nobodys) {
		t.Errorf("the answers differ:\n%v\n%v\n%v", own, others, nobodys)
	}
}

// Guesses from many addresses only slow an account down.
func TestLockoutOverAllAddresses(t *testing.T) {
	d := newDesk(t).unlimited()
	guess := func(n int) {
		if _, err := d.app.DB().NewQuery(`INSERT INTO lockouts (account, address, failures, until, created, updated)
			VALUES ('users/olga', '', {:n}, strftime('%Y-%m-%d %H:%M:%fZ', 'now', '+1 hour'), '', '') ON CONFLICT (account, address) DO UPDATE SET failures = {:n}`).
			Bind(map[string]any{"n": n}).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	timed := func() time.Duration {
		start := time.Now()
		d.check(d.logIn(office, "users", "olga", password), 200)
		return time.Since(start)
	}
	guess(198)
	d.logIn(stranger, "users", "olga", "wrong")
	quick := timed()
	d.logIn("192.0.2.67", "users", "olga", "wrong")
	if slow := timed(); slow < time.Second || quick > slow {
		t.Errorf("an attempt takes %s after 199 mistakes and %s after 200", quick, slow)
	}
}

// Right log-ins at once all succeed; of guesses at once only ten are looked at.
func TestLockoutOfParallelAttempts(t *testing.T) {
	d := newDesk(t).unlimited()
	var looked atomic.Int64
	d.app.OnRecordAuthWithPasswordRequest().Bind(&hook.Handler[*core.RecordAuthWithPasswordRequestEvent]{Priority: 99, Func: func(e *core.RecordAuthWithPasswordRequestEvent) error {
		looked.Add(1)
		time.Sleep(10 * time.Millisecond) // a hash of some cost
		return e.Next()
	}})
	atOnce := func(n int, secret string) (ok int64) {
		var all sync.WaitGroup
		var right atomic.Int64
		for range n {
			all.Go(func() {
				if d.logIn(office, "users", "olga", secret).status == 200 {
					right.Add(1)
				}
			})
		}
		all.Wait()
		return right.Load()
	}
	if ok := atOnce(16, password); ok != 16 {
		t.Errorf("%d of 16 right log-ins succeed", ok)
	}
	looked.Store(0)
	atOnce(40, "wrong")
	if n := looked.Load(); n != 10 {
		t.Errorf("%d of 40 guesses were looked at", n)
	}
}

// The password that a change asks for is guarded like that of a log-in.
func TestLockoutCountsOldPasswords(t *testing.T) {
	d := newDesk(t).unlimited()
	try := func(address, old, confirm string) response {
		return d.askFrom(address, "olga", "PATCH", record("users", "olga"), `{"oldPassword":`+old+`,"password":"novyi-12345","passwordConfirm":"`+confirm+`"}`)
	}
	change := func(address, old string) response { return try(address, old, "novyi-12345") }
	counted := func(address string) int {
		return d.count("lockouts", "account != '' AND address = '"+address+"'")
	}
	for range 5 {
		d.check(change(stranger, `"wrong"`), 400, `"oldPassword":{"code":"validation_invalid_old_password"`)
		d.check(change(stranger, `12345`), 400, `"oldPassword"`)
	}
	d.check(change(stranger, `"`+password+`"`), 429, `"oldPassword":{"code":"account_locked"`, `"minutes":15`)
	d.check(d.logIn(stranger, "users", "olga", password), 429)
	d.check(d.logIn(stranger, "users", "olga@example.com", password), 429)
	d.check(d.askFrom(stranger, "olga", "PATCH", record("users", "olga"), `{"name":"Ольга"}`), 200) // the session itself goes on
	for range 2 {
		d.check(change(office, `"wrong"`), 400, `"oldPassword"`)
	}
	if counted(office) == 0 {
		t.Error("wrong old passwords are not counted")
	}
	d.check(try(office, `"`+password+`"`, "other-12345"), 400, `"passwordConfirm"`)
	if n := counted(office); n != 0 {
		t.Errorf("the right old password was given and %d counts are left", n)
	}
	d.check(change(office, `"`+password+`"`), 200)
}

func TestLockoutCountsConfirmedAddresses(t *testing.T) {
	d := newDesk(t).unlimited()
	olga, err := d.app.FindRecordById("users", id("olga"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := olga.NewEmailChangeToken("other@example.com")
	if err != nil {
		t.Fatal(err)
	}
	confirm := func(address, secret string) response {
		return d.askFrom(address, "", "POST", "/api/collections/users/confirm-email-change", `{"token":"`+key+`","password":"`+secret+`"}`)
	}
	for range 10 {
		d.check(confirm(stranger, "wrong"), 400, `"password"`)
	}
	d.check(confirm(stranger, password), 429, `"password":{"code":"account_locked"`)
	d.check(d.logIn(stranger, "users", "olga", password), 429)
	d.want(200, "boss", "PATCH", record("users", "olga"), `{"blocked":true}`)
	d.check(confirm(office, password), 400) // the block voids it
}

// A password reset and the administrator unlock an account.
func TestUnlock(t *testing.T) {
	d := newDesk(t).unlimited()
	lock := func() {
		for range 10 {
			d.logIn(office, "users", "olga", "wrong")
		}
		d.check(d.logIn(office, "users", "olga", password), 429)
	}
	lock()
	row, err := d.app.FindFirstRecordByFilter("lockouts", "account = 'users/olga' && address = '"+office+"'")
	if err != nil {
		t.Fatal(err)
	}
	d.want(204, "root", "DELETE", "/api/collections/lockouts/records/"+row.Id, "")
	d.check(d.logIn(office, "users", "olga", password), 200)

	lock()
	olga, err := d.app.FindRecordById("users", id("olga"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := olga.NewPasswordResetToken()
	if err != nil {
		t.Fatal(err)
	}
	d.want(204, "", "POST", "/api/collections/users/confirm-password-reset", `{"token":"`+key+`","password":"novyi-98765","passwordConfirm":"novyi-98765"}`)
	d.check(d.logIn(office, "users", "olga", "novyi-98765"), 200)
}
