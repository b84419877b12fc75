package api

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pocketbase/dbx"
)

// Lookups of every request use an index, according to the query plans of SQLite; and each
// index is used by one of them, or named in a query of the source: one that nobody needs
// makes every change dearer.
func TestLookupsUseAnIndex(t *testing.T) {
	d := newDesk(t)
	var plans strings.Builder
	for _, query := range []string{
		"SELECT * FROM history WHERE task = {:id} ORDER BY created",
		"SELECT * FROM history WHERE profile = {:id} ORDER BY created",
		"SELECT * FROM history WHERE created >= {:id} AND (created, rowid) < ({:id}, 5) ORDER BY created DESC, rowid DESC LIMIT 50",
		"SELECT * FROM history WHERE event IN ('user') AND task = '' AND profile = '' ORDER BY created DESC, rowid DESC LIMIT 50",
		"SELECT * FROM comments WHERE task = {:id} ORDER BY created",
		"SELECT * FROM notes WHERE task = {:id} ORDER BY created",
		"SELECT * FROM assessments WHERE task = {:id}",
		"SELECT * FROM profiles WHERE user = {:id}",
		"SELECT * FROM tasks WHERE number = {:id}",
		"SELECT * FROM tasks WHERE client = {:id} ORDER BY number DESC LIMIT 50",
		"SELECT * FROM tasks WHERE client = {:id} AND idempotency_key = {:id} AND idempotency_key != ''",
		"SELECT id FROM tasks WHERE category = {:id} AND category != '' LIMIT 1",
		"SELECT * FROM notifications WHERE user = {:id} ORDER BY created DESC LIMIT 50",
		"SELECT * FROM notifications WHERE user = {:id} AND task = {:id} AND read_at = ''",
		"SELECT * FROM notifications WHERE task = {:id} AND kind = 'closing'",
		"SELECT * FROM outbox WHERE status = 'queued' AND next_at <= {:id} ORDER BY next_at, created",
		"SELECT * FROM outbox WHERE status = 'queued' AND attempts = 0 AND user = {:id} AND task = {:id} AND kind = 'answer'",
		"SELECT * FROM profiles WHERE inn = {:id} AND id != {:id}",
		"SELECT a.rating FROM assessments a JOIN tasks t ON t.id = a.task WHERE a.client = {:id} ORDER BY a.created DESC LIMIT 5",
		"SELECT COUNT(*), SUM(archived_at = '') FROM tasks WHERE client = {:id}",
		"SELECT * FROM canned_answers WHERE owner = {:id}",
		"SELECT * FROM assessments WHERE rating > 0 AND rating <= 3 AND answered_at = '' AND updated > {:id}",
		"SELECT * FROM tasks WHERE done_at >= {:id} AND done_at < {:id} AND done_at != ''",
		"SELECT * FROM tasks WHERE closed_at >= {:id} AND closed_at < {:id} AND closed_at != ''",
		"SELECT * FROM tasks WHERE created >= {:id} AND created < {:id}",
		"SELECT id FROM assessments WHERE consultant = {:id}",
		"SELECT id FROM comments WHERE author = {:id}",
		"SELECT id FROM notes WHERE author = {:id}",
		"SELECT * FROM calendar WHERE year = 2026",
		"SELECT * FROM categories WHERE name = {:id}",
		"SELECT * FROM users WHERE email = {:id} COLLATE NOCASE AND email != ''",
		"SELECT * FROM users WHERE tokenKey = {:id}",
		"SELECT * FROM users WHERE username = {:id} COLLATE NOCASE",
		"SELECT id FROM users WHERE role = {:id} AND blocked = 0",
		"SELECT * FROM inbox WHERE comment = {:id} AND comment != ''",
		"SELECT * FROM inbox WHERE sender = {:id} AND created > {:id}",
		"SELECT * FROM lockouts WHERE account = {:id} AND address = {:id}",
		"DELETE FROM lockouts WHERE until <= {:id}",
		"SELECT * FROM mail_files WHERE comment = {:id} AND comment != ''",
		"SELECT * FROM mail_files WHERE mail = {:id}",
		"SELECT * FROM mail_files WHERE task = {:id}",
		"SELECT * FROM mail_templates WHERE kind = {:id} AND locale = {:id}",
		"SELECT DISTINCT task FROM notifications WHERE user = {:id} AND read_at = ''",
		"DELETE FROM otklik_ended_sessions WHERE forget <= {:id}",
		"DELETE FROM otklik_keys WHERE created <= {:id}",
		"SELECT * FROM otklik_people WHERE user = {:id}",
		"SELECT * FROM outbox WHERE status = 'failed' AND created > {:id}",
		"SELECT id FROM tasks WHERE archived_at != '' AND archived_at <= {:id}",
		"SELECT number FROM tasks WHERE consultant = {:id} AND status = {:id} AND archived_at = '' ORDER BY number DESC LIMIT 50",
		"SELECT number FROM tasks WHERE status = {:id} AND archived_at = '' ORDER BY number DESC LIMIT 50",
		"SELECT * FROM tasks WHERE consultant = {:id} ORDER BY number DESC LIMIT 50",
		"SELECT * FROM tasks WHERE profile = {:id} ORDER BY number DESC LIMIT 50",
		"SELECT * FROM inbox WHERE message_id = {:id}",
		"SELECT * FROM inbox WHERE task = {:id} AND user = {:id}",
		"SELECT * FROM inbox WHERE status = {:id} ORDER BY created DESC",
	} {
		var plan []struct {
			Detail string `db:"detail"`
		}
		if err := d.app.DB().NewQuery("EXPLAIN QUERY PLAN " + query).Bind(dbx.Params{"id": "x"}).All(&plan); err != nil {
			t.Fatal(query, err)
		}
		for _, step := range plan {
			plans.WriteString(step.Detail + " ")
			if strings.HasPrefix(step.Detail, "SCAN") {
				t.Errorf("%s\n\treads the whole table: %s", query, step.Detail)
			}
		}
	}
	source := sourceOf(t, "../../hooks")
	var indexes []string
	if err := d.app.DB().NewQuery("SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'idx%' AND tbl_name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name").Column(&indexes); err != nil || len(indexes) < 30 {
		t.Fatal(len(indexes), err)
	}
	for _, name := range indexes {
		if !strings.Contains(plans.String(), " "+name+" ") && !strings.Contains(source, name) {
			t.Errorf("no query needs %s", name)
		}
	}
}

// sourceOf returns the Go source in a folder, without its tests.
func sourceOf(t *testing.T, folder string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		all.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
