package sqlite

import (
	"context"
	"database/sql/driver"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// keptStatements bounds what one connection keeps, some 10 kB each.
const keptStatements = 128

// plainConn, plainStmt and plainRows are what the driver's own types can do
// and database/sql looks for.
type plainConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

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

// conn is a connection that keeps the statements it has seen twice. As every
// driver.Conn, it is used by one goroutine at a time.
type conn struct {
	plainConn
	kept *simplelru.LRU[string, *statement]
}

// statement is one text of SQL: seen once and not prepared yet, or kept.
type statement struct {
	plainStmt      // nil until the text comes again
	busy      bool // its rows are being read
	dropped   bool // closed as soon as it is free
}

func newConn(plain plainConn) *conn {
	kept, err := simplelru.NewLRU(keptStatements, func(_ string, s *statement) { s.drop() })
	if err != nil {
		panic(err) // the size is a positive constant
	}
	return &conn{plain, kept}
}

// take returns the kept statement of a text, or nil where there is none or its
// rows are still being read: the driver then does without. A text seen for the
// first time is only noted, because some carry a random name and never return.
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
			return nil // the driver will say why
		}
		s.plainStmt = plain.(plainStmt)
	}
	s.busy = true
	return s
}

// free gives a statement back.
func (s *statement) free() {
	s.busy = false
	if s.dropped {
		s.drop()
	}
}

// drop closes a statement, now or when it is free.
func (s *statement) drop() {
	s.dropped = true
	if s.plainStmt != nil && !s.busy {
		_ = s.Close() // repeats the error of its last use, which has been told
	}
}

// ExecContext is part of driver.ExecerContext.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s := c.take(ctx, query)
	if s == nil {
		return c.plainConn.ExecContext(ctx, query, args)
	}
	defer s.free()
	return s.ExecContext(ctx, args)
}

// QueryContext is part of driver.QueryerContext.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s := c.take(ctx, query)
	if s == nil {
		return c.plainConn.QueryContext(ctx, query, args)
	}
	found, err := s.QueryContext(ctx, args)
	if err != nil {
		s.free()
		return nil, err
	}
	return &rows{found.(plainRows), s}, nil
}

// Close is part of driver.Conn.
func (c *conn) Close() error {
	c.kept.Purge()
	return c.plainConn.Close()
}

// rows give their statement back when they are closed.
type rows struct {
	plainRows
	statement *statement
}

// Close is part of driver.Rows.
func (r *rows) Close() error {
	err := r.plainRows.Close()
	r.statement.free()
	return err
}
