package query

import (
	"context"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// StopWithClient is a middleware for routes with slow reads. It cancels their SELECTs
// when the client disconnects and drops the resulting error, which nobody would
// read. Writes and transactions are not affected.
func StopWithClient(e *core.RequestEvent) error {
	ctx := e.Request.Context()
	e.App = Bound(e.App, ctx)
	err := e.Next()
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// Bound returns the application with SELECTs that are cancelled with the context.
func Bound(app core.App, ctx context.Context) core.App { return boundApp{app, ctx} }

// boundApp is an application whose reads are cancelled with a context.
type boundApp struct {
	core.App
	ctx context.Context
}

// DB implements core.App.
func (a boundApp) DB() dbx.Builder { return boundBuilder{a.App.DB(), a.ctx} }

// ConcurrentDB implements core.App.
func (a boundApp) ConcurrentDB() dbx.Builder { return boundBuilder{a.App.ConcurrentDB(), a.ctx} }

// boundBuilder builds queries with its context.
type boundBuilder struct {
	dbx.Builder
	ctx context.Context
}

// NewQuery implements dbx.Builder.
func (b boundBuilder) NewQuery(sql string) *dbx.Query {
	return b.Builder.NewQuery(sql).WithContext(b.ctx)
}

// Select implements dbx.Builder.
func (b boundBuilder) Select(columns ...string) *dbx.SelectQuery {
	return b.Builder.Select(columns...).WithContext(b.ctx)
}
