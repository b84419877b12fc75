package query

import (
	"context"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// StopWithClient is a middleware for routes whose reads may take long. It hands
// the route an application whose SELECTs stop when the client goes away; the
// error that they then return is nobody's any more and is dropped. Writes and
// transactions are those of the application itself.
func StopWithClient(e *core.RequestEvent) error {
	ctx := e.Request.Context()
	e.App = Bound(e.App, ctx)
	err := e.Next()
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// Bound returns the application with SELECTs that stop when the context ends.
func Bound(app core.App, ctx context.Context) core.App { return boundApp{app, ctx} }

// boundApp is an application whose reads end with a context.
type boundApp struct {
	core.App
	ctx context.Context
}

// DB is part of core.App.
func (a boundApp) DB() dbx.Builder { return boundBuilder{a.App.DB(), a.ctx} }

// ConcurrentDB is part of core.App.
func (a boundApp) ConcurrentDB() dbx.Builder { return boundBuilder{a.App.ConcurrentDB(), a.ctx} }

// boundBuilder gives its context to the queries that it makes.
type boundBuilder struct {
	dbx.Builder
	ctx context.Context
}

// NewQuery is part of dbx.Builder.
func (b boundBuilder) NewQuery(sql string) *dbx.Query {
	return b.Builder.NewQuery(sql).WithContext(b.ctx)
}

// Select is part of dbx.Builder.
func (b boundBuilder) Select(columns ...string) *dbx.SelectQuery {
	return b.Builder.Select(columns...).WithContext(b.ctx)
}
