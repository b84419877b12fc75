package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Who spoke last on a task, when it was first answered and when an answer is
// due: the queue shows them, sorts by them and has views of them, and so they
// are kept and not looked for in the comments. The index of tasks that are due
// is of those only for whom somebody waits; no list asks for tasks by when they
// were updated.
func init() {
	m.Register(func(app core.App) error {
		tasks, err := app.FindCollectionByNameOrId("tasks")
		if err != nil {
			return err
		}
		tasks.Fields.Add(
			&core.SelectField{Name: "last_by", MaxSelect: 1, Values: []string{"client", "staff"}, Help: "За кем последнее слово: ставит сервер."},
			&core.DateField{Name: "last_at", Help: "Когда оно сказано: ставит сервер."},
			&core.DateField{Name: "answered_at", Help: "Когда ответили впервые: ставит сервер."},
			&core.DateField{Name: "due_at", Help: "К какому времени ответить: ставит сервер; пусто, если от нас ничего не ждут."},
		)
		tasks.RemoveIndex("idx_tasks_updated")
		tasks.AddIndex("idx_tasks_due_at", false, "`due_at`, `consultant`", "`due_at` != '' AND `archived_at` = ''")
		tasks.AddIndex("idx_tasks_answered", false, "`consultant`, `number`", "`last_by` = 'client' AND `status` != 'new' AND `status` != 'done' AND `status` != 'closed' AND `archived_at` = ''")
		if err := app.Save(tasks); err != nil {
			return err
		}
		_, err = app.DB().NewQuery(`
			UPDATE tasks SET (last_by, last_at) = (
				SELECT CASE WHEN c.author = tasks.client THEN 'client' ELSE 'staff' END, c.created
				FROM comments c WHERE c.task = tasks.id ORDER BY c.created DESC LIMIT 1
			) WHERE EXISTS (SELECT 1 FROM comments c WHERE c.task = tasks.id);
			UPDATE tasks SET answered_at = COALESCE((
				SELECT MIN(c.created) FROM comments c WHERE c.task = tasks.id AND c.author != tasks.client
			), '');
			UPDATE tasks SET due_at = strftime('%Y-%m-%d %H:%M:%fZ', CASE WHEN last_by = 'client' THEN last_at ELSE created END, '+1 day')
				WHERE status IN ('new', 'in_progress') AND last_by != 'staff';
		`).Execute()
		return err
	}, nil)
}
