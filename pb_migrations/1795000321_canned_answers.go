package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// canned_answers are the texts that staff put into their answers: a person's
// own, or, without an owner, shared ones. An own one goes with its owner, lest
// it be everybody's then.
func init() {
	m.Register(func(app core.App) error {
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return err
		}
		canned := core.NewBaseCollection("canned_answers")
		canned.Fields.Add(
			&core.TextField{Name: "title", Required: true, Max: 80, Presentable: true, Help: "По названию заготовку находят."},
			&core.TextField{Name: "body", Required: true, Max: 5000, Help: "Текст. Слова {имя}, {номер}, {организация}, {консультант} заменяются."},
			one("owner", users, false, true, "Чья заготовка; пусто — общая."),
			&core.NumberField{Name: "used", OnlyInt: true, Help: "Сколько раз вставлена: считает сервер."},
		)
		canned.Fields.Add(dates()...)
		canned.AddIndex("idx_canned_answers_owner", false, "`owner`, `used`", "")

		own := staff + ` && owner = @request.auth.id`
		shared := manager + ` && owner = ""`
		canned.ListRule = anyOf(own, staff+` && owner = ""`)
		canned.ViewRule = canned.ListRule
		canned.CreateRule = canned.ListRule // the hook makes a consultant the owner
		canned.UpdateRule = anyOf(own, shared)
		canned.DeleteRule = canned.UpdateRule
		return app.Save(canned)
	}, nil)
}
