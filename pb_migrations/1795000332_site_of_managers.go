package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Managers edit what the home page says of the firm.
func init() {
	m.Register(func(app core.App) error {
		site, err := app.FindCollectionByNameOrId("site")
		if err != nil {
			return err
		}
		site.UpdateRule = anyOf(manager)
		return app.Save(site)
	}, nil)
}
