package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// maxFileNames is the limit of the names of a record in bytes: those of ten files,
// and of those that were removed.
const maxFileNames = 200_000

// The names of attachments as they were sent: a stored name has other characters, is
// shorter and ends at random. Files that are stored already keep the name they had.
func init() {
	m.Register(func(app core.App) error {
		collections, err := find(app, "tasks", "comments", "notes")
		if err != nil {
			return err
		}
		for _, c := range collections {
			c.Fields.Add(&core.JSONField{Name: "file_names", MaxSize: maxFileNames, Help: "Как файлы назывались у того, кто их прислал: ставит сервер."})
			if err := app.Save(c); err != nil {
				return err
			}
		}
		return nil
	}, nil)
}
