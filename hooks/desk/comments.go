package desk

import (
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// Continued is the key of a comment that goes on with the files of the one before: nobody
// is notified of it apart.
const Continued = "@continued"

// RegisterComments binds the rules of comments and their effects on the task.
func RegisterComments(app core.App) {
	app.OnRecordCreateRequest("comments").BindFunc(createCommentRequest)
	app.OnRecordCreateRequest("comments").BindFunc(commentAndChange)
	app.OnRecordCreate("comments").BindFunc(createComment)
}

// RegisterNotes binds the rules of notes.
func RegisterNotes(app core.App) {
	app.OnRecordCreateRequest("notes").BindFunc(createCommentRequest)
	app.OnRecordCreate("notes").BindFunc(createNote)
}

// createCommentRequest makes the caller the author of a comment or a note, and
// takes from the request only the task, the body and the files.
func createCommentRequest(e *core.RecordRequestEvent) error {
	who := actor.Of(e.Auth)
	if !who.IsTrusted() {
		fresh := core.NewRecord(e.Collection)
		for _, name := range []string{"task", "body", "files"} {
			fresh.SetRaw(name, e.Record.GetRaw(name))
		}
		fresh.Set("author", who.ID)
		records.Trust(fresh, "author")
		e.Record = fresh
	}
	actor.SetActor(e.Record, who)
	return e.Next()
}

// createNote saves a note, checks its task and notifies the task's consultant, in one
// transaction.
func createNote(e *core.RecordEvent) error {
	return records.SaveInTransaction(e, func() error {
		records.Trust(e.Record, "task") // read below
		defer records.Distrust(e.Record)
		if err := e.Next(); err != nil {
			return err
		}
		task, err := e.App.FindRecordById("tasks", e.Record.GetString("task"))
		if err := checkCommented(e.Record, task, err); err != nil {
			return err
		}
		return notifyOfNote(e.App, e.Record, task)
	})
}

// checkCommented refuses a comment or a note on a task that could not be read, or was
// archived after the create rule had been checked. The system and superusers may comment
// on an archived task.
func checkCommented(comment, task *core.Record, err error) error {
	if records.IgnoreNotFound(err) != nil {
		return err
	}
	if err != nil || (!task.GetDateTime("archived_at").IsZero() && !actor.OfRecord(comment).IsTrusted()) {
		return problem.FieldError("task", "no_task")
	}
	return nil
}

// createComment returns a waiting task to work when its client answers. A comment
// on a done task does not reopen it, as it may be only a thank-you.
func createComment(e *core.RecordEvent) error {
	return records.SaveInTransaction(e, func() error {
		records.Trust(e.Record, "task") // recordReply finds it
		defer records.Distrust(e.Record)
		if err := e.Next(); err != nil {
			return err
		}
		task, err := recordReply(e.App, e.Record)
		if err := checkCommented(e.Record, task, err); err != nil {
			return err
		}
		if e.Record.GetRaw(Continued) == nil {
			if err := notifyOfComment(e.App, e.Record, task); err != nil {
				return err
			}
		}
		if task.GetString("status") != StatusWaiting || task.GetString("client") != e.Record.GetString("author") {
			return nil
		}
		task.Set("status", StatusInProgress)
		return e.App.Save(task)
	})
}
