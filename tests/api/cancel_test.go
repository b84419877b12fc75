package api

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"otklik/hooks/query"
)

// Routes with slow reads stop querying the database once their client has
// disconnected.
func TestReadsStopWithTheirClient(t *testing.T) {
	d := newDesk(t)
	for _, url := range []string{
		"/api/desk/queue", "/api/desk/search?q=%D0%BE%D1%82%D1%87%D1%91%D1%82", "/api/desk/reports", "/api/desk/low", "/api/desk/log", "/api/desk/staff",
		"/api/desk/clients?q=olga", "/api/desk/clients/" + id("olga") + "/card", "/api/desk/export?what=tasks&format=csv",
	} {
		ask := func(ctx context.Context) string {
			req := httptest.NewRequestWithContext(ctx, http.MethodGet, url, nil)
			req.Header.Set("Authorization", token(t, d.app, "boss"))
			rec := httptest.NewRecorder()
			d.mux.ServeHTTP(rec, req)
			return rec.Body.String()
		}
		if ask(t.Context()) == "" {
			t.Errorf("%s: no answer to a client that waits", url)
		}
		gone, leave := context.WithCancel(t.Context())
		leave()
		if got := ask(gone); got != "" {
			t.Errorf("%s: an answer to a client that has gone: %.200s", url, got)
		}
	}
}

// A running query is interrupted, and its connection can be used afterwards.
func TestRunningReadIsInterrupted(t *testing.T) {
	const slow = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 4000000000) SELECT COUNT(*) FROM c"
	app := newApp(t)
	t.Cleanup(app.Cleanup)
	ctx, leave := context.WithCancel(t.Context())
	bound := query.Bound(app, ctx)
	done := make(chan error)
	go func() {
		var n int
		done <- bound.DB().NewQuery(slow).Row(&n)
	}()
	leave()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Fatalf("the query ended with %v", err)
	}
	var n int
	if err := app.DB().Select("COUNT(*)").From("tasks").Row(&n); err != nil || n == 0 {
		t.Errorf("%d tasks, %v", n, err)
	}
}
