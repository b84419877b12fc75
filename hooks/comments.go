package hooks

import (
	"github.com/pocketbase/pocketbase/core"
)

func registerComments(app core.App) {
	app.OnRecordCreateRequest("comments").BindFunc(createWordsRequest)
	app.OnRecordCreate("comments").BindFunc(createComment)
}

func registerNotes(app core.App) {
	app.OnRecordCreateRequest("notes").BindFunc(createWordsRequest)
}

// createWordsRequest makes the caller the author of a comment or a note, and
// takes nothing but the task, the text and the files.
func createWordsRequest(e *core.RecordRequestEvent) error {
	who := actorOf(e.Auth)
	if !who.trusted() {
		fresh := core.NewRecord(e.Collection)
		for _, name := range []string{"task", "body", "files"} {
			fresh.SetRaw(name, e.Record.GetRaw(name))
		}
		fresh.Set("author", who.id)
		e.Record = fresh
	}
	sign(e.Record, who)
	return e.Next()
}

// createComment puts a waiting task back to work once its client answers. A
// comment on a done task does not reopen it: a thank-you is no complaint.
func createComment(e *core.RecordEvent) error {
	return saveInTransaction(e, func() error {
		if err := e.Next(); err != nil {
			return err
		}
		task, err := e.App.FindRecordById("tasks", e.Record.GetString("task"))
		if err != nil {
			return err
		}
		if err := tellOfComment(e.App, e.Record, task); err != nil {
			return err
		}
		if task.GetString("status") != statusWaiting || task.GetString("client") != e.Record.GetString("author") {
			return nil
		}
		task.Set("status", statusInProgress)
		return e.App.Save(task)
	})
}
