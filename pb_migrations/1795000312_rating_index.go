package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The queue finds the tasks with low ratings by them: they are few.
func init() {
	m.Register(func(app core.App) error {
		assessments, err := app.FindCollectionByNameOrId("assessments")
		if err != nil {
			return err
		}
		assessments.AddIndex("idx_assessments_rating", false, "`rating`, `task`", "")
		return app.Save(assessments)
	}, nil)
}
