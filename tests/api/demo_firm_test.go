package api

import (
	"io"
	"testing"

	"github.com/pocketbase/pocketbase/tests"

	"otklik/hooks"
)

// A large invented firm is one that the hooks might have left behind.
func TestTableSeedTasks(t *testing.T) {
	folder := t.TempDir()
	if err := hooks.SeedTasks(folder, 2000, io.Discard); err != nil {
		t.Fatal(err)
	}
	app, err := tests.NewTestApp(folder)
	if err != nil {
		t.Fatal(err)
	}
	hooks.Register(app, hooks.Config{})
	d := newDeskOn(t, app)
	for what, broken := range map[string]string{
		"a new task has nobody, and no other":            "(status = 'new') != (consultant = '')",
		"a finished task has its time":                   "(status IN ('done', 'closed')) != (done_at != '')",
		"a closed task has its time":                     "(status = 'closed') != (closed_at != '')",
		"the times of a life follow each other":          "created > updated OR (done_at != '' AND done_at < created) OR (closed_at != '' AND closed_at < done_at)",
		"nothing is later than now":                      "MAX(created, updated, last_at) > strftime('%Y-%m-%d %H:%M:%fZ')",
		"the organisation is the client's":               "profile NOT IN (SELECT id FROM profiles p WHERE p.user = tasks.client)",
		"clients and consultants are what they are":      "client NOT IN (SELECT id FROM users WHERE role = 'client') OR (consultant != '' AND consultant NOT IN (SELECT id FROM users WHERE role = 'consultant'))",
		"the last word is the last comment's":            "last_at != COALESCE((SELECT MAX(created) FROM comments WHERE task = tasks.id), '')",
		"it is said who spoke last":                      "last_by != COALESCE((SELECT IIF(author = tasks.client, 'client', 'staff') FROM comments WHERE task = tasks.id ORDER BY created DESC LIMIT 1), '')",
		"the first answer is the first of staff":         "answered_at != COALESCE((SELECT MIN(created) FROM comments WHERE task = tasks.id AND author != tasks.client), '')",
		"an answer is due while the client waits for it": "(due_at != '') != (status IN ('new', 'in_progress') AND last_by != 'staff')",
		"history tells of the creation":                  "(SELECT COUNT(*) FROM history WHERE task = tasks.id AND event = 'created' AND created = tasks.created) != 1",
		"history tells of the status":                    "status != (SELECT json_extract(after, '$.status') FROM history WHERE task = tasks.id AND event IN ('created', 'status') ORDER BY rowid DESC LIMIT 1)",
		"history tells of the assignment":                "(consultant != '') != EXISTS (SELECT 1 FROM history WHERE task = tasks.id AND event = 'assigned')",
		"a rating is of a finished task":                 "status NOT IN ('done', 'closed') AND EXISTS (SELECT 1 FROM assessments WHERE task = tasks.id)",
		"notes are the consultant's":                     "EXISTS (SELECT 1 FROM notes WHERE task = tasks.id AND author != tasks.consultant)",
		"who answered a low rating is known with when":   "EXISTS (SELECT 1 FROM assessments WHERE task = tasks.id AND (answered_at != '') != (answered_by != ''))",
		"good ratings need no answer":                    "EXISTS (SELECT 1 FROM assessments WHERE task = tasks.id AND rating > 3 AND answered_at != '')",
		"a category is one of the firm's":                "category != '' AND category NOT IN (SELECT id FROM categories)",
		"a title fits and has no slot left":              "length(title) NOT BETWEEN 3 AND 200 OR title || description LIKE '%{%'",
	} {
		if n := d.count("tasks", broken); n > 0 {
			t.Errorf("%s, but not %d tasks", what, n)
		}
	}
	for where, between := range map[string][2]int{
		"number BETWEEN 1 AND 2000":                             {2000, 2000},
		"status IN ('new', 'in_progress', 'waiting')":           {500, 800}, // a third of 2000
		"id IN (SELECT task FROM assessments WHERE rating > 3)": {250, 600},
		"id IN (SELECT task FROM assessments WHERE rating < 3)": {10, 150},
		"last_by = 'client' AND status = 'closed'":              {100, 900},
		"category = ''":                  {40, 200},
		"id IN (SELECT task FROM notes)": {80, 280},
		"id IN (SELECT task FROM assessments WHERE rating > 0 AND rating < 4 AND answered_at = '')": {0, 20},
	} {
		if n := d.count("tasks", where); n < between[0] || n > between[1] {
			t.Errorf("%s: %d tasks", where, n)
		}
	}
	for table, between := range map[string][2]int{"comments": {4000, 6000}, "profiles": {40, 40}, "(SELECT * FROM users WHERE role = 'consultant')": {12, 12}, "history": {10_000, 16_000}} {
		if n := d.count(table, "1"); n < between[0] || n > between[1] {
			t.Errorf("%d of %s", n, table)
		}
	}
	if n := d.count("otklik_search", "1"); n != d.count("tasks", "archived_at = ''") {
		t.Errorf("%d tasks can be found", n)
	}
	if n := d.countsThatDiffer(t); n != 0 {
		t.Errorf("%d counters differ", n)
	}
}
