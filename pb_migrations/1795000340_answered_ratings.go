package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// A low rating waits until staff have answered it. Who did and when is theirs to
// know: hidden fields are neither shown to people nor taken from them. The index
// is of the list of those that wait.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "users", "assessments")
		if err != nil {
			return err
		}
		users, assessments := found[0], found[1]
		by := one("answered_by", users, false, false, "Кто ответил на низкую оценку: ставит сервер.")
		by.Hidden = true
		assessments.Fields.Add(
			&core.DateField{Name: "answered_at", Hidden: true, Help: "Когда ответили на низкую оценку: ставит сервер."},
			by,
		)
		assessments.AddIndex("idx_assessments_low", false, "`updated`", "`rating` > 0 AND `rating` <= 3 AND `answered_at` = ''")
		if err := app.Save(assessments); err != nil {
			return err
		}
		_, err = app.DB().NewQuery(`UPDATE assessments SET (answered_at, answered_by) = (
				SELECT c.created, c.author FROM comments c
				WHERE c.task = assessments.task AND c.author != assessments.client AND c.created > assessments.updated ORDER BY c.created LIMIT 1
			) WHERE rating > 0 AND rating <= 3 AND EXISTS (
				SELECT 1 FROM comments c WHERE c.task = assessments.task AND c.author != assessments.client AND c.created > assessments.updated
			)`).Execute()
		return err
	}, nil)
}
