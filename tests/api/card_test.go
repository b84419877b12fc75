package api

import (
	"strings"
	"testing"
)

func cardOf(name string) string { return "/api/desk/clients/" + id(name) + "/card" }

func TestCard(t *testing.T) {
	d := newDesk(t)
	d.want(200, "anna", "PATCH", record("profiles", "orgolga"), someFacts)
	got := d.want(200, "anna", "GET", cardOf("olga"), "", `"organization":"ПАО Сбербанк"`, `"kpp":"773601001"`, factSecret,
		`"ratings":[{"number":5,"title":"Задача shut","rating":4,"comment":"Хорошо"`, `"blocked":false`, `"email":"olga@example.com"`, `"counts":{"tasks":5,"open":3}`)
	open := got.decode(t)["open"].([]any)
	if len(open) != 3 || open[0].(map[string]any)["title"] != "Задача wait" || open[2].(map[string]any)["status"] != "new" {
		t.Errorf("open tasks: %v", open)
	}
	for _, hidden := range []string{"Задача gone", "idempotency_key", "tokenKey", "password", ivanSecret} {
		if strings.Contains(got.body, hidden) {
			t.Errorf("a consultant reads %q in %s", hidden, got.body)
		}
	}
	d.want(200, "boss", "GET", cardOf("olga"), "", `"email":"olga@example.com"`, `"counts":{"tasks":5,"open":3}`)
	d.want(200, "anna", "GET", cardOf("vera"), "", `"blocked":true`, `"ratings":[]`)
	d.want(404, "anna", "GET", cardOf("igor"), "")
	d.want(404, "anna", "GET", cardOf("none"), "")
}

// Staff see how to reach a client, whoever asks and wherever the client stands; a
// consultant does not see the address of a colleague, a client nobody's.
func TestStaffReachClients(t *testing.T) {
	d := newDesk(t)
	const address = `"email":"olga@example.com"`
	for _, who := range []string{"anna", "igor", "boss", "root"} {
		d.want(200, who, "GET", record("users", "olga"), "", address)
		d.want(200, who, "GET", records("users")+"?filter=username='olga'", "", address)
		d.want(200, who, "GET", record("tasks", "work")+"?expand=client", "", address)
		d.want(200, who, "GET", cardOf("olga"), "", address)
	}
	for _, c := range []struct{ who, path string }{
		{"anna", record("users", "igor")}, {"anna", record("users", "boss")}, {"ivan", records("users")}, {"", records("users")},
	} {
		got := d.ask(c.who, "GET", c.path, "")
		for _, other := range []string{"igor@", "boss@", "olga@"} {
			if strings.Contains(got.body, other) {
				t.Errorf("%s reads %s of %s: %s", c.who, other, c.path, got.body)
			}
		}
	}
}

// Only managers see the rating of a task that its client has deleted.
func TestCardOfDeletedTasks(t *testing.T) {
	d := newDesk(t)
	d.want(204, "olga", "DELETE", record("tasks", "shut"), "")
	d.want(200, "anna", "GET", cardOf("olga"), "", `"ratings":[]`, `"counts":{"tasks":4,"open":3}`)
	d.want(200, "boss", "GET", cardOf("olga"), "", `"comment":"Хорошо"`)
	d.want(200, "root", "GET", cardOf("olga"), "", `"comment":"Хорошо"`)
}
