package api

import (
	"strings"
	"testing"
)

// Each request has a price in statements, which is the same on every machine. Whoever
// needs a dearer one raises its number and says why in the commit. BEGIN, COMMIT and
// the look-up of who asks are counted; what is done after the answer is not. A request
// that changes something waits for the disk once, at its COMMIT, and changes nothing
// outside of it; one that reads doesn't wait.
func TestStatementsOfARequest(t *testing.T) {
	d, l := newCountedDesk(t)
	d.want(200, "boss", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	// People have asked before, of a desk that has run for a while.
	keys := map[string]string{}
	for _, who := range []string{"olga", "anna", "boss"} {
		keys[who] = token(t, d.app, who)
		d.check(d.with(keys[who], "GET", record("tasks", "work"), ""), 200)
	}
	d.want(200, "ivan", "POST", records("tasks"), `{"title":"Раньше"}`)
	for _, row := range []struct {
		what, who, method, url, body string
		want                         int
	}{
		{"create", "olga", "POST", records("tasks"), `{"title":"Новая задача","description":"Описание"}`, 7},
		{"list of own", "olga", "GET", records("tasks") + "?skipTotal=1&sort=-number", "", 2},
		{"view", "olga", "GET", record("tasks", "new") + "?expand=profile", "", 3},
		{"view with the assessment", "olga", "GET", record("tasks", "new") + "?expand=profile,assessments_via_task", "", 5},
		{"edit", "olga", "PATCH", record("tasks", "new"), `{"title":"Другая тема"}`, 7},
		{"take", "anna", "PATCH", record("tasks", "new"), `{"consultant":"` + id("anna") + `"}`, 9},
		{"comment", "olga", "POST", records("comments"), `{"task":"` + id("new") + `","body":"Вопрос"}`, 9},
		{"close with rating", "olga", "PATCH", record("tasks", "work"), `{"status":"closed","assessment":{"rating":5,"comment":"Спасибо"}}`, 13},
		{"queue", "boss", "GET", "/api/desk/queue", "", 3},
	} {
		l.taken()
		d.check(d.with(keys[row.who], row.method, row.url, row.body), 200)
		if got := l.taken(); len(got) != row.want {
			t.Errorf("%s: %d statements, want %d:\n  %s", row.what, len(got), row.want, strings.Join(got, "\n  "))
		} else if commits, outside := writesOf(got); outside != "" || commits != min(1, len(row.body)) {
			t.Errorf("%s: %d commits, and outside of a transaction %q", row.what, commits, outside)
		}
	}
}

// writesOf counts the commits among statements, and returns a change that is in none.
func writesOf(statements []string) (commits int, outside string) {
	within := false
	for _, s := range statements {
		switch word, _, _ := strings.Cut(s, " "); word {
		case "BEGIN":
			within = true
		case "COMMIT":
			within = false
			commits++
		case "SELECT", "WITH":
		default:
			if !within {
				outside = s
			}
		}
	}
	return commits, outside
}
