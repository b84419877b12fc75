package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
	"github.com/pocketbase/pocketbase/tools/types"
)

// categories are what tasks are about, as the firm sorts them. Which there are
// is for its managers to say: none is made here.
func init() {
	m.Register(func(app core.App) error {
		categories := core.NewBaseCollection("categories")
		categories.Fields.Add(
			&core.TextField{Name: "name", Required: true, Min: 2, Max: 80, Presentable: true, Help: "Название: «Зарплата и кадры»."},
			&core.NumberField{Name: "position", OnlyInt: true, Min: types.Pointer(0.0), Help: "Место в списке, с меньшего."},
			&core.BoolField{Name: "retired", Help: "Больше не предлагать; у прежних задач остаётся."},
		)
		categories.Fields.Add(dates()...)
		categories.AddIndex("idx_categories_name", true, "`name`", "")
		categories.ListRule, categories.ViewRule = anyOf(signedIn), anyOf(signedIn)
		categories.CreateRule, categories.UpdateRule, categories.DeleteRule = anyOf(manager), anyOf(manager), anyOf(manager)
		if err := app.Save(categories); err != nil {
			return err
		}
		tasks, err := app.FindCollectionByNameOrId("tasks")
		if err != nil {
			return err
		}
		tasks.Fields.Add(one("category", categories, false, false, "О чём задача."))
		tasks.AddIndex("idx_tasks_category", false, "`category`, `status`, `number`", "`category` != ''")
		return app.Save(tasks)
	}, nil)
}
