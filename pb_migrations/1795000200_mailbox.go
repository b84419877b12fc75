package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
	"github.com/pocketbase/pocketbase/tools/types"
)

// mailbox is where clients write to: one record, edited in the dashboard.
// Replies come to its address with a signed token; they arrive through IMAP,
// as set here, or through the listener of --mail-in.
func init() {
	m.Register(func(app core.App) error {
		mailbox := core.NewBaseCollection("mailbox")
		mailbox.Fields.Add(
			&core.EmailField{Name: "address", Presentable: true, Help: "Адрес, на который пишут клиенты и приходят ответы на письма, например desk@firma.ru. Пусто — ответы письмом не принимаются."},
			&core.BoolField{Name: "plus", Help: "Почтовый сервер принимает адреса вида desk+метка@firma.ru. Если нет, ответы узнаются по заголовкам письма."},
			&core.BoolField{Name: "imap", Help: "Забирать почту по IMAP каждую минуту."},
			&core.TextField{Name: "host", Max: 255, Help: "Сервер IMAP, например imap.yandex.ru."},
			&core.NumberField{Name: "port", OnlyInt: true, Min: types.Pointer(0.0), Max: types.Pointer(65535.0), Help: "Порт: 993 с TLS, 143 без него или со STARTTLS."},
			&core.SelectField{Name: "security", MaxSelect: 1, Values: []string{"tls", "starttls", "none"}, Help: "Защита соединения; none — только на этом же компьютере."},
			&core.TextField{Name: "username", Max: 255, Help: "Имя для входа."},
			&core.TextField{Name: "password", Max: 255, Help: "Пароль, обычно особый «пароль приложения»."},
			&core.TextField{Name: "folder", Max: 255, Help: "Папка, обычно INBOX."},
			&core.DateField{Name: "checked_at", Help: "Когда почту проверяли: ставит сервер."},
			&core.TextField{Name: "error", Max: 2000, Help: "Что ответил сервер почты, если не получилось."},
		)
		mailbox.Fields.Add(dates()...)
		if err := app.Save(mailbox); err != nil {
			return err
		}
		only := core.NewRecord(mailbox)
		only.Load(map[string]any{"plus": true, "port": 993, "security": "tls", "folder": "INBOX"})
		return app.Save(only)
	}, nil)
}
