package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// otklik_links are the signed links that have been used, by the hash of their
// id, so that each works once; no API reaches the table.
func init() {
	m.Register(func(app core.App) error {
		_, err := app.DB().NewQuery(`CREATE TABLE otklik_links (id TEXT PRIMARY KEY NOT NULL, expires TEXT NOT NULL) WITHOUT ROWID`).Execute()
		return err
	}, nil)
}
