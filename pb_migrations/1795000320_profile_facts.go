package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What staff know of an organisation and its client does not see: the hooks
// hide these fields from clients and keep them the same on all profiles of one
// ИНН. Staff may therefore update profiles, and the hooks say of what.
func init() {
	m.Register(func(app core.App) error {
		profiles, err := app.FindCollectionByNameOrId("profiles")
		if err != nil {
			return err
		}
		profiles.Fields.Add(
			&core.TextField{Name: "onec_configuration", Max: 120, Help: "Конфигурация 1С, например «Бухгалтерия предприятия 3.0». Клиент не видит."},
			&core.TextField{Name: "onec_release", Max: 40, Help: "Её релиз. Клиент не видит."},
			&core.SelectField{Name: "hosting", MaxSelect: 1, Values: []string{"cloud", "local"}, Help: "В облаке или у клиента. Клиент не видит."},
			&core.DateField{Name: "contract_until", Help: "До какого дня договор. Клиент не видит."},
		)
		profiles.UpdateRule = anyOf(client+` && user = @request.auth.id && @request.body.user:changed = false`, staff)
		return app.Save(profiles)
	}, nil)
}
