package api

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

func TestLockout(t *testing.T) {
	d := newDesk(t)
	login := func(identity, secret string) response {
		t.Helper()
		return d.ask("", "POST", "/api/collections/users/auth-with-password", `{"identity":"`+identity+`","password":"`+secret+`"}`)
	}
	for _, account := range []string{"olga", "nobody"} { // known and unknown alike
		for range 5 {
			d.check(login(account, "wrong"), 400, "wrong_password")
		}
		d.check(login(account, "wrong"), 429, "account_locked", `"minutes":15`)
	}
	d.check(login("OLGA@example.com", password), 429, "account_locked") // by any name
	d.check(login("ivan", password), 200)
	if _, err := d.app.DB().NewQuery("UPDATE lockouts SET until = '2020-01-01 00:00:00.000Z' WHERE account = 'users/olga'").Execute(); err != nil {
		t.Fatal(err)
	}
	d.check(login("olga", password), 200) // the period is over
	for range 5 {
		login("olga", "wrong")
	}
	row, err := d.app.FindFirstRecordByData("lockouts", "account", "users/olga")
	if err != nil {
		t.Fatal(err)
	}
	d.want(204, "root", "DELETE", "/api/collections/lockouts/records/"+row.Id, "")
	d.check(login("olga", password), 200) // released by the administrator
	d.check(login("vera", password), 403, `"blocked"`)
}

func TestLockoutCountsParallelGuesses(t *testing.T) {
	d := newDesk(t)
	var looked atomic.Int64
	d.app.OnRecordAuthWithPasswordRequest().Bind(&hook.Handler[*core.RecordAuthWithPasswordRequestEvent]{Priority: 99, Func: func(e *core.RecordAuthWithPasswordRequestEvent) error {
		looked.Add(1)
		time.Sleep(50 * time.Millisecond) // a hash of the real cost
		return e.Next()
	}})
	var all sync.WaitGroup
	for range 30 {
		all.Go(func() {
			d.ask("", "POST", "/api/collections/users/auth-with-password", `{"identity":"olga","password":"wrong"}`)
		})
	}
	all.Wait()
	if n := looked.Load(); n != 5 {
		t.Errorf("%d of 30 guesses were looked at", n)
	}
	d.check(d.ask("", "POST", "/api/collections/users/auth-with-password", `{"identity":"olga","password":"`+password+`"}`), 429, "account_locked")
}

func TestLockoutCountsOldPasswords(t *testing.T) {
	d := newDesk(t)
	change := func(old string) response {
		return d.ask("olga", "PATCH", record("users", "olga"), `{"oldPassword":"`+old+`","password":"novyi-12345","passwordConfirm":"novyi-12345"}`)
	}
	for range 5 {
		d.check(change("wrong"), 400, `"oldPassword":{"code":"validation_invalid_old_password"`)
	}
	d.check(change(password), 429, `"oldPassword":{"code":"account_locked"`, `"minutes":15`)
	d.want(200, "olga", "PATCH", record("users", "olga"), `{"name":"Ольга"}`) // the session itself goes on
	if _, err := d.app.DB().NewQuery("DELETE FROM lockouts").Execute(); err != nil {
		t.Fatal(err)
	}
	d.check(change("wrong"), 400)
	d.check(d.ask("olga", "PATCH", record("users", "olga"), `{"oldPassword":"`+password+`","password":"novyi-12345","passwordConfirm":"other-12345"}`), 400, `"passwordConfirm"`)
	d.check(change(password), 200)
	if n, _ := d.app.CountRecords("lockouts"); n != 0 {
		t.Errorf("%d lockouts are left", n)
	}
}

func TestConfirmingAnAddressIsLimited(t *testing.T) {
	d := newDesk(t)
	olga, err := d.app.FindRecordById("users", id("olga"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := olga.NewEmailChangeToken("other@example.com")
	if err != nil {
		t.Fatal(err)
	}
	var last int
	for i := range 6 {
		req := httptest.NewRequest("POST", "/api/collections/users/confirm-email-change", strings.NewReader(fmt.Sprintf(`{"token":"%s","password":"guess%d"}`, key, i)))
		req.Header.Set("Content-Type", "application/json")
		req.RemoteAddr = "192.0.2.2:5"
		rec := httptest.NewRecorder()
		d.mux.ServeHTTP(rec, req)
		if last = rec.Code; i < 5 && last != 400 {
			t.Errorf("guess %d: %d %s", i, last, rec.Body)
		}
	}
	if last != 429 {
		t.Errorf("the sixth guess: %d", last)
	}
	d.want(200, "boss", "PATCH", record("users", "olga"), `{"blocked":true}`)
	d.want(400, "", "POST", "/api/collections/users/confirm-email-change", `{"token":"`+key+`","password":"`+password+`"}`) // the block voids it
}
