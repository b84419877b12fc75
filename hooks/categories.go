package hooks

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

func registerCategories(app core.App) {
	app.OnRecordCreate("categories").BindFunc(placeCategory)
	app.OnRecordValidate("categories").BindFunc(nameCategoryOnce)
	app.OnRecordDelete("categories").BindFunc(keepUsedCategory)
}

// placeCategory puts a new category at the end of the list.
func placeCategory(e *core.RecordEvent) error {
	if e.Record.GetInt("position") == 0 {
		var last int
		if err := e.App.DB().NewQuery("SELECT COALESCE(MAX(position), 0) FROM categories").Row(&last); err != nil {
			return err
		}
		e.Record.Set("position", last+1)
	}
	return e.Next()
}

// nameCategoryOnce refuses a name that another category has, whatever the case:
// the index compares letter by letter.
func nameCategoryOnce(e *core.RecordEvent) error {
	others, err := e.App.FindAllRecords("categories", dbx.Not(dbx.HashExp{"id": e.Record.Id}))
	if err != nil {
		return err
	}
	for _, other := range others {
		if fold(other.GetString("name")) == fold(e.Record.GetString("name")) {
			return merge(wrong("name", "category_taken"), e.Next())
		}
	}
	return e.Next()
}

// keepUsedCategory refuses to delete what tasks are sorted under: their history
// names it. It answers as a request would: of any other error PocketBase says
// that records refer to this one.
func keepUsedCategory(e *core.RecordEvent) error {
	var used []string
	err := e.App.DB().NewQuery("SELECT id FROM tasks WHERE category = {:id} AND category != '' LIMIT 1").
		Bind(dbx.Params{"id": e.Record.Id}).Column(&used)
	if err != nil {
		return err
	}
	if len(used) > 0 {
		return apis.NewBadRequestError(sentence("category_used"), wrong("name", "category_used"))
	}
	return e.Next()
}

// checkCategory refuses to sort a task anew under a category that is offered no
// more; one that was there before stays. stored is nil of a new task.
func checkCategory(app core.App, t, stored *core.Record) error {
	id := t.GetString("category")
	if id == "" || stored != nil && stored.GetString("category") == id || t.GetRaw(takingBack) != nil {
		return nil
	}
	category, err := app.FindRecordById("categories", id)
	if err != nil {
		return passOver(err) // the field's own validation speaks
	}
	if category.GetBool("retired") {
		return wrong("category", "category_retired")
	}
	return nil
}
