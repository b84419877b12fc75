package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// history is what happened to tasks and profiles: written by the server alone
// and never changed.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "users", "tasks", "profiles")
		if err != nil {
			return err
		}
		users, tasks, profiles := found[0], found[1], found[2]
		history := core.NewBaseCollection("history")
		history.Fields.Add(
			one("task", tasks, false, true, "Задача, с которой это случилось."),
			one("profile", profiles, false, true, "Профиль, с которым это случилось."),
			one("actor", users, false, false, "Кто это сделал; пусто — сервер или администратор."),
			&core.SelectField{
				Name: "event", Required: true, MaxSelect: 1, Presentable: true,
				Values: []string{"created", "edited", "status", "assigned", "assessed", "archived", "restored", "profile"},
				Help:   "Что случилось.",
			},
			&core.JSONField{Name: "before", MaxSize: 1 << 20, Help: "Прежние значения изменённых полей."},
			&core.JSONField{Name: "after", MaxSize: 1 << 20, Help: "Новые значения изменённых полей."},
		)
		history.Fields.Add(dates()...)
		history.AddIndex("idx_history_task", false, "`task`, `created`", "`task` != ''")
		history.AddIndex("idx_history_profile", false, "`profile`, `created`", "`profile` != ''")
		history.AddIndex("idx_history_actor", false, "`actor`", "`actor` != ''")

		history.ListRule = anyOf(
			client+` && task.client = @request.auth.id`+taskKept,
			client+` && profile.user = @request.auth.id`,
			consultant+` && (task = "" || task.archived_at = "")`,
			manager,
		)
		history.ViewRule = history.ListRule
		history.CreateRule, history.UpdateRule, history.DeleteRule = nil, nil, nil
		return app.Save(history)
	}, nil)
}
