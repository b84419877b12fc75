package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The files that a mail has left out keep their names as the others do; there may be as
// many as a mail has parts.
func init() {
	m.Register(func(app core.App) error {
		left, err := app.FindCollectionByNameOrId("mail_files")
		if err != nil {
			return err
		}
		left.Fields.Add(&core.JSONField{Name: "file_names", MaxSize: 1 << 20, Help: "Как файлы назывались в письме: ставит сервер."})
		return app.Save(left)
	}, nil)
}
