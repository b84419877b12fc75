package records

import "github.com/pocketbase/pocketbase/core"

// RequestInTransaction runs the rest of a record request in one transaction:
// what the hooks write beside the record is kept with it or not at all.
// PocketBase answers the request only after the commit.
func RequestInTransaction(e *core.RecordRequestEvent, work func() error) error {
	outer := e.App
	defer func() { e.App = outer }()
	return outer.RunInTransaction(func(tx core.App) error {
		e.App = tx
		return work()
	})
}

// SaveInTransaction is the same for the hooks of the model, which our own code
// and other programs reach without a request.
func SaveInTransaction(e *core.RecordEvent, work func() error) error {
	outer := e.App
	if outer.IsTransactional() {
		return work()
	}
	defer func() { e.App = outer }()
	return outer.RunInTransaction(func(tx core.App) error {
		e.App = tx
		return work()
	})
}
