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
	app.OnRecordCreate("notes").BindFunc(createNote)
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

// createNote keeps a note in one transaction with the look at its task.
func createNote(e *core.RecordEvent) error {
	return saveInTransaction(e, func() error {
		if err := e.Next(); err != nil {
			return err
		}
		_, err := spokenOf(e)
		return err
	})
}

// spokenOf is the task of a comment or a note, unless it was archived after the
// rule had let the words pass. What the system and the dashboard write is theirs
// to know.
func spokenOf(e *core.RecordEvent) (*core.Record, error) {
	task, err := e.App.FindRecordById("tasks", e.Record.GetString("task"))
	if err != nil || (!task.GetDateTime("archived_at").IsZero() && !actorBehind(e.Record).trusted()) {
		return nil, wrong("task", "no_task")
	}
	return task, nil
}

// createComment puts a waiting task back to work once its client answers. A
// comment on a done task does not reopen it: a thank-you is no complaint.
func createComment(e *core.RecordEvent) error {
	return saveInTransaction(e, func() error {
		if err := e.Next(); err != nil {
			return err
		}
		task, err := spokenOf(e)
		if err != nil {
			return err
		}
		if err := noteWords(e.App, e.Record, task); err != nil {
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
