package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// notes are what staff write to each other on a task. They are a collection of
// their own and not a flag on comments, because a filter over a back-relation
// would pass a flag by: no client ever reaches one.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "users", "tasks")
		if err != nil {
			return err
		}
		users, tasks := found[0], found[1]
		notes := core.NewBaseCollection("notes")
		notes.Fields.Add(
			one("task", tasks, true, true, "Задача, о которой заметка."),
			one("author", users, true, false, "Кто написал."),
			&core.TextField{Name: "body", Required: true, Max: 10000, Presentable: true, Help: "Заметка для своих: клиент её не увидит."},
			attachments(),
		)
		notes.Fields.Add(dates()...)
		notes.AddIndex("idx_notes_task", false, "`task`, `created`", "")
		notes.AddIndex("idx_notes_author", false, "`author`", "")

		notes.ListRule = anyOf(consultant+taskKept, manager)
		notes.ViewRule = notes.ListRule
		notes.CreateRule = anyOf(staff + taskKept)
		notes.UpdateRule, notes.DeleteRule = nil, nil
		return app.Save(notes)
	}, nil)
}
