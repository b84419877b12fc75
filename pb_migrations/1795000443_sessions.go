package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// otklik_ended_sessions are the sessions that were signed out while their tokens
// were still good; no API reaches it.
func init() {
	m.Register(func(app core.App) error {
		_, err := app.DB().NewQuery(`
			CREATE TABLE otklik_ended_sessions (id TEXT PRIMARY KEY NOT NULL, forget TEXT NOT NULL) WITHOUT ROWID;
			CREATE INDEX idx_otklik_ended_sessions_forget ON otklik_ended_sessions (forget);
		`).Execute()
		return err
	}, nil)
}
