package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The holidays of the Labour Code were exceptions of every year. They are in the
// production calendar now; what the firm has made of one of these days stays.
func init() {
	m.Register(func(app core.App) error {
		_, err := app.DB().NewQuery(`
			UPDATE schedule SET exceptions = (
				SELECT json_group_object(e.key, json(e.value)) FROM json_each(schedule.exceptions) e
				WHERE NOT (e.value = '[]' AND e.key IN ('01-01', '01-02', '01-03', '01-04', '01-05', '01-06', '01-07', '01-08',
					'02-23', '03-08', '05-01', '05-09', '06-12', '11-04'))
			) WHERE json_type(exceptions) = 'object'
		`).Execute()
		return err
	}, nil)
}
