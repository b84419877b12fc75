package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// profiles are the clients' organisations: exactly one a client, made with it.
func init() {
	m.Register(func(app core.App) error {
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return err
		}
		profiles := core.NewBaseCollection("profiles")
		profiles.Fields.Add(
			one("user", users, true, true, "Клиент, чья это организация."),
			&core.TextField{Name: "organization", Required: true, Min: 2, Max: 200, Presentable: true, Help: "Название организации или ФИО предпринимателя."},
			&core.TextField{Name: "inn", Required: true, Max: 12, Presentable: true, Help: "ИНН: 10 цифр у организации, 12 у предпринимателя."},
			&core.TextField{Name: "kpp", Max: 9, Help: "КПП: 9 знаков, только у организаций."},
			&core.TextField{Name: "ogrn", Max: 15, Help: "ОГРН: 13 цифр, ОГРНИП: 15 цифр."},
			&core.TextField{Name: "address", Max: 300, Help: "Почтовый или фактический адрес."},
			&core.TextField{Name: "phone", Max: 32, Help: "Телефон для связи."},
			&core.TextField{Name: "contact", Max: 120, Help: "Контактное лицо."},
		)
		profiles.Fields.Add(dates()...)
		profiles.AddIndex("idx_profiles_user", true, "`user`", "")
		profiles.AddIndex("idx_profiles_inn", false, "`inn`", "")

		profiles.ListRule = anyOf(client+` && user = @request.auth.id`, staff)
		profiles.ViewRule = profiles.ListRule
		profiles.CreateRule = anyOf(client + ` && (user = "" || user = @request.auth.id)`)
		profiles.UpdateRule = anyOf(client + ` && user = @request.auth.id && @request.body.user:changed = false`)
		profiles.DeleteRule = nil
		return app.Save(profiles)
	}, nil)
}
