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
		`"ratings":[{"number":5,"title":"Задача shut","rating":4,"comment":"Хорошо"`, `"blocked":false`, `"counts":{"tasks":5,"open":3}`)
	open := got.decode(t)["open"].([]any)
	if len(open) != 3 || open[0].(map[string]any)["title"] != "Задача wait" || open[2].(map[string]any)["status"] != "new" {
		t.Errorf("open tasks: %v", open)
	}
	for _, hidden := range []string{"olga@example.com", "Задача gone", "idempotency_key", "tokenKey", "password", ivanSecret} {
		if strings.Contains(got.body, hidden) {
			t.Errorf("a consultant reads %q in %s", hidden, got.body)
		}
	}
	d.want(200, "boss", "GET", cardOf("olga"), "", `"email":"olga@example.com"`, `"counts":{"tasks":5,"open":3}`)
	d.want(200, "anna", "GET", cardOf("vera"), "", `"blocked":true`, `"ratings":[]`)
	d.want(404, "anna", "GET", cardOf("igor"), "")
	d.want(404, "anna", "GET", cardOf("none"), "")
}

// Only managers see the rating of a task that its client has deleted.
func TestCardOfDeletedTasks(t *testing.T) {
	d := newDesk(t)
	d.want(204, "olga", "DELETE", record("tasks", "shut"), "")
	d.want(200, "anna", "GET", cardOf("olga"), "", `"ratings":[]`, `"counts":{"tasks":4,"open":3}`)
	d.want(200, "boss", "GET", cardOf("olga"), "", `"comment":"Хорошо"`)
	d.want(200, "root", "GET", cardOf("olga"), "", `"comment":"Хорошо"`)
}
