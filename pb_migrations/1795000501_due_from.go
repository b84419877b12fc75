package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// A task keeps the moment from which its response is counted, so that the due time can
// be counted again when the working hours change. otklik_due_recount has a row while
// that is under way: the number of the last task that has been counted again. The
// production calendar is such a change, so there is one here.
func init() {
	m.Register(func(app core.App) error {
		tasks, err := app.FindCollectionByNameOrId("tasks")
		if err != nil {
			return err
		}
		tasks.Fields.Add(&core.DateField{Name: "due_from", Hidden: true, Help: "С какого времени считается срок ответа: ставит сервер."})
		tasks.AddIndex("idx_tasks_owed", false, "`number`", "`due_at` != '' AND `archived_at` = ''")
		if err := app.Save(tasks); err != nil {
			return err
		}
		// The oldest question that staff have not answered, or a later return to work.
		_, err = app.DB().NewQuery(`
			UPDATE tasks SET due_from = MAX(
				COALESCE((SELECT MIN(c.created) FROM comments c WHERE c.task = tasks.id AND c.author = tasks.client
					AND EXISTS (SELECT 1 FROM comments s WHERE s.task = tasks.id AND s.author != tasks.client)
					AND c.created > (SELECT MAX(s.created) FROM comments s WHERE s.task = tasks.id AND s.author != tasks.client)), created),
				COALESCE((SELECT MAX(h.created) FROM history h WHERE h.task = tasks.id AND h.event = 'status'
					AND json_extract(h.before, '$.status') IN ('done', 'closed', 'waiting')), '')
			) WHERE due_at != '';
			CREATE TABLE otklik_due_recount (id INTEGER PRIMARY KEY CHECK (id = 1), after INTEGER NOT NULL);
			INSERT INTO otklik_due_recount (id, after) VALUES (1, 0);
		`).Execute()
		return err
	}, nil)
}
