package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What a client's card and the middle of a long list are read from: the numbers of a
// client's tasks, and of the tasks of each status in every 1,024 numbers, kept by
// triggers; the open tasks, of a client by number and of all by age with whatever the
// backlog is filtered by; the archived ones by number; and for the API, whose rules also
// look at what is archived, the tasks of an organisation and of a consultant.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "tasks", "assessments")
		if err != nil {
			return err
		}
		tasks, assessments := found[0], found[1]
		const open = "`archived_at` = '' AND `status` IN ('new', 'in_progress', 'waiting')"
		tasks.AddIndex("idx_tasks_client_open", false, "`client`, `number`", open)
		tasks.AddIndex("idx_tasks_open", false, "`created`, `consultant`, `profile`, `priority`, `category`, `status`", open)
		tasks.AddIndex("idx_tasks_archived", false, "`number`, `rating`", "`archived_at` != ''")
		tasks.AddIndex("idx_tasks_profile", false, "`profile`, `number`", "")
		tasks.AddIndex("idx_tasks_holder", false, "`consultant`, `number`", "")
		if err := app.Save(tasks); err != nil {
			return err
		}
		assessments.RemoveIndex("idx_assessments_rating") // lists and reports have tasks.rating
		assessments.RemoveIndex("idx_assessments_client")
		assessments.AddIndex("idx_assessments_client", false, "`client`, `created`", "")
		if err := app.Save(assessments); err != nil {
			return err
		}
		_, err = app.DB().NewQuery(taskListCounters).Execute()
		return err
	}, nil)
}

const taskListCounters = `
	CREATE TABLE otklik_client_counts (client TEXT NOT NULL, status TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (client, status)) WITHOUT ROWID;
	CREATE TABLE otklik_block_counts (status TEXT NOT NULL, block INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (status, block)) WITHOUT ROWID;
	INSERT INTO otklik_client_counts (client, status, n) SELECT client, status, COUNT(*) FROM tasks WHERE archived_at = '' GROUP BY client, status;
	INSERT INTO otklik_block_counts (status, block, n) SELECT status, number >> 10, COUNT(*) FROM tasks WHERE archived_at = '' GROUP BY status, number >> 10;
	CREATE TRIGGER otklik_task_listed AFTER INSERT ON tasks WHEN NEW.archived_at = '' BEGIN
		INSERT INTO otklik_client_counts (client, status, n) VALUES (NEW.client, NEW.status, 1) ON CONFLICT (client, status) DO UPDATE SET n = n + 1;
		INSERT INTO otklik_block_counts (status, block, n) VALUES (NEW.status, NEW.number >> 10, 1) ON CONFLICT (status, block) DO UPDATE SET n = n + 1;
	END;
	CREATE TRIGGER otklik_task_relisted AFTER UPDATE OF client, number, status, archived_at ON tasks
	WHEN OLD.client != NEW.client OR OLD.number != NEW.number OR OLD.status != NEW.status OR (OLD.archived_at = '') != (NEW.archived_at = '') BEGIN
		UPDATE otklik_client_counts SET n = n - 1 WHERE OLD.archived_at = '' AND client = OLD.client AND status = OLD.status;
		UPDATE otklik_block_counts SET n = n - 1 WHERE OLD.archived_at = '' AND status = OLD.status AND block = OLD.number >> 10;
		INSERT INTO otklik_client_counts (client, status, n) SELECT NEW.client, NEW.status, 1 WHERE NEW.archived_at = ''
			ON CONFLICT (client, status) DO UPDATE SET n = n + 1;
		INSERT INTO otklik_block_counts (status, block, n) SELECT NEW.status, NEW.number >> 10, 1 WHERE NEW.archived_at = ''
			ON CONFLICT (status, block) DO UPDATE SET n = n + 1;
	END;
	CREATE TRIGGER otklik_task_unlisted AFTER DELETE ON tasks WHEN OLD.archived_at = '' BEGIN
		UPDATE otklik_client_counts SET n = n - 1 WHERE client = OLD.client AND status = OLD.status;
		UPDATE otklik_block_counts SET n = n - 1 WHERE status = OLD.status AND block = OLD.number >> 10;
	END;`
