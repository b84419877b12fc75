package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Triggers mark the tasks whose texts change, in the transaction of the change; the
// program indexes them behind it. otklik_index_state holds of which version the index
// is, and how far it is being made anew: all tasks up to cursor are to come. An index
// that misses tasks, since it was emptied by an earlier migration, is made anew.
func init() {
	mark := func(numbers string) string {
		return `INSERT INTO otklik_index_marks (number) ` + numbers + ` ON CONFLICT (number) DO UPDATE SET version = version + 1, failed = 0;`
	}
	m.Register(func(app core.App) error {
		sql := `
			CREATE TABLE otklik_index_marks (
				id INTEGER PRIMARY KEY AUTOINCREMENT, number INTEGER NOT NULL UNIQUE,
				version INTEGER NOT NULL DEFAULT 1, failed INTEGER NOT NULL DEFAULT 0
			);
			CREATE TABLE otklik_index_state (version INTEGER NOT NULL, cursor INTEGER NOT NULL, total INTEGER NOT NULL);
			INSERT INTO otklik_index_state (version, cursor, total)
				SELECT COALESCE((SELECT MAX(number) FROM tasks WHERE archived_at = ''), 0) <= COALESCE((SELECT MAX(rowid) FROM otklik_search), 0), 0, 0;
			CREATE TRIGGER otklik_task_marked AFTER INSERT ON tasks BEGIN ` + mark("VALUES (NEW.number)") + ` END;
			CREATE TRIGGER otklik_task_remarked AFTER UPDATE OF number, title, description, client, profile, archived_at ON tasks
			WHEN OLD.title != NEW.title OR OLD.description != NEW.description OR OLD.client != NEW.client OR OLD.profile != NEW.profile
				OR OLD.number != NEW.number OR (OLD.archived_at = '') != (NEW.archived_at = '') BEGIN
				` + mark("VALUES (OLD.number), (NEW.number)") + ` END;
			CREATE TRIGGER otklik_task_unmarked AFTER DELETE ON tasks BEGIN ` + mark("VALUES (OLD.number)") + ` END;
			CREATE TRIGGER otklik_profile_marked AFTER UPDATE OF organization, inn ON profiles
			WHEN OLD.organization != NEW.organization OR OLD.inn != NEW.inn BEGIN
				` + mark("SELECT number FROM tasks WHERE profile = NEW.id AND client = NEW.user") + ` END;`
		for _, table := range []string{"comments", "notes"} {
			sql += `
			CREATE TRIGGER otklik_` + table + `_marked AFTER INSERT ON ` + table + ` BEGIN ` + mark("SELECT number FROM tasks WHERE id = NEW.task") + ` END;
			CREATE TRIGGER otklik_` + table + `_remarked AFTER UPDATE OF body, task ON ` + table + ` WHEN OLD.body != NEW.body OR OLD.task != NEW.task BEGIN
				` + mark("SELECT number FROM tasks WHERE id IN (OLD.task, NEW.task)") + ` END;
			CREATE TRIGGER otklik_` + table + `_unmarked AFTER DELETE ON ` + table + ` BEGIN ` + mark("SELECT number FROM tasks WHERE id = OLD.task") + ` END;`
		}
		_, err := app.DB().NewQuery(sql).Execute()
		return err
	}, nil)
}
