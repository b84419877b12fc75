package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// mailTemplate is a letter of three parts around one button; path is a path of
// our own page, since the stock templates link to the dashboard's.
func mailTemplate(subject, lead, path, button, ignore string) core.EmailTemplate {
	return core.EmailTemplate{
		Subject: subject,
		Body: `<p>Здравствуйте!</p>
<p>` + lead + `</p>
<p><a class="btn" href="{APP_URL}` + path + `{TOKEN}" target="_blank" rel="noopener">` + button + `</a></p>
<p>Если кнопка не открывается, скопируйте адрес в строку браузера:<br>{APP_URL}` + path + `{TOKEN}</p>
<p><i>` + ignore + `</i></p>
<p>{APP_NAME}</p>`,
	}
}

// Russian letters of the accounts, with links to our own page.
func init() {
	m.Register(func(app core.App) error {
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return err
		}
		users.VerificationTemplate = mailTemplate(
			"{APP_NAME}: подтвердите адрес почты",
			"Вы указали этот адрес при регистрации. Нажмите кнопку, чтобы подтвердить его.",
			"/verify/", "Подтвердить адрес",
			"Если вы не регистрировались, ничего делать не нужно.",
		)
		users.ResetPasswordTemplate = mailTemplate(
			"{APP_NAME}: новый пароль",
			"Кто-то, вероятно вы, попросил сменить пароль. Нажмите кнопку и придумайте новый.",
			"/reset/", "Задать новый пароль",
			"Если вы об этом не просили, пароль останется прежним.",
		)
		users.ConfirmEmailChangeTemplate = mailTemplate(
			"{APP_NAME}: подтвердите новый адрес почты",
			"Вы попросили сменить адрес почты на этот. Нажмите кнопку, чтобы подтвердить его.",
			"/email/", "Подтвердить новый адрес",
			"Если вы об этом не просили, адрес останется прежним.",
		)
		return app.Save(users)
	}, nil)
}
