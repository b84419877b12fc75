package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// An index with a condition serves only the queries that name the condition:
// what looks a row up by its task read the whole table, and so these are for all
// rows. Those that go were a page more to write for whatever anybody did, and
// served what has time or has another index.
func init() {
	m.Register(func(app core.App) error {
		for _, change := range []struct {
			collection string
			remove     []string
			add        map[string]string
		}{
			{"history", []string{"idx_history_actor"}, map[string]string{
				"idx_history_task": "`task`, `created`", "idx_history_profile": "`profile`, `created`",
			}},
			{"notifications", []string{"idx_notifications_created", "idx_notifications_comment"}, nil},
			{"outbox", []string{"idx_outbox_waiting", "idx_outbox_message_id", "idx_outbox_status"}, map[string]string{"idx_outbox_task": "`task`, `user`"}},
			{"inbox", nil, map[string]string{"idx_inbox_task": "`task`", "idx_inbox_comment": "`comment`"}},
		} {
			c, err := app.FindCollectionByNameOrId(change.collection)
			if err != nil {
				return err
			}
			for _, name := range change.remove {
				c.RemoveIndex(name)
			}
			for name, columns := range change.add {
				c.RemoveIndex(name)
				c.AddIndex(name, false, columns, "")
			}
			if change.collection == "outbox" {
				c.AddIndex("idx_outbox_failed", false, "`created`", "`status` = 'failed'")
			}
			if err := app.Save(c); err != nil {
				return err
			}
		}
		return nil
	}, nil)
}
