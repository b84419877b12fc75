package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Two tables of the server's own, which no API reaches. otklik_numbers gives
// the tasks their numbers: a row of its own, because the highest number in use
// would come again once that task is removed. otklik_counts keeps how many
// tasks each person has in each status, so that no list has to count a million
// rows. The hooks of tasks keep both; triggers would too, but with a trigger
// SQLite first copies every page an insert touches, a fifth of its price.
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
		`).Execute()
		return err
	}, nil)
}
