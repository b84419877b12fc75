package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
	"github.com/pocketbase/pocketbase/tools/types"
)

// tasks are what clients ask for.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "users", "profiles")
		if err != nil {
			return err
		}
		users, profiles := found[0], found[1]
		tasks := core.NewBaseCollection("tasks")
		tasks.Fields.Add(
			&core.NumberField{Name: "number", OnlyInt: true, Min: types.Pointer(0.0), Presentable: true, Help: "Номер задачи: даёт сервер, по порядку, без повторов."},
			&core.TextField{Name: "title", Required: true, Min: 3, Max: 200, Presentable: true, Help: "Коротко: что случилось или что сделать."},
			&core.TextField{Name: "description", Max: 10000, Help: "Подробности, простой текст."},
			&core.SelectField{
				Name: "status", Required: true, MaxSelect: 1, Values: []string{"new", "in_progress", "waiting", "done", "closed"},
				Help: "new — новая, in_progress — в работе, waiting — ждёт ответа клиента, done — выполнена, closed — закрыта.",
			},
			&core.SelectField{Name: "priority", Required: true, MaxSelect: 1, Values: []string{"low", "normal", "high"}, Help: "low — низкий, normal — обычный, high — высокий."},
			one("client", users, true, false, "Клиент, чья это задача."),
			one("profile", profiles, true, false, "Организация клиента. Если пусто, возьмётся из его профиля."),
			one("consultant", users, false, false, "Кто ведёт задачу: консультант или руководитель. Новая задача при назначении переходит в работу."),
			attachments(),
			&core.DateField{Name: "done_at", Help: "Когда выполнена: ставит сервер; то, что есть, можно поправить."},
			&core.DateField{Name: "closed_at", Help: "Когда закрыта: ставит сервер; то, что есть, можно поправить."},
			&core.DateField{Name: "archived_at", Help: "Когда клиент удалил задачу. Через 30 дней она удаляется совсем; очистите поле, чтобы вернуть её."},
			&core.NumberField{Name: "rev", OnlyInt: true, Help: "Номер правки: растёт на 1 с каждым изменением."},
			&core.TextField{Name: "idempotency_key", Max: 64, Hidden: true, Help: "Ключ повтора запроса: защита от двойного нажатия."},
		)
		tasks.Fields.Add(dates()...)
		tasks.AddIndex("idx_tasks_number", true, "`number`", "")
		tasks.AddIndex("idx_tasks_client", false, "`client`, `number`", "")
		tasks.AddIndex("idx_tasks_client_created", false, "`client`, `created`", "")
		tasks.AddIndex("idx_tasks_consultant", false, "`consultant`, `status`, `number`", "")
		tasks.AddIndex("idx_tasks_status", false, "`status`, `number`", "")
		tasks.AddIndex("idx_tasks_created", false, "`created`", "")
		tasks.AddIndex("idx_tasks_updated", false, "`updated`", "")
		tasks.AddIndex("idx_tasks_done_at", false, "`done_at`", "`status` = 'done'")
		tasks.AddIndex("idx_tasks_archived_at", false, "`archived_at`", "`archived_at` != ''")
		tasks.AddIndex("idx_tasks_idempotency", true, "`client`, `idempotency_key`", "`idempotency_key` != ''")

		tasks.ListRule = anyOf(client+` && client = @request.auth.id`+kept, consultant+kept, manager)
		tasks.ViewRule = tasks.ListRule
		tasks.CreateRule = anyOf(client + ` && (client = "" || client = @request.auth.id)`)
		tasks.UpdateRule = tasks.ListRule
		tasks.DeleteRule = anyOf(client + ` && client = @request.auth.id` + kept)
		return app.Save(tasks)
	}, nil)
}
