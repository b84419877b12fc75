package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// An author may correct a comment for a short time, which the hook measures.
// quoted is what a mail program repeated below an answer; seen_at is when the
// other side first read it.
func init() {
	m.Register(func(app core.App) error {
		comments, err := app.FindCollectionByNameOrId("comments")
		if err != nil {
			return err
		}
		comments.Fields.Add(
			&core.TextField{Name: "quoted", Max: 100_000, Help: "Прежняя переписка, которую почтовая программа повторила под ответом."},
			&core.DateField{Name: "seen_at", Help: "Когда другая сторона прочитала: ставит сервер."},
		)
		comments.UpdateRule = anyOf(
			client+` && author = @request.auth.id && task.client = @request.auth.id`+taskKept,
			staff+` && author = @request.auth.id`+taskKept,
		)
		return app.Save(comments)
	}, nil)
}
