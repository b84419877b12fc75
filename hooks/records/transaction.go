package records

import "github.com/pocketbase/pocketbase/core"

// RequestInTransaction runs the rest of a record request in one transaction, so
// that the other writes of the hooks are committed with the record or not at all.
// PocketBase sends the response only after the commit.
func RequestInTransaction(e *core.RecordRequestEvent, work func() error) error {
	return EventInTransaction(e.RequestEvent, work)
}

// EventInTransaction does the same for any request.
func EventInTransaction(e *core.RequestEvent, work func() error) error {
	outer := e.App
	defer func() { e.App = outer }()
	return outer.RunInTransaction(func(tx core.App) error {
		e.App = tx
		return work()
	})
}

// SaveInTransaction does the same for model hooks, which also run without a
// request.
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
