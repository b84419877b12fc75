package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// PocketBase ships a users collection in which anybody may register. It is
// locked before anything else, so that no later failure leaves it open.
func init() {
	m.Register(func(app core.App) error {
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return err
		}
		users.ListRule, users.ViewRule = nil, nil
		users.CreateRule, users.UpdateRule, users.DeleteRule = nil, nil, nil
		return app.Save(users)
	}, nil)
}
