package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// inbox is every mail that came: what became of it and why, and the mail itself
// as it was. Nothing is dropped; what the server can't place waits for a
// manager.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "users", "tasks", "comments", "outbox")
		if err != nil {
			return err
		}
		users, tasks, comments, outbox := found[0], found[1], found[2], found[3]
		inbox := core.NewBaseCollection("inbox")
		inbox.Fields.Add(
			&core.TextField{Name: "message_id", Required: true, Max: 1000, Help: "Message-ID письма; одно письмо принимается один раз."},
			&core.TextField{Name: "sender", Max: 320, Presentable: true, Help: "Адрес отправителя, как он назван в письме."},
			&core.TextField{Name: "sender_name", Max: 200, Help: "Имя отправителя."},
			&core.TextField{Name: "recipient", Max: 1000, Help: "На какой адрес пришло."},
			&core.TextField{Name: "subject", Max: 1000, Presentable: true, Help: "Тема."},
			&core.TextField{Name: "body", Max: 100_000, Help: "Что человек написал."},
			&core.TextField{Name: "quoted", Max: 100_000, Help: "Прежняя переписка под ответом."},
			&core.SelectField{
				Name: "status", Required: true, MaxSelect: 1, Values: []string{"accepted", "held", "refused", "ignored"},
				Help: "accepted — стало задачей или ответом, held — ждёт решения руководителя, refused — отклонено им, ignored — автоответ или отказ почтового сервера.",
			},
			&core.TextField{Name: "reason", Max: 40, Help: "Почему: код."},
			one("user", users, false, false, "Кто это, если известно."),
			one("task", tasks, false, false, "Какая задача."),
			one("comment", comments, false, false, "Каким письмом в переписке стало."),
			one("handled_by", users, false, false, "Кто решил."),
			&core.DateField{Name: "handled_at", Help: "Когда решено."},
			&core.FileField{Name: "raw", MaxSelect: 1, MaxSize: 26 << 20, Protected: true, Help: "Письмо, как оно пришло."},
		)
		inbox.Fields.Add(dates()...)
		inbox.AddIndex("idx_inbox_message_id", true, "`message_id`", "")
		inbox.AddIndex("idx_inbox_status", false, "`status`, `created`", "")
		inbox.AddIndex("idx_inbox_sender", false, "`sender`, `created`", "")
		inbox.AddIndex("idx_inbox_task", false, "`task`", "`task` != ''")
		inbox.AddIndex("idx_inbox_comment", false, "`comment`", "`comment` != ''")
		inbox.ListRule, inbox.ViewRule = anyOf(manager), anyOf(manager)
		if err := app.Save(inbox); err != nil {
			return err
		}
		outbox.Fields.Add(one("inbox", inbox, false, true, "О каком пришедшем письме."))
		return app.Save(outbox)
	}, nil)
}
