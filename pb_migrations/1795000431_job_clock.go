package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// A table of the server's own, which no API reaches: when each job that deletes or
// closes by the clock had its last turn. A clock that has jumped is known by it.
func init() {
	m.Register(func(app core.App) error {
		_, err := app.DB().NewQuery("CREATE TABLE otklik_job_turns (job TEXT PRIMARY KEY NOT NULL, at TEXT NOT NULL) WITHOUT ROWID").Execute()
		return err
	}, func(app core.App) error {
		_, err := app.DB().NewQuery("DROP TABLE otklik_job_turns").Execute()
		return err
	})
}
