package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
	"github.com/pocketbase/pocketbase/tools/types"
)

// The mailbox remembers how far it has been read, so that a mail somebody has
// opened elsewhere is not passed over and none is read twice; the inbox says
// which way a mail came.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "mailbox", "inbox")
		if err != nil {
			return err
		}
		mailbox, inbox := found[0], found[1]
		mailbox.Fields.Add(
			&core.NumberField{Name: "uid_validity", OnlyInt: true, Min: types.Pointer(0.0), Help: "Поколение номеров писем в папке: ставит сервер."},
			&core.NumberField{Name: "last_uid", OnlyInt: true, Min: types.Pointer(0.0), Help: "Номер последнего прочитанного письма: ставит сервер."},
		)
		if err := app.Save(mailbox); err != nil {
			return err
		}
		inbox.Fields.Add(&core.SelectField{
			Name: "via", MaxSelect: 1, Values: []string{"smtp", "lmtp", "imap"}, Help: "Каким путём пришло.",
		})
		return app.Save(inbox)
	}, nil)
}
