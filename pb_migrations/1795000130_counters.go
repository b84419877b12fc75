package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Two tables of the server's own, which no API reaches. otklik_numbers gives
// the tasks their numbers: a row of its own, because the highest number in use
// would come again once that task is removed. otklik_counts keeps how many
// tasks each person has in each status, so that no list has to count a million
// rows; triggers keep it, whoever writes.
func init() {
	m.Register(func(app core.App) error {
		_, err := app.DB().NewQuery(`
			CREATE TABLE otklik_numbers (name TEXT PRIMARY KEY NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID;
			INSERT INTO otklik_numbers (name, last) SELECT 'tasks', COALESCE(MAX(number), 0) FROM tasks;

			CREATE TABLE otklik_counts (
				consultant TEXT NOT NULL, status TEXT NOT NULL, n INTEGER NOT NULL,
				PRIMARY KEY (consultant, status)
			) WITHOUT ROWID;
			INSERT INTO otklik_counts (consultant, status, n)
				SELECT consultant, status, COUNT(*) FROM tasks WHERE archived_at = '' GROUP BY consultant, status;

			CREATE TRIGGER otklik_counts_insert AFTER INSERT ON tasks WHEN NEW.archived_at = '' BEGIN
				INSERT INTO otklik_counts (consultant, status, n) VALUES (NEW.consultant, NEW.status, 1)
					ON CONFLICT (consultant, status) DO UPDATE SET n = n + 1;
			END;
			CREATE TRIGGER otklik_counts_delete AFTER DELETE ON tasks WHEN OLD.archived_at = '' BEGIN
				UPDATE otklik_counts SET n = n - 1 WHERE consultant = OLD.consultant AND status = OLD.status;
			END;
			CREATE TRIGGER otklik_counts_update AFTER UPDATE OF consultant, status, archived_at ON tasks
			WHEN OLD.consultant != NEW.consultant OR OLD.status != NEW.status OR OLD.archived_at != NEW.archived_at BEGIN
				UPDATE otklik_counts SET n = n - 1
					WHERE OLD.archived_at = '' AND consultant = OLD.consultant AND status = OLD.status;
				INSERT INTO otklik_counts (consultant, status, n) SELECT NEW.consultant, NEW.status, 1 WHERE NEW.archived_at = ''
					ON CONFLICT (consultant, status) DO UPDATE SET n = n + 1;
			END;
		`).Execute()
		return err
	}, nil)
}
