package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// A field of @request.auth in a rule joins the users, which is a tenth of the
// price of a new task. The hook of new tasks has the caller at hand and asks
// for the role and the block; the rule keeps guests, superusers' look-alikes and
// other people's ids out.
func init() {
	m.Register(func(app core.App) error {
		tasks, err := app.FindCollectionByNameOrId("tasks")
		if err != nil {
			return err
		}
		tasks.CreateRule = anyOf(`@request.auth.collectionName = "users" && (client = "" || client = @request.auth.id)`)
		return app.Save(tasks)
	}, nil)
}
