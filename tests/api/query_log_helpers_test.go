package api

import (
	"context"
	"database/sql"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/tests"
)

// newLoggedDesk returns a desk whose SELECTs, with their values in them, are told to hear
// while it is set; nothing works beside its requests.
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
	return serveAlone(t, app), func(tell func(string)) {
		if tell == nil {
			sink.Store(nil)
			return
		}
		sink.Store(&tell)
	}
}

// serveAlone serves an application without what works beside the requests: its
// statements would be counted with theirs.
func serveAlone(t testing.TB, app *tests.TestApp) *desk {
	t.Helper()
	for _, worker := range []string{"otklikIndexer", "otklikPostman", "otklikIMAP"} {
		app.OnServe().Unbind(worker)
	}
	return newDeskOn(t, app)
}
