package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// comments are the conversation on a task, seen by both sides.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "users", "tasks")
		if err != nil {
			return err
		}
		users, tasks := found[0], found[1]
		comments := core.NewBaseCollection("comments")
		comments.Fields.Add(
			one("task", tasks, true, true, "Задача, о которой разговор."),
			one("author", users, true, false, "Кто написал."),
			&core.TextField{Name: "body", Required: true, Max: 10000, Presentable: true, Help: "Текст письма. Его видят и клиент, и сотрудники."},
			attachments(),
			&core.DateField{Name: "edited_at", Help: "Когда автор поправил текст."},
		)
		comments.Fields.Add(dates()...)
		comments.AddIndex("idx_comments_task", false, "`task`, `created`", "")
		comments.AddIndex("idx_comments_author", false, "`author`", "")

		own := client + ` && task.client = @request.auth.id` + taskKept
		comments.ListRule = anyOf(own, consultant+taskKept, manager)
		comments.ViewRule = comments.ListRule
		comments.CreateRule = anyOf(own, consultant+taskKept, manager+taskKept)
		comments.UpdateRule, comments.DeleteRule = nil, nil
		return app.Save(comments)
	}, nil)
}
