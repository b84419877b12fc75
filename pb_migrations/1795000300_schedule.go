package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
	"github.com/pocketbase/pocketbase/tools/types"
)

// schedule is when the firm works and how soon it answers: one record, edited
// by managers. The holidays are those of the Labour Code, of every year.
func init() {
	m.Register(func(app core.App) error {
		target := func(name, help string) *core.NumberField {
			return &core.NumberField{Name: name, Required: true, Min: types.Pointer(0.25), Max: types.Pointer(1000.0), Help: help}
		}
		schedule := core.NewBaseCollection("schedule")
		schedule.Fields.Add(
			&core.TextField{Name: "timezone", Required: true, Max: 64, Presentable: true, Help: "Часовой пояс, например Europe/Moscow."},
			&core.JSONField{Name: "week", Required: true, MaxSize: 2000, Help: `Часы работы с понедельника: [[["09:00","18:00"]], …], семь дней; выходной — [].`},
			&core.JSONField{Name: "exceptions", MaxSize: 20_000, Help: `Особые дни: {"01-01": [], "2026-12-31": [["09:00","14:00"]]}; без года — каждый год.`},
			target("target_high", "За сколько рабочих часов отвечаем на срочную задачу."),
			target("target_normal", "За сколько рабочих часов отвечаем на обычную задачу."),
			target("target_low", "За сколько рабочих часов отвечаем на несрочную задачу."),
		)
		schedule.Fields.Add(dates()...)
		schedule.ListRule, schedule.ViewRule, schedule.UpdateRule = anyOf(signedIn), anyOf(signedIn), anyOf(manager)
		if err := app.Save(schedule); err != nil {
			return err
		}
		only := core.NewRecord(schedule)
		workday := [][]string{{"09:00", "18:00"}}
		holidays := map[string][][]string{}
		for _, day := range []string{"01-01", "01-02", "01-03", "01-04", "01-05", "01-06", "01-07", "01-08", "02-23", "03-08", "05-01", "05-09", "06-12", "11-04"} {
			holidays[day] = [][]string{}
		}
		only.Load(map[string]any{
			"timezone": "Europe/Moscow", "week": [][][]string{workday, workday, workday, workday, workday, {}, {}}, "exceptions": holidays,
			"target_high": 2, "target_normal": 8, "target_low": 16,
		})
		return app.Save(only)
	}, nil)
}
