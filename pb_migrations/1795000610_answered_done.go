package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What a client says on a done task waits for staff too: the index of the view has it.
func init() {
	m.Register(func(app core.App) error {
		tasks, err := app.FindCollectionByNameOrId("tasks")
		if err != nil {
			return err
		}
		tasks.RemoveIndex("idx_tasks_answered")
		tasks.AddIndex("idx_tasks_answered", false, "`consultant`, `number`",
			"`last_by` = 'client' AND `status` != 'new' AND `status` != 'closed' AND (`status` != 'done' OR `last_at` > `done_at`) AND `archived_at` = ''")
		return app.Save(tasks)
	}, nil)
}
