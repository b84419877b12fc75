// Package records owns the helpers for PocketBase records: transactions, changed
// and immutable fields, times and tidy texts.
package records

import (
	"context"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
)

// Insert inserts a record made only by our own code. It skips validation and the
// hooks before the insert, which are half the cost of a save. The hooks after
// creation, such as realtime events, run once tx is committed.
func Insert(tx core.App, r *core.Record) error {
	now := DateTime(clock.Now(tx))
	r.Id = core.GenerateDefaultRandomId()
	r.SetRaw("created", now)
	r.SetRaw("updated", now)
	values, err := r.DBExport(tx)
	if err != nil {
		return err
	}
	if _, err := tx.DB().Insert(r.TableName(), values).Execute(); err != nil {
		return err
	}
	r.MarkAsNotNew()
	triggerCreated(tx, r)
	return nil
}

// appKey is the key under which an application's store keeps the application
// itself, for the work after a transaction: the app within one is bound to its
// database transaction.
const appKey = "otklikApp"

// RegisterApp stores the application, so that [Insert] finds it from within a
// transaction.
func RegisterApp(app core.App) { app.Store().Set(appKey, app) }

// triggerCreated runs the hooks after creation once tx is committed. PocketBase
// returns their error to the caller of the transaction.
func triggerCreated(tx core.App, r *core.Record) {
	outer := tx.Store().Get(appKey).(core.App)
	tx.TxInfo().OnComplete(func(failed error) error {
		if failed != nil {
			return nil
		}
		event := new(core.ModelEvent)
		event.App, event.Context, event.Type, event.Model = outer, context.Background(), core.ModelEventTypeCreate, r
		return outer.OnModelAfterCreateSuccess().Trigger(event)
	})
}
