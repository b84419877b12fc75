package sqlite

import (
	"context"
	"database/sql/driver"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// keptStatements is the largest number of prepared statements per connection, about
// 10 kB each.
const keptStatements = 128

// Conn holds the interfaces of database/sql that the driver's connections implement, and
// so do those of [Connector].
type Conn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// plainStmt and plainRows are those of its statements and rows.
type plainStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

type plainRows interface {
	driver.Rows
	driver.RowsColumnTypeDatabaseTypeName
	driver.RowsColumnTypeLength
	driver.RowsColumnTypeNullable
	driver.RowsColumnTypePrecisionScale
	driver.RowsColumnTypeScanType
}

// conn is a connection that keeps prepared the statements it has seen twice. Like
// every driver.Conn, it is used by one goroutine at a time.
type conn struct {
	Conn
	kept *simplelru.LRU[string, *statement]
	lock *lockWait
}

// statement is the cache entry of one SQL text: seen once, or prepared.
type statement struct {
	plainStmt      // nil until the text is seen again
	busy      bool // its rows are being read
	dropped   bool // evicted: to be closed as soon as it is free
}

func newConn(plain Conn, lock *lockWait) *conn {
	kept, err := simplelru.NewLRU(keptStatements, func(_ string, s *statement) { s.drop() })
	if err != nil {
		panic(err) // the size is a positive constant
	}
	return &conn{plain, kept, lock}
}

// take returns the prepared statement of a text. It returns nil if the text is new
// or the rows of its statement are still being read: the driver then compiles the
// text as usual. A new text is only recorded, because texts with random parameter
// names never repeat.
func (c *conn) take(ctx context.Context, query string) *statement {
	s, seen := c.kept.Get(query)
	switch {
	case !seen:
		c.kept.Add(query, &statement{})
		return nil
	case s.busy:
		return nil
	case s.plainStmt == nil:
		plain, err := c.PrepareContext(ctx, query)
		if err != nil {
			return nil // the driver then returns the error
		}
		s.plainStmt = plain.(plainStmt)
	}
	s.busy = true
	return s
}

// free releases a statement.
func (s *statement) free() {
	s.busy = false
	if s.dropped {
		s.drop()
	}
}

// drop closes a statement, now or once it is free.
func (s *statement) drop() {
	s.dropped = true
	if s.plainStmt != nil && !s.busy {
		_ = s.Close() // repeats the error of its last use, which has been returned
	}
}

// BeginTx implements driver.ConnBeginTx.
func (c *conn) BeginTx(ctx context.Context, options driver.TxOptions) (tx driver.Tx, err error) {
	err = c.lock.run(ctx, func() error {
		tx, err = c.Conn.BeginTx(ctx, options)
		return err
	})
	if err == nil {
		c.lock.wrote()
	}
	return tx, err
}

// ExecContext implements driver.ExecerContext.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (result driver.Result, err error) {
	err = c.lock.run(ctx, func() error {
		result, err = c.exec(ctx, query, args)
		return err
	})
	if err == nil {
		c.lock.wrote()
	}
	return result, err
}

func (c *conn) exec(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s := c.take(ctx, query)
	if s == nil {
		return c.Conn.ExecContext(ctx, query, args)
	}
	defer s.free()
	return s.ExecContext(ctx, args)
}

// QueryContext implements driver.QueryerContext.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (found driver.Rows, err error) {
	query, args = canonical(query, args)
	err = c.lock.run(ctx, func() error {
		found, err = c.query(ctx, query, args)
		return err
	})
	return found, err
}

func (c *conn) query(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s := c.take(ctx, query)
	if s == nil {
		return c.Conn.QueryContext(ctx, query, args)
	}
	found, err := s.QueryContext(ctx, args)
	if err != nil {
		s.free()
		return nil, err
	}
	return &rows{found.(plainRows), s}, nil
}

// Close implements driver.Conn.
func (c *conn) Close() error {
	c.kept.Purge()
	return c.Conn.Close()
}

// rows release their statement when they are closed.
type rows struct {
	plainRows
	statement *statement
}

// Close implements driver.Rows.
func (r *rows) Close() error {
	err := r.plainRows.Close()
	r.statement.free()
	return err
}
