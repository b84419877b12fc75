package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Whoever has ceased to work here keeps the notifications of those days, which
// are about the tasks of clients: the rule of the rows alone would go on showing
// them, and let them be asked about the tasks.
func init() {
	m.Register(func(app core.App) error {
		notifications, err := app.FindCollectionByNameOrId("notifications")
		if err != nil {
			return err
		}
		own := ` && user = @request.auth.id`
		notifications.ListRule = anyOf(
			client+own+` && task.client = @request.auth.id`+taskKept,
			consultant+own+` && (task = "" || task.archived_at = "")`,
			manager+own,
		)
		notifications.ViewRule = notifications.ListRule
		return app.Save(notifications)
	}, nil)
}
