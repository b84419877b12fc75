package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
	"github.com/pocketbase/pocketbase/tools/types"
)

// The inbox knows the size of each mail, so that those of strangers are not kept
// without bound.
func init() {
	m.Register(func(app core.App) error {
		inbox, err := app.FindCollectionByNameOrId("inbox")
		if err != nil {
			return err
		}
		inbox.Fields.Add(&core.NumberField{Name: "size", OnlyInt: true, Min: types.Pointer(0.0), Help: "Сколько байт в сохранённом письме: ставит сервер."})
		return app.Save(inbox)
	}, nil)
}
