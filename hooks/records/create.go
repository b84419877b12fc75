// Package records owns helpers for PocketBase records: transactions, changed
// and immutable fields, times, tidy texts.
package records

import (
	"context"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
)

// Insert writes a record of which nothing comes from outside: no hook has to
// judge or complete it, which is half the price of a save. What follows a
// record, realtime above all, follows this one too, once tx is committed.
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

// appKey is where an application keeps itself, for what is done after a
// transaction: the application within one knows only the database it had.
const appKey = "otklikApp"

// RegisterApp lets [Insert] find the application behind a transaction.
func RegisterApp(app core.App) { app.Store().Set(appKey, app) }

// triggerCreated lets follow what follows every new record, once it is committed.
// PocketBase hands an error of that to whoever began the transaction.
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
