package api

import (
	"strings"
	"sync"
	"testing"
)

// The same key of the same caller makes one record, whatever is created; that of
// another caller makes another.
func TestKeysOfRecords(t *testing.T) {
	for _, row := range []struct{ collection, who, body, other, otherBody, wrong string }{
		{"comments", "olga", `{"task":"` + id("work") + `","body":"Раз"}`, "anna", `{"task":"` + id("work") + `","body":"Два"}`, `{"task":"` + id("work") + `","body":""}`},
		{"notes", "anna", `{"task":"` + id("work") + `","body":"Раз"}`, "igor", `{"task":"` + id("work") + `","body":"Два"}`, `{"task":"` + id("work") + `","body":""}`},
		{"assessments", "olga", `{"task":"` + id("done") + `","rating":5}`, "", "", `{"task":"` + id("done") + `","rating":9}`},
		{"users", "", register("twice"), "", register("thrice"), strings.ReplaceAll(register("twice"), "7707083893", "1")},
		{"users", "boss", `{"username":"twice","email":"twice@example.com","password":"parol-12345","passwordConfirm":"parol-12345","role":"consultant"}`, "", "", `{"username":"twice"}`},
	} {
		t.Run(row.collection+" "+row.who, func(t *testing.T) {
			d := newDesk(t)
			ask := func(who, body string) response {
				return d.ask(who, "POST", records(row.collection), body, "Idempotency-Key", "k")
			}
			d.check(ask(row.who, row.wrong), 400) // frees the key
			before := d.count(row.collection, "1")
			var all sync.WaitGroup
			ids := make([]string, 6)
			for i := range ids {
				all.Go(func() { ids[i], _ = ask(row.who, row.body).decode(t)["id"].(string) })
			}
			all.Wait()
			for _, other := range ids {
				if other == "" || other != ids[0] {
					t.Fatalf("different records: %v", ids)
				}
			}
			if n := d.count(row.collection, "1") - before; n != 1 {
				t.Errorf("%d records of one key", n)
			}
			if got := ask(row.who, row.body); got.status != 200 || got.header.Get("Idempotent-Replayed") != "true" {
				t.Errorf("no replay: %d %s", got.status, got.body)
			}
			if row.otherBody != "" {
				if got := ask(row.other, row.otherBody); got.status != 200 || strings.Contains(got.body, ids[0]) {
					t.Errorf("another caller: %d %s", got.status, got.body)
				}
			}
			d.check(d.ask(row.who, "POST", records(row.collection), row.body, "Idempotency-Key", strings.Repeat("k", 65)), 400, "idempotency_key_long")
		})
	}
}

// A registration is answered again only to those who know its password.
func TestKeyOfARegistrationTellsNothing(t *testing.T) {
	d := newDesk(t)
	first := d.ask("", "POST", records("users"), register("twice"), "Idempotency-Key", "k")
	d.check(first, 200)
	guess := strings.ReplaceAll(register("twice"), "parol-12345", "drugoy-12345")
	got := d.ask("", "POST", records("users"), guess, "Idempotency-Key", "k")
	d.check(got, 400, `"username"`)
	if profiles := d.count("profiles", "user = '"+first.decode(t)["id"].(string)+"'"); profiles != 1 {
		t.Errorf("%d organisations", profiles)
	}
}
