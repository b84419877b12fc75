package hooks

import (
	"time"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
	"otklik/hooks/i18n"
)

// editPeriod is how long an author may correct a comment: the other side may
// have acted on it after that.
const editPeriod = 15 * time.Minute

func registerCommentEditing(app core.App) {
	app.OnRecordUpdateRequest("comments").BindFunc(editCommentRequest)
	app.OnRecordUpdate("comments").BindFunc(stampEdit)
}

// editCommentRequest lets an author change the text of a fresh comment and
// nothing else of it. Whose comments those are is said by the rule. The period
// is measured against the row as it is stored, in the transaction of the save.
func editCommentRequest(e *core.RecordRequestEvent) error {
	who := actorOf(e.Auth)
	if who.trusted() {
		sign(e.Record, who)
		return e.Next()
	}
	return requestInTransaction(e, func() error {
		stored, err := e.App.FindRecordById("comments", e.Record.Id)
		if err != nil {
			return e.NotFoundError("", err)
		}
		if err := checkEdit(stored, named(e.Record), clock.Now(e.App)); err != nil {
			return e.BadRequestError("", err)
		}
		stored.Set("body", e.Record.GetString("body"))
		sign(stored, who)
		e.Record = stored
		return e.Next()
	})
}

// checkEdit is the allow-list and the period.
func checkEdit(stored *core.Record, named []string, now time.Time) error {
	found := validation.Errors{}
	for _, name := range named {
		if name != "body" {
			found[name] = problem("read_only")
		}
	}
	if now.Sub(stored.GetDateTime("created").Time()) > editPeriod {
		found["body"] = problemWith("edit_expired", i18n.Minutes(editPeriod))
	}
	if len(found) > 0 {
		return found
	}
	return nil
}

// stampEdit notes when the text of a comment changed, for every writer, the
// dashboard included.
func stampEdit(e *core.RecordEvent) error {
	if e.Record.GetString("body") != e.Record.Original().GetString("body") {
		e.Record.Set("edited_at", clock.Now(e.App))
	}
	return e.Next()
}
