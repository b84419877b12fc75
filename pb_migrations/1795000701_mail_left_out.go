package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// maxMailFiles is how many files of one mail may be left out of a task: the parser reads
// that many parts.
const maxMailFiles = 1000

// mail_files are the files of accepted mails that are not attached to the task or the
// comment: of a type or size that is not allowed, or pictures of decoration. The server
// writes them, staff fetch them. A task keeps the history of a thread that was not ours.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "tasks", "comments", "inbox")
		if err != nil {
			return err
		}
		tasks, comments, inbox := found[0], found[1], found[2]
		left := core.NewBaseCollection("mail_files")
		left.Fields.Add(
			one("mail", inbox, true, true, "Из какого письма."),
			one("task", tasks, true, true, "К какой задаче относится."),
			one("comment", comments, false, true, "К какому письму переписки; пусто, если письмо стало задачей."),
			&core.FileField{Name: "files", MaxSelect: maxMailFiles, MaxSize: 26 << 20, Protected: true, Help: "Файлы, которые не приложены. Открывайте осторожно: это файлы любых типов."},
		)
		left.Fields.Add(dates()...)
		left.AddIndex("idx_mail_files_task", false, "`task`", "")
		left.AddIndex("idx_mail_files_mail", false, "`mail`", "")
		left.AddIndex("idx_mail_files_comment", false, "`comment`", "`comment` != ''")
		left.ListRule = anyOf(consultant+taskKept, manager)
		left.ViewRule = left.ListRule
		if err := app.Save(left); err != nil {
			return err
		}
		tasks.Fields.Add(&core.TextField{Name: "quoted", Max: 100_000, Help: "Прежняя переписка из письма, которое стало задачей: ставит сервер."})
		if err := app.Save(tasks); err != nil {
			return err
		}
		inbox.Fields.Add(
			&core.TextField{Name: "reply_to", Max: 320, Help: "Адрес для ответа, если он не тот, с которого пришло письмо. Сам по себе ничего не доказывает."},
			&core.TextField{Name: "reply_to_name", Max: 200, Help: "Имя при этом адресе."},
			&core.TextField{Name: "content", Max: 64, Help: "Отпечаток слов и файлов: по нему узнаются повторы."},
		)
		return app.Save(inbox)
	}, nil)
}
