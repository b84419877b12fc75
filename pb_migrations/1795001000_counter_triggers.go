package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Triggers keep otklik_counts and the answers to low ratings within the statement that
// changes a task or adds a comment: no other statement is needed, and no writer can
// forget it. A rating up to three is a low one.
func init() {
	m.Register(func(app core.App) error {
		_, err := app.DB().NewQuery(`
			CREATE TRIGGER otklik_task_counted AFTER INSERT ON tasks WHEN NEW.archived_at = '' BEGIN
				INSERT INTO otklik_counts (consultant, status, n) VALUES (NEW.consultant, NEW.status, 1)
					ON CONFLICT (consultant, status) DO UPDATE SET n = n + 1;
			END;
			CREATE TRIGGER otklik_task_recounted AFTER UPDATE OF consultant, status, archived_at ON tasks
			WHEN OLD.consultant != NEW.consultant OR OLD.status != NEW.status OR (OLD.archived_at = '') != (NEW.archived_at = '') BEGIN
				UPDATE otklik_counts SET n = n - 1 WHERE OLD.archived_at = '' AND consultant = OLD.consultant AND status = OLD.status;
				INSERT INTO otklik_counts (consultant, status, n) SELECT NEW.consultant, NEW.status, 1 WHERE NEW.archived_at = ''
					ON CONFLICT (consultant, status) DO UPDATE SET n = n + 1;
			END;
			CREATE TRIGGER otklik_task_uncounted AFTER DELETE ON tasks WHEN OLD.archived_at = '' BEGIN
				UPDATE otklik_counts SET n = n - 1 WHERE consultant = OLD.consultant AND status = OLD.status;
			END;
			CREATE TRIGGER otklik_low_answered AFTER INSERT ON comments BEGIN
				UPDATE assessments SET answered_at = NEW.created, answered_by = NEW.author
					WHERE task = NEW.task AND client != NEW.author AND rating > 0 AND rating <= 3 AND answered_at = '';
			END;
			DELETE FROM otklik_counts;
			INSERT INTO otklik_counts (consultant, status, n)
				SELECT consultant, status, COUNT(*) FROM tasks WHERE archived_at = '' GROUP BY consultant, status;
		`).Execute()
		return err
	}, func(app core.App) error {
		_, err := app.DB().NewQuery(`DROP TRIGGER otklik_task_counted; DROP TRIGGER otklik_task_recounted;
			DROP TRIGGER otklik_task_uncounted; DROP TRIGGER otklik_low_answered`).Execute()
		return err
	})
}
