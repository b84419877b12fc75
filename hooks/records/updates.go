package records

import "github.com/pocketbase/pocketbase/core"

// RegisterPartialUpdates makes an update write the fields it changes. PocketBase
// writes the whole row as it was read: a new name saved at the moment of a block
// would take the block back, and with it the old token key. Tasks are read anew
// within their own transaction.
func RegisterPartialUpdates(app core.App) {
	app.OnRecordUpdate("users", "profiles", "assessments", "comments", "notes", "site", "canned_answers", "categories", "schedule").BindFunc(writeChanges)
}

func writeChanges(e *core.RecordEvent) error {
	e.Record.IgnoreUnchangedFields(true)
	return e.Next()
}
