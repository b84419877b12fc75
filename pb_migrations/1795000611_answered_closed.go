package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What a client says on a closed task waits for staff as on a done one. What was said
// on those that nobody can reopen any more has waited long enough.
func init() {
	m.Register(func(app core.App) error {
		tasks, err := app.FindCollectionByNameOrId("tasks")
		if err != nil {
			return err
		}
		tasks.RemoveIndex("idx_tasks_answered")
		tasks.AddIndex("idx_tasks_answered", false, "`consultant`, `number`",
			"`last_by` = 'client' AND `status` != 'new' AND (`status` != 'done' OR `last_at` > `done_at`) AND (`status` != 'closed' OR `last_at` > `closed_at`) AND `archived_at` = ''")
		if err := app.Save(tasks); err != nil {
			return err
		}
		_, err = app.DB().NewQuery(`UPDATE tasks SET last_by = '' WHERE status = 'closed' AND last_by = 'client' AND last_at > closed_at
			AND closed_at < strftime('%Y-%m-%d', 'now', '-14 days')`).Execute()
		return err
	}, nil)
}
