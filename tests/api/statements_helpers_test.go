package api

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/pocketbase/dbx"

	"otklik/hooks"
	"otklik/hooks/sqlite"
)

// ledger lists the statements that the database of a desk has run.
type ledger struct {
	mu   sync.Mutex
	list []string
}

func (l *ledger) note(statement string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(l.list, strings.Join(strings.Fields(statement), " "))
}

// taken empties the list and returns what was in it.
func (l *ledger) taken() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := l.list
	l.list = nil
	return list
}

// newCountedDesk returns a desk and the list of the statements on its data; nothing works
// beside its requests.
func newCountedDesk(t testing.TB) (*desk, *ledger) {
	t.Helper()
	l := new(ledger)
	app := newAppOn(t, hooks.Config{}, func(path string) (*dbx.DB, error) {
		if filepath.Base(path) != sqlite.Database {
			return sqlite.Connect(path)
		}
		inner, err := sqlite.Connector(path)
		if err != nil {
			return nil, err
		}
		return dbx.NewFromDB(sql.OpenDB(countedConnector{inner, l}), "sqlite"), nil
	})
	return serveAlone(t, app), l
}

type countedConnector struct {
	driver.Connector
	*ledger
}

func (c countedConnector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &countedConn{inner.(sqlite.Conn), c.ledger}, nil
}

type countedConn struct {
	sqlite.Conn
	ledger *ledger
}

func (c *countedConn) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	c.ledger.note("BEGIN")
	tx, err := c.Conn.BeginTx(ctx, options)
	return countedTx{tx, c.ledger}, err
}

func (c *countedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.ledger.note(query)
	return c.Conn.ExecContext(ctx, query, args)
}

func (c *countedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.ledger.note(query)
	return c.Conn.QueryContext(ctx, query, args)
}

func (c *countedConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	c.ledger.note(query)
	return c.Conn.PrepareContext(ctx, query)
}

type countedTx struct {
	driver.Tx
	ledger *ledger
}

func (t countedTx) Commit() error {
	t.ledger.note("COMMIT")
	return t.Tx.Commit()
}

func (t countedTx) Rollback() error {
	t.ledger.note("ROLLBACK")
	return t.Tx.Rollback()
}
