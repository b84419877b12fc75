package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
	"github.com/pocketbase/pocketbase/tools/types"
)

// calendar holds the years of the production calendar that a firm has brought along or
// typed in: later years than the program ships, or other days. The shape is that of
// xmlcalendar's data.
func init() {
	m.Register(func(app core.App) error {
		calendar := core.NewBaseCollection("calendar")
		calendar.Fields.Add(
			&core.NumberField{Name: "year", Required: true, OnlyInt: true, Min: types.Pointer(2000.0), Max: types.Pointer(2099.0), Presentable: true, Help: "Год."},
			&core.JSONField{Name: "months", Required: true, MaxSize: 4000, Help: `Дни по месяцам: [{"month": 1, "days": "1,2,9+"}, …]; выходные вместе с субботами и воскресеньями, * — короче на час, + — перенесённый выходной.`},
			&core.JSONField{Name: "transitions", MaxSize: 4000, Help: `Переносы: [{"from": "01.04", "to": "05.02"}, …], сначала месяц.`},
		)
		calendar.Fields.Add(dates()...)
		calendar.AddIndex("idx_calendar_year", true, "`year`", "")
		calendar.ListRule, calendar.ViewRule = anyOf(staff), anyOf(staff)
		calendar.CreateRule, calendar.UpdateRule, calendar.DeleteRule = anyOf(manager), anyOf(manager), anyOf(manager)
		return app.Save(calendar)
	}, nil)
}
