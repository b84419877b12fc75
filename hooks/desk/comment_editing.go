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

// EditPeriod is how long an author may correct a comment: the other side may
// have acted on it after that.
const EditPeriod = 15 * time.Minute

// RegisterCommentEditing binds the rules of corrected comments.
func RegisterCommentEditing(app core.App) {
	app.OnRecordUpdateRequest("comments").BindFunc(editCommentRequest)
	app.OnRecordUpdate("comments").BindFunc(timestampEdit)
}

// editCommentRequest lets an author change the text of a fresh comment and
// nothing else of it. Whose comments those are is said by the rule. The period
// is measured against the row as it is stored, in the transaction of the save.
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

// checkEdit is the allow-list and the period.
func checkEdit(stored *core.Record, named []string, now time.Time) error {
	found := validation.Errors{}
	for _, name := range named {
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

// timestampEdit notes when the text of a comment changed, for every writer, the
// dashboard included.
func timestampEdit(e *core.RecordEvent) error {
	if e.Record.GetString("body") != e.Record.Original().GetString("body") {
		e.Record.Set("edited_at", clock.Now(e.App))
	}
	return e.Next()
}
