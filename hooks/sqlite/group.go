package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"sync"
	"sync/atomic"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// groupSize is the largest number of transactions that are committed together.
const groupSize = 16

// GroupCommits lets the transactions of a pool that writes, such as PocketBase's
// NonconcurrentDB, be committed together when several wait for one another: each is a
// savepoint of one transaction of SQLite, which goes to the disk once. A transaction is
// answered when it is on the disk, as before, and one that is rolled back takes nothing
// of the others with it. All of them still write one after another, over one connection.
// It reports whether the pool is one of [Connect].
func GroupCommits(db dbx.Builder) bool {
	pool, ok := db.(*dbx.DB)
	if !ok {
		return false
	}
	c, ok := pool.DB().Driver().(*connector)
	if !ok {
		return false
	}
	c.grouped.Store(true)
	pool.DB().SetMaxIdleConns(0) // closes the connection that is not shared
	pool.DB().SetMaxOpenConns(0) // members wait for their turn in the order in which they come
	pool.DB().SetMaxIdleConns(4 * groupSize)
	return true
}

// Register lets an application that serves commit in groups, see [GroupCommits].
func Register(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		GroupCommits(e.App.NonconcurrentDB())
		return e.Next()
	})
}

// writer is the connection that the members of a pool share, by turns.
type writer struct {
	open func(context.Context) (*conn, error)

	mu      sync.Mutex // of the members and the opening of the connection
	members int
	conn    *conn // nil without members

	turn    chan struct{} // held by whoever uses the connection
	waiting atomic.Int32  // who is about to begin a transaction
	group   *group        // is being committed together; nil if no transaction is open
}

// group are transactions that have ended and are not on the disk yet.
type group struct {
	size int           // have ended, committed to the group or rolled back
	kept bool          // one of them is committed to the group
	done chan struct{} // closed when err is set
	err  error
}

// join returns a new member of the pool.
func (w *writer) join(ctx context.Context) (driver.Conn, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn == nil {
		opened, err := w.open(ctx)
		if err != nil {
			return nil, err
		}
		w.conn = opened
	}
	w.members++
	return &member{Conn: w.conn, writer: w}, nil
}

func (w *writer) pass() { <-w.turn }

// begin begins a transaction in the group, with the turn, which the member keeps until it
// ends.
func (w *writer) begin(ctx context.Context, options driver.TxOptions) error {
	w.waiting.Add(1)
	w.turn <- struct{}{}
	w.waiting.Add(-1)
	if w.group == nil {
		if _, err := w.conn.BeginTx(ctx, options); err != nil {
			w.pass()
			return err
		}
		w.group = &group{done: make(chan struct{})}
	}
	if err := w.exec("SAVEPOINT member"); err != nil {
		w.abort(err)
		return err
	}
	return nil
}

func (w *writer) exec(statement string) error {
	_, err := w.conn.ExecContext(context.Background(), statement, nil)
	return err
}

// commit adds the member's transaction to the group, passes the turn on, and waits for
// the group to be on the disk.
func (w *writer) commit() error {
	g := w.group
	if err := w.exec("RELEASE member"); err != nil {
		w.abort(err)
		return err
	}
	g.kept = true
	w.end()
	<-g.done
	return g.err
}

// rollback takes back what the member has written, and passes the turn on. What made it
// give up, such as a value that is taken, may be of a member that is not on the disk yet:
// it waits for the group, so that whoever looks for the reason finds it.
func (w *writer) rollback() error {
	g, waits := w.group, w.group.kept
	err := w.exec("ROLLBACK TO member")
	if err == nil {
		err = w.exec("RELEASE member")
	}
	if err != nil {
		w.abort(err)
		return err
	}
	w.end()
	if waits {
		<-g.done
	}
	return nil
}

// end passes the turn on; the group is committed unless somebody waits who goes on with
// it.
func (w *writer) end() {
	w.group.size++
	if w.waiting.Load() == 0 || w.group.size >= groupSize {
		w.flush()
	}
	w.pass()
}

// abort rolls the group back and tells its members why, and passes the turn on: the end
// of a member has failed, and a commit could keep what that member was told is not kept.
func (w *writer) abort(cause error) {
	g := w.group
	w.group, g.err = nil, cause
	_ = w.exec("ROLLBACK") // fails if SQLite has done it
	close(g.done)
	w.pass()
}

// flush commits the group and tells its members. Whoever comes with the turn finds no
// transaction open.
func (w *writer) flush() {
	g := w.group
	if g == nil {
		return
	}
	w.group = nil
	if g.err = w.exec("COMMIT"); g.err != nil {
		_ = w.exec("ROLLBACK") // fails if SQLite has done it
	}
	close(g.done)
}

// alone runs what is in no transaction, on the disk before it returns.
func (w *writer) alone(work func() error) error {
	w.turn <- struct{}{}
	defer w.pass()
	w.flush()
	return work()
}

// leave closes the connection with the last member.
func (w *writer) leave() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.members--; w.members > 0 {
		return nil
	}
	closed := w.conn
	w.conn = nil
	return closed.Close()
}

// member is a connection of the pool: the shared one while it has the turn.
type member struct {
	Conn   // for what SQLite's connection can do besides
	writer *writer
	within bool // a transaction
	left   sync.Once
}

// BeginTx implements driver.ConnBeginTx.
func (m *member) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	if err := m.writer.begin(ctx, options); err != nil {
		return nil, err
	}
	m.within = true
	return m, nil
}

// Commit implements driver.Tx.
func (m *member) Commit() error {
	m.within = false
	return m.writer.commit()
}

// Rollback implements driver.Tx.
func (m *member) Rollback() error {
	m.within = false
	return m.writer.rollback()
}

// errPrepared is of a statement that would outlive its turn.
var errPrepared = errors.New("sqlite: statements of the writer are prepared within transactions")

// PrepareContext implements driver.ConnPrepareContext.
func (m *member) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if !m.within {
		return nil, errPrepared
	}
	return m.writer.conn.PrepareContext(ctx, query)
}

// ExecContext implements driver.ExecerContext. Within a transaction a statement is not
// interrupted: SQLite would roll back all of the group.
func (m *member) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (result driver.Result, err error) {
	if m.within {
		return m.writer.conn.ExecContext(context.WithoutCancel(ctx), query, args)
	}
	err = m.writer.alone(func() error {
		result, err = m.writer.conn.ExecContext(ctx, query, args)
		return err
	})
	return result, err
}

// QueryContext implements driver.QueryerContext. Outside of a transaction its rows keep
// the turn until they are closed.
func (m *member) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	w := m.writer
	if m.within {
		return w.conn.QueryContext(context.WithoutCancel(ctx), query, args)
	}
	w.turn <- struct{}{}
	w.flush()
	found, err := w.conn.QueryContext(ctx, query, args)
	if err != nil {
		w.pass()
		return nil, err
	}
	return &turnRows{plainRows: found.(plainRows), pass: sync.OnceFunc(w.pass)}, nil
}

// turnRows pass the turn on when they are closed.
type turnRows struct {
	plainRows
	pass func()
}

// Close implements driver.Rows.
func (r *turnRows) Close() error {
	defer r.pass()
	return r.plainRows.Close()
}

// Ping implements driver.Pinger.
func (m *member) Ping(context.Context) error { return nil }

// ResetSession implements driver.SessionResetter.
func (m *member) ResetSession(context.Context) error { return nil }

// IsValid implements driver.Validator.
func (m *member) IsValid() bool { return true }

// Close implements driver.Conn.
func (m *member) Close() (err error) {
	m.left.Do(func() {
		if m.within {
			err = m.Rollback()
		}
		err = errors.Join(err, m.writer.leave())
	})
	return err
}
