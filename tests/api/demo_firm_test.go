package api

import (
	"io"
	"testing"

	"github.com/pocketbase/pocketbase/tests"

	"otklik/hooks"
)

// The large generated firm is consistent, as if written through the hooks.
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
	for _, c := range []struct{ what, broken string }{
		{"a new task has nobody, and no other", "(status = 'new') != (consultant = '')"},
		{"a finished task has its time", "(status IN ('done', 'closed')) != (done_at != '')"},
		{"a closed task has its time", "(status = 'closed') != (closed_at != '')"},
		{"the times of a life follow each other", "created > updated OR (done_at != '' AND done_at < created) OR (closed_at != '' AND closed_at < done_at)"},
		{"nothing is later than now", "MAX(created, updated, last_at) > strftime('%Y-%m-%d %H:%M:%fZ')"},
		{"the organisation is the client's", "profile NOT IN (SELECT id FROM profiles p WHERE p.user = tasks.client)"},
		{"clients and consultants are what they are", "client NOT IN (SELECT id FROM users WHERE role = 'client') OR (consultant != '' AND consultant NOT IN (SELECT id FROM users WHERE role = 'consultant'))"},
		{"the last word is the last comment's", "last_at != COALESCE((SELECT MAX(created) FROM comments WHERE task = tasks.id), '')"},
		{"it is said who spoke last", "last_by != COALESCE((SELECT IIF(author = tasks.client, 'client', 'staff') FROM comments WHERE task = tasks.id ORDER BY created DESC LIMIT 1), '')"},
		{"the first answer is the first of staff", "answered_at != COALESCE((SELECT MIN(created) FROM comments WHERE task = tasks.id AND author != tasks.client), '')"},
		{"an answer is due while the client waits for it", "(due_at != '') != (status IN ('new', 'in_progress') AND last_by != 'staff')"},
		{"history tells of the creation", "(SELECT COUNT(*) FROM history WHERE task = tasks.id AND event = 'created' AND created = tasks.created) != 1"},
		{"history tells of the status", "status != (SELECT json_extract(after, '$.status') FROM history WHERE task = tasks.id AND event IN ('created', 'status') ORDER BY rowid DESC LIMIT 1)"},
		{"history tells of the assignment", "(consultant != '') != EXISTS (SELECT 1 FROM history WHERE task = tasks.id AND event = 'assigned')"},
		{"a rating is of a finished task", "status NOT IN ('done', 'closed') AND EXISTS (SELECT 1 FROM assessments WHERE task = tasks.id)"},
		{"notes are the consultant's", "EXISTS (SELECT 1 FROM notes WHERE task = tasks.id AND author != tasks.consultant)"},
		{"who answered a low rating is known with when", "EXISTS (SELECT 1 FROM assessments WHERE task = tasks.id AND (answered_at != '') != (answered_by != ''))"},
		{"good ratings need no answer", "EXISTS (SELECT 1 FROM assessments WHERE task = tasks.id AND rating > 3 AND answered_at != '')"},
		{"a category is one of the firm's", "category != '' AND category NOT IN (SELECT id FROM categories)"},
		{"a title fits and has no slot left", "length(title) NOT BETWEEN 3 AND 200 OR title || description LIKE '%{%'"},
	} {
		if n := d.count("tasks", c.broken); n > 0 {
			t.Errorf("%s, but not %d tasks", c.what, n)
		}
	}
	if n := d.count("sqlite_stat1", "tbl LIKE 'otklik_search%'"); n > 0 {
		t.Errorf("%d statistics of the search index when it was empty", n)
	}
	for _, c := range []struct {
		where   string
		between [2]int
	}{
		{"number BETWEEN 1 AND 2000", [2]int{2000, 2000}},
		{"status IN ('new', 'in_progress', 'waiting')", [2]int{500, 800}}, // a third of 2000
		{"id IN (SELECT task FROM assessments WHERE rating > 3)", [2]int{250, 600}},
		{"id IN (SELECT task FROM assessments WHERE rating < 3)", [2]int{10, 150}},
		{"last_by = 'client' AND status = 'closed'", [2]int{100, 900}},
		{"category = ''", [2]int{40, 200}},
		{"id IN (SELECT task FROM notes)", [2]int{80, 280}},
		{"id IN (SELECT task FROM assessments WHERE rating > 0 AND rating < 4 AND answered_at = '')", [2]int{0, 20}},
	} {
		if n := d.count("tasks", c.where); n < c.between[0] || n > c.between[1] {
			t.Errorf("%s: %d tasks", c.where, n)
		}
	}
	for _, c := range []struct {
		table   string
		between [2]int
	}{{"comments", [2]int{4000, 6000}}, {"profiles", [2]int{40, 40}}, {"(SELECT * FROM users WHERE role = 'consultant')", [2]int{12, 12}}, {"history", [2]int{10_000, 16_000}}} {
		if n := d.count(c.table, "1"); n < c.between[0] || n > c.between[1] {
			t.Errorf("%d of %s", n, c.table)
		}
	}
	if n := d.count("otklik_search", "1"); n != d.count("tasks", "archived_at = ''") {
		t.Errorf("%d tasks can be found", n)
	}
	if n := d.countsThatDiffer(t); n != 0 {
		t.Errorf("%d counters differ", n)
	}
}
