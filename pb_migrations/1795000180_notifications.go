package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// notifications are what each person was told in the page. A task with an
// unread one is unread; bell says whether the person wants it in the bell too.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "users", "tasks", "comments")
		if err != nil {
			return err
		}
		users, tasks, comments := found[0], found[1], found[2]
		notifications := core.NewBaseCollection("notifications")
		notifications.Fields.Add(
			one("user", users, true, true, "Кому сообщили."),
			one("task", tasks, false, true, "О какой задаче."),
			one("comment", comments, false, true, "О каком письме в переписке."),
			one("actor", users, false, false, "Кто это сделал; пусто — сервер."),
			&core.SelectField{Name: "kind", Required: true, MaxSelect: 1, Values: noticeKinds, Presentable: true, Help: "Что случилось."},
			&core.BoolField{Name: "bell", Help: "Показывать в списке уведомлений; нет — только пометка у задачи."},
			&core.DateField{Name: "read_at", Help: "Когда прочитано."},
		)
		notifications.Fields.Add(dates()...)
		notifications.AddIndex("idx_notifications_user", false, "`user`, `created`", "")
		notifications.AddIndex("idx_notifications_unread", false, "`user`, `task`", "`read_at` = ''")
		notifications.AddIndex("idx_notifications_task", false, "`task`", "")
		notifications.AddIndex("idx_notifications_comment", false, "`comment`", "`comment` != ''")
		notifications.AddIndex("idx_notifications_created", false, "`created`", "")

		own := signedIn + ` && user = @request.auth.id`
		notifications.ListRule = anyOf(own+` && (task = "" || task.archived_at = "")`, manager+` && user = @request.auth.id`)
		notifications.ViewRule = notifications.ListRule
		notifications.CreateRule, notifications.UpdateRule, notifications.DeleteRule = nil, nil, nil
		return app.Save(notifications)
	}, nil)
}
