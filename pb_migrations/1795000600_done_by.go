package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Who did the work is kept beside when: a task that is handed over later takes neither
// the figure nor the rating along. History tells it of the tasks there are: who set one
// done last or, where that is no user, who had it then. The index of ratings has their
// consultants too, for reports read all of it.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "users", "tasks", "assessments")
		if err != nil {
			return err
		}
		users, tasks, assessments := found[0], found[1], found[2]
		tasks.Fields.Add(one("done_by", users, false, false, "Кто выполнил: ставит сервер."))
		if err := app.Save(tasks); err != nil {
			return err
		}
		assessments.RemoveIndex("idx_assessments_rating")
		assessments.AddIndex("idx_assessments_rating", false, "`rating`, `task`, `consultant`", "")
		if err := app.Save(assessments); err != nil {
			return err
		}
		_, err = app.DB().NewQuery(`UPDATE tasks SET done_by = COALESCE(NULLIF((
				SELECT CASE WHEN h.actor IN (SELECT id FROM users) THEN h.actor ELSE (
					SELECT json_extract(a.before, '$.consultant') FROM history a
					WHERE a.task = h.task AND a.event = 'assigned' AND a.created > h.created ORDER BY a.created LIMIT 1
				) END
				FROM history h WHERE h.task = tasks.id AND h.event = 'status' AND json_extract(h.after, '$.status') = 'done'
				ORDER BY h.created DESC, h._rowid_ DESC LIMIT 1
			), ''), consultant) WHERE done_at != ''`).Execute()
		return err
	}, nil)
}
