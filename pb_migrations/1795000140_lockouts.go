package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// lockouts count wrong passwords by account, over all addresses. Known and
// unknown accounts are counted alike, so that a lock does not tell which exist.
// An administrator releases an account by deleting its row.
func init() {
	m.Register(func(app core.App) error {
		lockouts := core.NewBaseCollection("lockouts")
		lockouts.Fields.Add(
			&core.TextField{Name: "account", Required: true, Max: 300, Presentable: true, Help: "Ник или почта, под которыми пытались войти."},
			&core.NumberField{Name: "failures", OnlyInt: true, Help: "Сколько раз подряд пароль был неверным."},
			&core.DateField{Name: "until", Help: "До какого времени вход закрыт. Удалите запись, чтобы открыть его сейчас."},
		)
		lockouts.Fields.Add(dates()...)
		lockouts.AddIndex("idx_lockouts_account", true, "`account`", "")
		lockouts.AddIndex("idx_lockouts_updated", false, "`updated`", "")
		return app.Save(lockouts)
	}, nil)
}
