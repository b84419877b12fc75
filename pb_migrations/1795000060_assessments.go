package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
	"github.com/pocketbase/pocketbase/tools/types"
)

// assessments are what clients think of the work: at most one a task.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "users", "tasks")
		if err != nil {
			return err
		}
		users, tasks := found[0], found[1]
		assessments := core.NewBaseCollection("assessments")
		assessments.Fields.Add(
			one("task", tasks, true, true, "Задача, работу по которой оценили."),
			one("client", users, true, false, "Кто оценил."),
			one("consultant", users, false, false, "Чью работу оценили."),
			&core.NumberField{
				Name: "rating", OnlyInt: true, Min: types.Pointer(0.0), Max: types.Pointer(5.0), Presentable: true,
				Help: "От 1 до 5; 0 — без оценки, только отзыв.",
			},
			&core.TextField{Name: "comment", Max: 2000, Presentable: true, Help: "Отзыв словами."},
		)
		assessments.Fields.Add(dates()...)
		assessments.AddIndex("idx_assessments_task", true, "`task`", "")
		assessments.AddIndex("idx_assessments_client", false, "`client`", "")
		assessments.AddIndex("idx_assessments_consultant", false, "`consultant`, `created`", "")

		own := client + ` && task.client = @request.auth.id` + taskKept
		assessments.ListRule = anyOf(own, consultant+taskKept, manager)
		assessments.ViewRule = assessments.ListRule
		assessments.CreateRule = anyOf(own)
		assessments.UpdateRule = anyOf(own)
		assessments.DeleteRule = nil
		return app.Save(assessments)
	}, nil)
}
