package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// otklik_keys is which record was created for the Idempotency-Key of a caller; no
// API reaches it. Tasks keep their keys in a field of their own.
func init() {
	m.Register(func(app core.App) error {
		_, err := app.DB().NewQuery(`
			CREATE TABLE otklik_keys (
				collection TEXT NOT NULL, caller TEXT NOT NULL, key TEXT NOT NULL, record TEXT NOT NULL, created TEXT NOT NULL,
				PRIMARY KEY (collection, caller, key)
			) WITHOUT ROWID;
			CREATE INDEX idx_otklik_keys_created ON otklik_keys (created);
		`).Execute()
		return err
	}, nil)
}
