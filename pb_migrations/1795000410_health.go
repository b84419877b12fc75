package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// otklik_health has one row, which the check of the desk's health writes: only a write
// shows that the disk takes one.
func init() {
	m.Register(func(app core.App) error {
		_, err := app.DB().NewQuery(`CREATE TABLE otklik_health (id INTEGER PRIMARY KEY, written TEXT NOT NULL)`).Execute()
		return err
	}, nil)
}
