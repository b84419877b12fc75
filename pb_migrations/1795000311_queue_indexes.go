package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The queue leaves out what clients have deleted. With that as a condition of
// the indexes a page far down the list is reached without reading a single task
// on the way. Reports ask for tasks by when they were done, closed or not.
func init() {
	m.Register(func(app core.App) error {
		tasks, err := app.FindCollectionByNameOrId("tasks")
		if err != nil {
			return err
		}
		tasks.RemoveIndex("idx_tasks_status")
		tasks.RemoveIndex("idx_tasks_consultant")
		tasks.AddIndex("idx_tasks_status", false, "`status`, `number`", "`archived_at` = ''")
		tasks.AddIndex("idx_tasks_consultant", false, "`consultant`, `status`, `number`", "`archived_at` = ''")
		tasks.AddIndex("idx_tasks_finished", false, "`done_at`", "`done_at` != ''")
		tasks.AddIndex("idx_tasks_closed_at", false, "`closed_at`", "`closed_at` != ''")
		return app.Save(tasks)
	}, nil)
}
