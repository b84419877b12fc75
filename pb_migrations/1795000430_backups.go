package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Backups are on, each night at 23:15 UTC, which is 02:15 in Moscow, and two weeks
// of them are kept. An administrator's own clock stays as it is.
func init() {
	m.Register(func(app core.App) error {
		s := app.Settings()
		if s.Backups.Cron != "" {
			return nil
		}
		s.Backups.Cron = "15 23 * * *"
		s.Backups.CronMaxKeep = 14
		return app.Save(s)
	}, nil)
}
