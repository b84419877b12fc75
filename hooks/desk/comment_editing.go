package desk

import (
	"time"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/i18n"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// EditPeriod is how long an author may correct a comment. Later the other side
// may already have acted on it.
const EditPeriod = 15 * time.Minute

// RegisterCommentEditing binds the rules of editing comments.
func RegisterCommentEditing(app core.App) {
	app.OnRecordUpdateRequest("comments").BindFunc(editCommentRequest)
	app.OnRecordUpdate("comments").BindFunc(timestampEdit)
}

// editCommentRequest lets an author change the body of a recent comment and
// nothing else. The collection's update rule checks the author. The period is
// checked against the stored row in the transaction of the save.
func editCommentRequest(e *core.RecordRequestEvent) error {
	who := actor.Of(e.Auth)
	if who.IsTrusted() {
		actor.SetActor(e.Record, who)
		return e.Next()
	}
	return records.RequestInTransaction(e, func() error {
		stored, err := e.App.FindRecordById("comments", e.Record.Id)
		if err != nil {
			return e.NotFoundError("", err)
		}
		if err := checkEdit(stored, records.ChangedFields(e.Record), clock.Now(e.App)); err != nil {
			return e.BadRequestError("", err)
		}
		stored.Set("body", e.Record.GetString("body"))
		actor.SetActor(stored, who)
		e.Record = stored
		return e.Next()
	})
}

// checkEdit refuses changed fields other than body, and edits after [EditPeriod].
func checkEdit(stored *core.Record, changed []string, now time.Time) error {
	found := validation.Errors{}
	for _, name := range changed {
		if name != "body" {
			found[name] = problem.New("read_only")
		}
	}
	if now.Sub(stored.GetDateTime("created").Time()) > EditPeriod {
		found["body"] = problem.NewWith("edit_expired", i18n.Minutes(EditPeriod))
	}
	if len(found) > 0 {
		return found
	}
	return nil
}

// timestampEdit sets edited_at when the body of a comment changes, for every
// writer, the dashboard included.
func timestampEdit(e *core.RecordEvent) error {
	if e.Record.GetString("body") != e.Record.Original().GetString("body") {
		e.Record.Set("edited_at", clock.Now(e.App))
	}
	return e.Next()
}
