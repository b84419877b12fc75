package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// emailIndex is the name PocketBase gives the index of addresses.
const emailIndex = "idx_email__pb_users_auth_"

// users are the people: clients, consultants and managers of consultants. The
// administrator is a PocketBase superuser and not one of them.
func init() {
	m.Register(func(app core.App) error {
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return err
		}
		users.Fields.RemoveByName("avatar")
		users.Fields.Add(
			&core.TextField{
				Name: "username", Required: true, Min: 3, Max: 32, Pattern: `^[a-z0-9][a-z0-9._-]{2,31}$`, Presentable: true,
				Help: "Ник для входа: латинские буквы, цифры, точка, дефис, подчёркивание. После регистрации не меняется.",
			},
			&core.TextField{Name: "name", Max: 120, Presentable: true, Help: "Имя, как к человеку обращаться."},
			&core.SelectField{
				Name: "role", Required: true, MaxSelect: 1, Values: []string{"client", "consultant", "manager"},
				Help: "client — клиент, consultant — консультант, manager — руководитель консультантов. Смена роли завершает все сеансы человека.",
			},
			&core.BoolField{Name: "blocked", Help: "Заблокированный не может войти; его сеансы завершаются сразу."},
			&core.SelectField{
				Name: "locale", MaxSelect: 1, Values: []string{"ru", "en"},
				Help: "Язык страницы и писем: ru — русский, en — английский.",
			},
		)
		// PocketBase looks an address up the way its index compares: any case,
		// as people type it. The stock index leaves out empty addresses, which
		// nobody has here, and so would not serve the look-up.
		users.RemoveIndex(emailIndex)
		users.AddIndex(emailIndex, true, "`email` COLLATE NOCASE", "")
		users.AddIndex("idx_users_username", true, "`username` COLLATE NOCASE", "")
		users.AddIndex("idx_users_role", false, "`role`, `blocked`", "")

		users.PasswordAuth.Enabled = true
		users.PasswordAuth.IdentityFields = []string{"username", "email"}
		users.OAuth2.Enabled = false
		users.OTP.Enabled = false
		users.AuthAlert.Enabled = false
		users.AuthRule = anyOf(`blocked = false`)
		users.ManageRule = nil

		users.ListRule = anyOf(signedIn+` && id = @request.auth.id`, staff)
		users.ViewRule = users.ListRule
		users.CreateRule = anyOf(
			`@request.auth.id = "" && (@request.body.role:isset = false || @request.body.role = "client") && @request.body.blocked:isset = false`,
			manager+` && @request.body.role = "consultant" && @request.body.blocked:isset = false`,
		)
		users.UpdateRule = anyOf(
			signedIn+` && id = @request.auth.id && @request.body.role:changed = false && @request.body.blocked:changed = false`,
			manager+` && role != "manager" && @request.body.role != "manager"`,
		)
		users.DeleteRule = nil
		return app.Save(users)
	}, nil)
}
