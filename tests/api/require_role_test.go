package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/tests"
)

// everyRoute returns the five routes of each collection; a new collection needs its
// rows too.
func everyRoute(t *testing.T) map[string]bool {
	app := newApp(t)
	defer app.Cleanup()
	collections, err := app.FindAllCollections()
	if err != nil {
		t.Fatal(err)
	}
	routes := map[string]bool{}
	for _, c := range collections {
		if c.System {
			continue
		}
		for _, do := range [][2]string{{"GET", records(c.Name)}, {"GET", record(c.Name, "x")}, {"POST", records(c.Name)}, {"PATCH", record(c.Name, "x")}, {"DELETE", record(c.Name, "x")}} {
			routes[route([3]string{do[0], do[1]})] = true
		}
	}
	return routes
}

// route returns the method and the path of a request without its ids.
func route(do [3]string) string {
	parts := strings.Split(do[1], "/")
	return strings.Replace(do[0], "LIST", "GET", 1) + " " + strings.Join(parts[:min(len(parts), 5)], "/") + strings.Repeat("/…", max(0, len(parts)-5))
}

// tryAccess makes a request to a restored desk.
func (d *desk) tryAccess(t *testing.T, do [3]string, who string, want int) {
	t.Run(scenarioName(do, who), func(t *testing.T) {
		d := d.restored(t)
		method, status := do[0], want
		if method == "LIST" {
			method, status = http.MethodGet, 200
		}
		got := d.ask(who, method, do[1], do[2])
		if got.status != status {
			t.Errorf("got %d, want %d: %s", got.status, status, got.body)
		}
		if total := fmt.Sprintf(`"totalItems":%d,`, want); do[0] == "LIST" && !strings.Contains(got.body, total) {
			t.Errorf("want %s in %s", total, got.body)
		}
		for _, hidden := range hiddenFrom(who) {
			if strings.Contains(got.body, hidden) {
				t.Errorf("%q is in %s", hidden, got.body)
			}
		}
	})
}

func scenarioName(do [3]string, who string) string {
	return strings.Join([]string{do[0], strings.ReplaceAll(do[1], "/", " "), do[2], "as", who}, " ")
}

// newsApp is the seeded application with a row in each collection that only the
// server writes, and with readable ids for rows made by migrations.
func newsApp(t testing.TB) *tests.TestApp {
	app := newApp(t)
	var statements []string
	for _, n := range []struct{ name, user, task string }{
		{"olganews", "olga", "work"}, {"gonenews", "olga", "gone"}, {"annanews", "anna", "work"}, {"bossnews", "boss", "gone"}, {"ivannews", "ivan", "work"},
	} {
		statements = append(statements, fmt.Sprintf("INSERT INTO notifications (id, user, task, kind) VALUES ('%s', '%s', '%s', 'answer')", id(n.name), id(n.user), id(n.task)))
	}
	statements = append(statements,
		"INSERT INTO outbox (id, `to`, kind, status, text) VALUES ('"+id("letter")+"', 'olga@example.com', 'reset', 'failed', '"+noteSecret+"')",
		"INSERT INTO inbox (id, message_id, status, body) VALUES ('"+id("mail")+"', 'a@b', 'held', '"+ivanSecret+"')",
		"INSERT INTO mail_files (id, mail, task, files) VALUES ('"+id("leftwork")+"', '"+id("mail")+"', '"+id("work")+"', '[\"a.exe\"]'), ('"+id("leftgone")+"', '"+id("mail")+"', '"+id("gone")+"', '[\"a.exe\"]')",
		"INSERT INTO canned_answers (id, title, body) VALUES ('"+id("shared")+"', 'Общая', 'Здравствуйте!')",
		"INSERT INTO canned_answers (id, title, body, owner) VALUES ('"+id("annas")+"', 'Своя', 'Здравствуйте!', '"+id("anna")+"')",
		"INSERT INTO calendar (id, year, months) VALUES ('"+id("year")+"', 2027, '["+monthsOf("2027")[len(`"months":[`):]+"')",
		"INSERT INTO lockouts (id, account, failures) VALUES ('"+id("lockout")+"', 'users/ivan', 3)",
		"INSERT INTO categories (id, name, position) VALUES ('"+id("salary")+"', 'Зарплата', 1), ('"+id("taxes")+"', 'Налоги', 2)",
		"UPDATE tasks SET category = '"+id("taxes")+"' WHERE id = '"+id("gone")+"'",
		"UPDATE mailbox SET id = '"+id("box")+"'", "UPDATE site SET id = '"+id("firm")+"'", "UPDATE quotas SET id = '"+id("quota")+"'", "UPDATE schedule SET id = '"+id("hours")+"'",
		"UPDATE mail_templates SET id = '"+id("template")+"' WHERE kind = 'answer' AND locale = 'en'",
		"UPDATE history SET id = '"+id("workline")+"' WHERE id = (SELECT MIN(id) FROM history WHERE task = '"+id("work")+"')",
		"INSERT INTO history (id, event, about, created) VALUES ('"+id("siteline")+"', 'settings', '"+noteSecret+"', '2026-01-01 00:00:00.000Z')",
		"UPDATE history SET id = '"+id("annaline")+"' WHERE event = 'user' AND about LIKE 'Anna%'",
		"UPDATE history SET id = '"+id("goneline")+"' WHERE id = (SELECT MIN(id) FROM history WHERE task = '"+id("gone")+"')",
	)
	if _, err := app.DB().NewQuery(strings.Join(statements, "; ")).Execute(); err != nil {
		t.Fatal(err)
	}
	return app
}

// hiddenFrom returns the texts that must not be in any response to a person.
func hiddenFrom(who string) []string {
	switch who {
	case "anna", "boss", "root":
		return []string{"panic"}
	case "ivan":
		return []string{noteSecret}
	}
	return []string{noteSecret, ivanSecret}
}
