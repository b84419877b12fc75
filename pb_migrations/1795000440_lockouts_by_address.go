package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Wrong passwords are counted by name and address, so that nobody can close the
// account of another person. The counts of the former kind are dropped.
func init() {
	m.Register(func(app core.App) error {
		if _, err := app.DB().Delete("lockouts", nil).Execute(); err != nil {
			return err
		}
		lockouts, err := app.FindCollectionByNameOrId("lockouts")
		if err != nil {
			return err
		}
		account := lockouts.Fields.GetByName("account").(*core.TextField)
		account.Required = false
		account.Help = "Ник или почта, под которыми пытались войти; пусто — под любыми."
		lockouts.Fields.Add(&core.TextField{Name: "address", Max: 64, Presentable: true, Help: "Адрес, откуда пытались войти; пусто — отовсюду."})
		lockouts.Fields.GetByName("failures").(*core.NumberField).Help = "Сколько раз пароль был неверным."
		lockouts.Fields.GetByName("until").(*core.DateField).Help = "До какого времени это помнится. Удалите запись, чтобы забыть сейчас; или: otklik unlock НИК."
		lockouts.RemoveIndex("idx_lockouts_account")
		lockouts.RemoveIndex("idx_lockouts_updated")
		lockouts.AddIndex("idx_lockouts_account_address", true, "`account`, `address`", "")
		lockouts.AddIndex("idx_lockouts_until", false, "`until`", "")
		return app.Save(lockouts)
	}, nil)
}
