package pb_migrations

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Who has sent a mail is what our own mail server says: the mailbox names that
// server. A desk that receives mail already goes on as before, until its
// administrator has named it; a new desk believes nobody.
func init() {
	m.Register(func(app core.App) error {
		mailbox, err := app.FindCollectionByNameOrId("mailbox")
		if err != nil {
			return err
		}
		mailbox.Fields.Add(
			&core.TextField{
				Name: "authserv", Max: 255, Pattern: `^(\*\.)?[A-Za-z0-9._-]+$`,
				Help: "Имя вашего почтового сервера в заголовке Authentication-Results (mx.firma.ru или *.mail.yandex.net). Верим только ему; пусто — никому.",
			},
			&core.BoolField{
				Name: "accept_unverified",
				Help: "Принимать письма клиентов, отправитель которых не проверен. Опасно: задачу поставит любой, кто знает почту клиента. Выключено — они ждут.",
			},
		)
		if err := app.Save(mailbox); err != nil {
			return err
		}
		_, err = app.DB().Update("mailbox", dbx.Params{"accept_unverified": true}, dbx.NewExp("address != '' OR imap = TRUE")).Execute()
		return err
	}, nil)
}
