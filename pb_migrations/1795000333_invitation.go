package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The mail to a person for whom a manager has made an account: it does not say,
// as that of a forgotten password does, that they have asked for it.
func init() {
	m.Register(func(app core.App) error {
		templates, err := app.FindCollectionByNameOrId("mail_templates")
		if err != nil {
			return err
		}
		for _, t := range []mailText{
			{"invite", "ru", "{firm}: приглашение", `Здравствуйте, {name}!

Для вас завели учётную запись. Нажмите кнопку и придумайте пароль. Входить можно по нику {name} или по этому адресу.

{button}

Ссылка действует неделю. Позже новую можно получить на странице входа: «Забыли пароль?»`},
			{"invite", "en", "{firm}: an invitation", `Hello {name},

An account was made for you. Press the button and choose a password. You can log in with the nick {name} or with this address.

{button}

The link is good for a week. Later you can get a new one on the log-in page: “Forgot your password?”`},
		} {
			r := core.NewRecord(templates)
			r.Load(map[string]any{"kind": t.kind, "locale": t.locale, "subject": t.subject, "body": t.body})
			if err := app.Save(r); err != nil {
				return err
			}
		}
		return nil
	}, nil)
}
