package records

import "github.com/pocketbase/pocketbase/core"

// RegisterPartialUpdates makes an update write only the fields it changes.
// PocketBase writes the whole row as it was read: a name saved at the moment of a
// block would revert the block and the token key. Tasks aren't listed, because
// their updates read the row again within the transaction.
func RegisterPartialUpdates(app core.App) {
	app.OnRecordUpdate("users", "profiles", "assessments", "comments", "notes", "site", "canned_answers", "categories", "schedule").BindFunc(writeChanges)
}

func writeChanges(e *core.RecordEvent) error {
	e.Record.IgnoreUnchangedFields(true)
	return e.Next()
}
