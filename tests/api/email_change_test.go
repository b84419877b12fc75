package api

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// A request for a new address answers alike whether the address is free or another
// person's. The owner is told, not the one who asks.
func TestEmailChangeTellsNothing(t *testing.T) {
	d := newDesk(t)
	ask := func(who, address string) response {
		return d.ask(who, "POST", "/api/collections/users/request-email-change", `{"newEmail":"`+address+`"}`)
	}
	free, taken, capital := ask("olga", "free@example.com"), ask("olga", "ivan@example.com"), ask("olga", "Ivan@Example.com")
	for _, got := range []response{free, taken, capital} {
		d.check(got, 204)
	}
	d.awaitMails(3)
	if got := strings.Join(d.told("outbox"), ", "); !strings.Contains(got, "ivan email_taken, ivan email_taken") {
		t.Errorf("mails: %s", got)
	}
	d.letter("free@example.com", "email_change")
	if n := d.count("outbox", "kind = 'email_taken' AND \"to\" = 'ivan@example.com' AND text LIKE '%ничего не изменилось%'"); n != 2 {
		t.Errorf("%d letters to the owner", n)
	}
	d.check(ask("olga", "olga@example.com"), 400, `"newEmail"`)
	d.check(ask("olga", "nonsense"), 400, `"newEmail"`)
	d.check(ask("", "ivan@example.com"), 401)
	d.check(d.ask("olga", "POST", "/api/collections/_superusers/request-email-change", `{"newEmail":"ivan@example.com"}`), 403)
}

// Registration must say what is taken, but an address hears it only so often.
func TestRegistrationIsNoAddressBook(t *testing.T) {
	d := newDesk(t).unlimited()
	ask := func(from, nick, address string) response {
		return d.askFrom(from, "", "POST", records("users"), strings.Replace(register(nick), nick+"@example.com", address, 1))
	}
	for range 15 {
		d.check(ask(stranger, "olga", "free@example.com"), 400, `"username":{"code":"validation_not_unique"`)
		d.check(ask(stranger, "fresh", "ivan@example.com"), 400, `"email":{"code":"validation_not_unique"`)
	}
	for _, address := range []string{"ivan@example.com", "free@example.com"} {
		got := ask(stranger, "fresh", address)
		d.check(got, 429, `"request":{"code":"too_many_requests"`)
		if after, err := strconv.Atoi(got.header.Get("Retry-After")); err != nil || after < 1 || after > 15*60 {
			t.Errorf("Retry-After: %q", got.header.Get("Retry-After"))
		}
	}
	d.check(ask(office, "fresh", "free@example.com"), 200)
	d.check(d.logIn(stranger, "users", "ivan", password), 200)
}

// Registrations at once hear no more of other people's accounts than one after another.
func TestParallelRegistrationsAreNoAddressBook(t *testing.T) {
	d := newDesk(t).unlimited()
	var told, refused atomic.Int64
	var asked sync.WaitGroup
	for range 60 {
		asked.Go(func() {
			got := d.askFrom(stranger, "", "POST", records("users"), register("olga"))
			switch got.status {
			case 400:
				told.Add(1)
			case 429:
				refused.Add(1)
			default:
				t.Errorf("%d %s", got.status, got.body)
			}
		})
	}
	asked.Wait()
	if told.Load() != 30 || refused.Load() != 30 {
		t.Errorf("%d heard that the nick is taken, %d were refused; want 30 and 30", told.Load(), refused.Load())
	}
}
