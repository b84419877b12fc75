package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// staff is a view of the names of those who work here, for anyone signed in.
// A view ignores the rules and hidden fields of its tables, so it takes just
// the two columns.
func init() {
	m.Register(func(app core.App) error {
		staffView := core.NewViewCollection("staff")
		staffView.ViewQuery = `SELECT id, CAST(CASE WHEN name = '' THEN username ELSE name END AS TEXT) AS name
FROM users
WHERE role IN ('consultant', 'manager') AND blocked = FALSE`
		staffView.ListRule = anyOf(signedIn)
		staffView.ViewRule = anyOf(signedIn)
		return app.Save(staffView)
	}, nil)
}
