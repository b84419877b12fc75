package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The log of who did what: besides what happens to tasks, history tells what was
// arranged, of people (user) and of the firm (settings). Those lines are for
// managers alone. The log is read newest first and by periods; the few lines of
// what was arranged have an index of their own among the many of tasks.
func init() {
	m.Register(func(app core.App) error {
		history, err := app.FindCollectionByNameOrId("history")
		if err != nil {
			return err
		}
		event := history.Fields.GetByName("event").(*core.SelectField)
		event.Values = append(event.Values, "user", "settings")
		history.Fields.Add(&core.TextField{Name: "about", Max: 200, Help: "О ком или о чём, если не о задаче: имя, название."})
		history.AddIndex("idx_history_created", false, "`created`", "")
		history.AddIndex("idx_history_arranged", false, "`event`, `created`", "`task` = '' AND `profile` = ''")
		history.ListRule = anyOf(
			client+` && task.client = @request.auth.id`+taskKept,
			client+` && profile.user = @request.auth.id`,
			consultant+` && event != "user" && event != "settings" && (task = "" || task.archived_at = "")`,
			manager,
		)
		history.ViewRule = history.ListRule
		return app.Save(history)
	}, nil)
}
