package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Tables of the server's own, which no API reaches: the jobs whose last turn failed,
// and which warnings the administrators have had by mail.
func init() {
	m.Register(func(app core.App) error {
		for _, statement := range []string{
			"CREATE TABLE otklik_job_failures (job TEXT PRIMARY KEY NOT NULL, since TEXT NOT NULL, error TEXT NOT NULL) WITHOUT ROWID",
			"CREATE TABLE otklik_warnings (code TEXT PRIMARY KEY NOT NULL, mailed TEXT NOT NULL) WITHOUT ROWID",
		} {
			if _, err := app.DB().NewQuery(statement).Execute(); err != nil {
				return err
			}
		}
		return nil
	}, func(app core.App) error {
		for _, table := range []string{"otklik_job_failures", "otklik_warnings"} {
			if _, err := app.DB().DropTable(table).Execute(); err != nil {
				return err
			}
		}
		return nil
	})
}
