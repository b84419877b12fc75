package api

import (
	"context"
	"database/sql/driver"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"modernc.org/sqlite"

	"otklik/hooks/query"
)

// patience is how long a read that nobody interrupts goes on.
const patience = longWait

// endless is an SQL expression that is computed until its query is interrupted, or
// its slowRead ends.
const endless = "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE goes_on()) SELECT COUNT(*) FROM c)"

// slowRead is what goes_on() answers from: yes until the patience is over.
type slowRead struct {
	first sync.Once
	begun chan struct{} // closed by the first row
	end   atomic.Int64
}

var reading atomic.Pointer[slowRead]

func init() {
	sqlite.MustRegisterScalarFunction("goes_on", 0, func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
		return reading.Load().goesOn(), nil
	})
}

func newSlowRead() *slowRead {
	r := &slowRead{begun: make(chan struct{})}
	reading.Store(r)
	return r
}

func (r *slowRead) goesOn() bool {
	r.first.Do(func() {
		r.end.Store(time.Now().Add(patience).UnixNano())
		close(r.begun)
	})
	return time.Now().UnixNano() < r.end.Load()
}

// interrupt leaves once the read runs, and returns how long it went on from then.
func (r *slowRead) interrupt(t testing.TB, leave func(), done <-chan struct{}) time.Duration {
	t.Helper()
	defer leave()
	select {
	case <-r.begun:
	case <-done:
		t.Fatal("it ended without the slow read")
	case <-time.After(longWait):
		t.Fatal("the read does not begin")
	}
	start := time.Now()
	leave()
	<-done
	return time.Since(start)
}

// slowRoutes are the routes that stop with their client, each with a table that it
// reads.
var slowRoutes = []struct{ url, table string }{
	{"/api/desk/queue", "tasks"},
	{"/api/desk/search?q=%D0%B7%D0%B0%D0%B4%D0%B0%D1%87%D0%B0", "tasks"},
	{"/api/desk/reports", "tasks"},
	{"/api/desk/low", "tasks"},
	{"/api/desk/log", "history"},
	{"/api/desk/staff", "tasks"},
	{"/api/desk/clients?q=olga", "profiles"},
	{"/api/desk/clients/" + id("olga") + "/card", "assessments"},
	{"/api/desk/export?what=tasks&format=csv", "tasks"},
}

// Routes with slow reads stop querying the database once their client has
// disconnected, also in the middle of a query.
func TestReadsStopWithTheirClient(t *testing.T) {
	for _, route := range slowRoutes {
		t.Run(route.url, func(t *testing.T) {
			d := newDesk(t)
			ask := func(ctx context.Context) string {
				defer func() { // as the server does
					if p := recover(); p != nil && p != http.ErrAbortHandler {
						panic(p)
					}
				}()
				req := httptest.NewRequestWithContext(ctx, http.MethodGet, route.url, nil)
				req.Header.Set("Authorization", token(t, d.app, "boss"))
				rec := httptest.NewRecorder()
				d.mux.ServeHTTP(rec, req)
				return rec.Body.String()
			}
			if ask(t.Context()) == "" {
				t.Error("no answer to a client that waits")
			}
			gone, leave := context.WithCancel(t.Context())
			leave()
			if got := ask(gone); got != "" {
				t.Errorf("an answer to a client that has gone: %.200s", got)
			}

			d.slow(route.table)
			going, leave := context.WithCancel(t.Context())
			read, done := newSlowRead(), make(chan struct{})
			var got string
			go func() {
				defer close(done)
				got = ask(going)
			}()
			if took := read.interrupt(t, leave, done); got != "" || took > patience/2 {
				t.Errorf("after %v an answer to a client that has left: %.200s", took, got)
			}
		})
	}
}

// slow makes every read of a table an endless one.
func (d *desk) slow(table string) {
	d.Helper()
	for _, statement := range []string{
		"PRAGMA legacy_alter_table = ON", // what names the table goes on naming it
		"ALTER TABLE " + table + " RENAME TO " + table + "_stored",
		"CREATE VIEW " + table + " AS SELECT rowid, * FROM " + table + "_stored WHERE " + endless + " > 0",
	} {
		if _, err := d.app.NonconcurrentDB().NewQuery(statement).Execute(); err != nil {
			d.Fatal(err)
		}
	}
}

// A running query is interrupted, and its connection can be used afterwards.
func TestRunningReadIsInterrupted(t *testing.T) {
	app := newApp(t)
	t.Cleanup(app.Cleanup)
	ctx, leave := context.WithCancel(t.Context())
	bound := query.Bound(app, ctx)
	read, done := newSlowRead(), make(chan struct{})
	var err error
	go func() {
		defer close(done)
		var n int
		err = bound.DB().NewQuery("SELECT " + endless).Row(&n)
	}()
	if took := read.interrupt(t, leave, done); !errors.Is(err, context.Canceled) || took > patience/2 {
		t.Fatalf("after %v the query ended with %v", took, err)
	}
	var n int
	if err := app.DB().Select("COUNT(*)").From("tasks").Row(&n); err != nil || n == 0 {
		t.Errorf("%d tasks, %v", n, err)
	}
}
