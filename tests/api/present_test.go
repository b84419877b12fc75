package api

import (
	"strings"
	"testing"
)

// A change based on an outdated copy is refused with the current task.
func TestStaleChangeShowsTheCurrentTask(t *testing.T) {
	d := newDesk(t)
	d.want(200, "boss", "PATCH", record("tasks", "work"), `{"title":"Как стало","rev":1}`)
	for _, who := range []string{"boss", "anna", "olga"} {
		got := d.want(409, who, "PATCH", record("tasks", "work"), `{"status":"closed","rev":1}`, "rev_conflict", `"present":{`, `"title":"Как стало"`, `"rev":2`)
		if strings.Contains(got.body, "idempotency_key") {
			t.Errorf("%s reads what is nobody's: %s", who, got.body)
		}
	}
	for _, who := range []string{"ivan", "vera", ""} {
		got := d.want(404, who, "PATCH", record("tasks", "work"), `{"status":"closed","rev":1}`)
		if strings.Contains(got.body, "Как стало") {
			t.Errorf("%s reads %s", who, got.body)
		}
	}
	d.want(204, "olga", "DELETE", record("tasks", "work"), "")
	d.want(404, "anna", "PATCH", record("tasks", "work"), `{"status":"done","rev":1}`)
}
