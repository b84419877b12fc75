package api

import (
	"strings"
	"testing"

	"github.com/pocketbase/dbx"
)

// Lookups of every request use an index, according to the query plans of SQLite.
func TestLookupsUseAnIndex(t *testing.T) {
	d := newDesk(t)
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
			if strings.HasPrefix(step.Detail, "SCAN") {
				t.Errorf("%s\n\treads the whole table: %s", query, step.Detail)
			}
		}
	}
}
