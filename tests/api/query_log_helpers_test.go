package api

import (
	"context"
	"database/sql"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// newLoggedDesk returns a desk whose SELECTs, with their values in them, are told to hear
// while it is set. The log is there before anything runs beside the requests, and tasks
// are not indexed behind them.
func newLoggedDesk(t testing.TB) (d *desk, hear func(func(query string))) {
	t.Helper()
	app := newApp(t)
	var sink atomic.Pointer[func(string)]
	for _, db := range []*dbx.DB{app.ConcurrentDB().(*dbx.DB), app.NonconcurrentDB().(*dbx.DB)} {
		db.QueryLogFunc = func(_ context.Context, _ time.Duration, query string, _ *sql.Rows, _ error) {
			if tell := sink.Load(); tell != nil {
				(*tell)(query)
			}
		}
	}
	d = newDeskOn(t, app)
	d.stopIndexing()
	return d, func(tell func(string)) {
		if tell == nil {
			sink.Store(nil)
			return
		}
		sink.Store(&tell)
	}
}

// stopIndexing lets changes wake no indexer: what is done behind an answer would be
// counted with it.
func (d *desk) stopIndexing() {
	for _, saved := range []*hook.TaggedHook[*core.RecordEvent]{d.app.OnRecordAfterCreateSuccess(), d.app.OnRecordAfterUpdateSuccess(), d.app.OnRecordAfterDeleteSuccess()} {
		saved.Unbind("otklikIndexWake")
	}
}
