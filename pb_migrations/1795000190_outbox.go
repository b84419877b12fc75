package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// outbox is every mail: first a row in the transaction that caused it, then
// sent by the worker of hooks/outbox_worker.go.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "users", "tasks", "comments")
		if err != nil {
			return err
		}
		users, tasks, comments := found[0], found[1], found[2]
		words := one("comments", comments, false, false, "Ответы, о которых это письмо.")
		words.MaxSelect = 100
		outbox := core.NewBaseCollection("outbox")
		outbox.Fields.Add(
			&core.TextField{Name: "to", Required: true, Max: 320, Presentable: true, Help: "Адрес получателя."},
			&core.TextField{Name: "subject", Max: 300, Presentable: true, Help: "Тема; пока письмо не ушло — как она будет выглядеть."},
			&core.TextField{Name: "kind", Required: true, Max: 40, Help: "О чём письмо; other — письмо другой части программы."},
			&core.SelectField{
				Name: "status", Required: true, MaxSelect: 1, Values: []string{"queued", "sent", "failed"},
				Help: "queued — ждёт отправки, sent — ушло, failed — не ушло. Верните queued, чтобы отправить ещё раз.",
			},
			&core.NumberField{Name: "attempts", OnlyInt: true, Help: "Сколько раз пробовали отправить."},
			&core.TextField{Name: "error", Max: 2000, Help: "Ответ почтового сервера."},
			&core.DateField{Name: "next_at", Help: "Когда отправить."},
			&core.DateField{Name: "sent_at", Help: "Когда ушло."},
			one("user", users, false, true, "Кому."),
			one("task", tasks, false, true, "О какой задаче."),
			one("actor", users, false, false, "Кто это сделал."),
			words,
			&core.TextField{Name: "message_id", Max: 300, Help: "Message-ID письма."},
			&core.TextField{Name: "text", Max: 500_000, Help: "Текст, каким он ушёл."},
			&core.TextField{Name: "html", Max: 500_000, Help: "То же в HTML."},
			&core.JSONField{Name: "headers", MaxSize: 20_000, Help: "Дополнительные заголовки."},
		)
		outbox.Fields.Add(dates()...)
		outbox.AddIndex("idx_outbox_due", false, "`next_at`", "`status` = 'queued'")
		outbox.AddIndex("idx_outbox_waiting", false, "`user`, `task`, `kind`", "`status` = 'queued' AND `attempts` = 0")
		outbox.AddIndex("idx_outbox_status", false, "`status`, `created`", "")
		outbox.AddIndex("idx_outbox_message_id", false, "`message_id`", "")
		outbox.AddIndex("idx_outbox_task", false, "`task`", "`task` != ''")
		return app.Save(outbox)
	}, nil)
}
