package desk

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/problem"
	"otklik/hooks/records"
	"otklik/hooks/text"
)

// RegisterCategories binds the rules of categories.
func RegisterCategories(app core.App) {
	app.OnRecordCreate("categories").BindFunc(appendCategory)
	app.OnRecordValidate("categories").BindFunc(requireUniqueName)
	app.OnRecordDelete("categories").BindFunc(refuseUsedCategory)
}

// appendCategory puts a new category at the end of the list.
func appendCategory(e *core.RecordEvent) error {
	if e.Record.GetInt("position") == 0 {
		var last int
		if err := e.App.DB().NewQuery("SELECT COALESCE(MAX(position), 0) FROM categories").Row(&last); err != nil {
			return err
		}
		e.Record.Set("position", last+1)
	}
	return e.Next()
}

// requireUniqueName refuses a name that another category has, ignoring case: the
// unique index is case-sensitive.
func requireUniqueName(e *core.RecordEvent) error {
	others, err := e.App.FindAllRecords("categories", dbx.Not(dbx.HashExp{"id": e.Record.Id}))
	if err != nil {
		return err
	}
	for _, other := range others {
		if text.Fold(other.GetString("name")) == text.Fold(e.Record.GetString("name")) {
			return problem.Merge(problem.FieldError("name", "category_taken"), e.Next())
		}
	}
	return e.Next()
}

// refuseUsedCategory refuses to delete a category that tasks have, because their
// history names it. It returns an API error: PocketBase replaces any other error
// by its message about required references.
func refuseUsedCategory(e *core.RecordEvent) error {
	var used []string
	err := e.App.DB().NewQuery("SELECT id FROM tasks WHERE category = {:id} AND category != '' LIMIT 1").
		Bind(dbx.Params{"id": e.Record.Id}).Column(&used)
	if err != nil {
		return err
	}
	if len(used) > 0 {
		return apis.NewBadRequestError(problem.Sentence("category_used"), problem.FieldError("name", "category_used"))
	}
	return e.Next()
}

// checkCategory refuses to give a task a retired category, unless it had it
// already. stored is nil for a new task.
func checkCategory(app core.App, t, stored *core.Record) error {
	id := t.GetString("category")
	if id == "" || stored != nil && stored.GetString("category") == id || t.GetRaw(revertingKey) != nil {
		return nil
	}
	category, err := app.FindRecordById("categories", id)
	if err != nil {
		return records.IgnoreNotFound(err) // the field's own validation reports it
	}
	if category.GetBool("retired") {
		return problem.FieldError("category", "category_retired")
	}
	return nil
}
