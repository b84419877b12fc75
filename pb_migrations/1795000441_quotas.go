package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// quotas say how much one client may add a day: one record, for the administrator.
// otklik_uploads counts the bytes by client and hour; no API reaches it.
func init() {
	m.Register(func(app core.App) error {
		quotas := core.NewBaseCollection("quotas")
		quotas.Fields.Add(
			&core.NumberField{Name: "tasks_a_day", OnlyInt: true, Required: true, Min: at(1), Help: "Сколько задач один клиент может создать за сутки."},
			&core.NumberField{Name: "megabytes_a_day", OnlyInt: true, Required: true, Min: at(1), Help: "Сколько мегабайт файлов один клиент может приложить за сутки."},
		)
		quotas.Fields.Add(dates()...)
		if err := app.Save(quotas); err != nil {
			return err
		}
		row := core.NewRecord(quotas)
		row.Set("tasks_a_day", 1000)
		row.Set("megabytes_a_day", 500)
		if err := app.Save(row); err != nil {
			return err
		}
		_, err := app.DB().NewQuery(`CREATE TABLE otklik_uploads (
			user TEXT NOT NULL, hour TEXT NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (user, hour)) WITHOUT ROWID`).Execute()
		return err
	}, nil)
}

// at is a limit of a number.
func at(n float64) *float64 { return &n }
