package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// task_board is the administrator's view: the whole firm at a glance, one row
// a task, newest first. It shows what its tables would hide, so it is for
// superusers only and holds no files.
func init() {
	m.Register(func(app core.App) error {
		board := core.NewViewCollection("task_board")
		board.ViewQuery = `SELECT t.id, t.number, t.title, t.status, t.priority,
  p.organization, p.inn, c.username AS nick, t.consultant,
  a.rating, a.comment,
  CAST((julianday(CASE WHEN t.closed_at != '' THEN t.closed_at ELSE 'now' END) - julianday(t.created)) * 24 AS INT) AS age_hours,
  CAST(COALESCE((SELECT CASE WHEN w.name = '' THEN w.username ELSE w.name END
    FROM comments m JOIN users w ON w.id = m.author WHERE m.task = t.id ORDER BY m.created DESC LIMIT 1), '') AS TEXT) AS last_answer_by,
  CAST(COALESCE((SELECT w.role = 'client'
    FROM comments m JOIN users w ON w.id = m.author WHERE m.task = t.id ORDER BY m.created DESC LIMIT 1), 0) AS BOOL) AS client_waits,
  t.archived_at, t.created, t.updated
FROM tasks t
LEFT JOIN profiles p ON p.id = t.profile
LEFT JOIN users c ON c.id = t.client
LEFT JOIN assessments a ON a.task = t.id
ORDER BY t.number DESC`
		return app.Save(board)
	}, nil)
}
