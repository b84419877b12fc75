package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
	"github.com/pocketbase/pocketbase/tools/types"
)

// The rating of a task is kept with it, by triggers of the assessments: a list of rated
// tasks is then read in the order of an index, however many ratings there are. What is
// urgent or not comes so too; most tasks are neither, and are in no index for it. The
// tasks of a consultant that are owed are counted by an index of their own. No plan needs
// the index of done tasks by time, and it misleads the planner: idx_tasks_finished serves.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "tasks")
		if err != nil {
			return err
		}
		tasks := found[0]
		tasks.Fields.Add(&core.NumberField{Name: "rating", OnlyInt: true, Min: types.Pointer(0.0), Max: types.Pointer(5.0), Help: "Оценка клиента от 1 до 5, 0 без оценки: ставит сервер."})
		tasks.RemoveIndex("idx_tasks_done_at")
		if err := app.Save(tasks); err != nil {
			return err
		}
		if _, err := app.DB().NewQuery(`
			UPDATE tasks SET rating = a.rating FROM assessments a WHERE a.task = tasks.id AND a.rating > 0;
			CREATE TRIGGER otklik_task_rated AFTER INSERT ON assessments WHEN NEW.rating != 0 BEGIN
				UPDATE tasks SET rating = NEW.rating WHERE id = NEW.task;
			END;
			CREATE TRIGGER otklik_task_rerated AFTER UPDATE OF rating, task ON assessments WHEN OLD.rating != NEW.rating OR OLD.task != NEW.task BEGIN
				UPDATE tasks SET rating = 0 WHERE id = OLD.task AND OLD.task != NEW.task;
				UPDATE tasks SET rating = NEW.rating WHERE id = NEW.task;
			END;
			CREATE TRIGGER otklik_task_unrated AFTER DELETE ON assessments WHEN OLD.rating != 0 BEGIN
				UPDATE tasks SET rating = 0 WHERE id = OLD.task;
			END;`).Execute(); err != nil {
			return err
		}
		tasks.AddIndex("idx_tasks_rating", false, "`rating`, `status`, `number`", "`rating` > 0 AND `archived_at` = ''")
		tasks.AddIndex("idx_tasks_priority", false, "`priority`, `status`, `number`", "`priority` != 'normal' AND `archived_at` = ''")
		tasks.AddIndex("idx_tasks_due_of", false, "`consultant`, `due_at`", "`due_at` != '' AND `archived_at` = ''")
		return app.Save(tasks)
	}, nil)
}
