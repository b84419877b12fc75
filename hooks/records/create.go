// Package records owns the helpers for PocketBase records: transactions, changed
// and immutable fields, times and tidy texts.
package records

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
)

// Insert inserts records of one collection made only by our own code, in one statement.
// It skips validation and the hooks before the insert, which are half the cost of a save.
// The hooks after creation, such as realtime events, run once tx is committed.
func Insert(tx core.App, rs ...*core.Record) error {
	if len(rs) == 0 {
		return nil
	}
	now := DateTime(clock.Now(tx))
	params := dbx.Params{}
	var columns, rows []string
	for i, r := range rs {
		r.Id = core.GenerateDefaultRandomId()
		r.SetRaw("created", now)
		r.SetRaw("updated", now)
		values, err := r.DBExport(tx)
		if err != nil {
			return err
		}
		if i == 0 {
			columns = slices.Sorted(maps.Keys(values))
		}
		row := make([]string, len(columns))
		for at, column := range columns {
			name := fmt.Sprintf("v%d_%d", i, at)
			row[at], params[name] = "{:"+name+"}", values[column]
		}
		rows = append(rows, "("+strings.Join(row, ", ")+")")
	}
	_, err := tx.DB().NewQuery("INSERT INTO {{" + rs[0].TableName() + "}} ([[" + strings.Join(columns, "]], [[") + "]]) VALUES " + strings.Join(rows, ", ")).
		Bind(params).Execute()
	if err != nil {
		return err
	}
	for _, r := range rs {
		r.MarkAsNotNew()
		triggerCreated(tx, r)
	}
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
