package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
)

// watched counts what goes to the disk.
type watched struct {
	Conn
	commits *atomic.Int64
}

func (w watched) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if query == "COMMIT" {
		w.commits.Add(1)
	}
	return w.Conn.ExecContext(ctx, query, args)
}

func (w watched) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	stmt, err := w.Conn.PrepareContext(ctx, query)
	if err == nil && query == "COMMIT" {
		return watchedStmt{stmt.(plainStmt), w.commits}, nil
	}
	return stmt, err
}

type watchedStmt struct {
	plainStmt
	commits *atomic.Int64
}

func (w watchedStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	w.commits.Add(1)
	return w.plainStmt.ExecContext(ctx, args)
}

// groupedPool returns a pool that commits in groups, its writer, how often it has
// committed, and another pool that reads the same file.
func groupedPool(t testing.TB) (pool *sql.DB, w *writer, commits *atomic.Int64, reader *sql.DB) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data.db")
	db, err := Connect(path)
	if err != nil {
		t.Fatal(err)
	}
	pool = db.DB()
	pool.SetMaxOpenConns(1) // as PocketBase
	if _, err := pool.Exec("CREATE TABLE words (word TEXT PRIMARY KEY)"); err != nil {
		t.Fatal(err)
	}
	if !GroupCommits(db) {
		t.Fatal("the pool is not ours")
	}
	w, commits = pool.Driver().(*connector).writer, new(atomic.Int64)
	open := w.open
	w.open = func(ctx context.Context) (*conn, error) {
		c, err := open(ctx)
		if err == nil {
			c.Conn = watched{c.Conn, commits}
		}
		return c, err
	}
	other, err := Connect(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(pool.Close(), other.DB().Close()); err != nil {
			t.Error(err)
		}
		if w.conn != nil || w.members != 0 || w.group != nil {
			t.Errorf("%d members, %v, %v are left", w.members, w.conn, w.group)
		}
	})
	return pool, w, commits, other.DB()
}

// inTransaction adds a word in a transaction, and keeps it or not.
func inTransaction(pool *sql.DB, word string, keep bool) error {
	tx, err := pool.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO words VALUES (?)", word); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if keep {
		return tx.Commit()
	}
	return tx.Rollback()
}

// queued starts work of n goroutines that have all come for the turn, in order, before the
// first gets it.
func queued(t testing.TB, w *writer, n int, work func(i int)) (wait func()) {
	t.Helper()
	w.turn <- struct{}{}
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { work(i) })
		for w.waiting.Load() != int32(i+1) {
			time.Sleep(time.Millisecond)
		}
	}
	w.pass()
	return all.Wait
}

func words(t testing.TB, pool *sql.DB) (n int) {
	t.Helper()
	if err := pool.QueryRow("SELECT COUNT(*) FROM words").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Transactions that wait for one another go to the disk together, at most so many at once,
// and each is there when it is acknowledged; what is rolled back takes nothing with it.
func TestCommitsAreGrouped(t *testing.T) {
	pool, w, commits, reader := groupedPool(t)
	const n = 40
	queued(t, w, n, func(i int) {
		keep := i%3 != 0
		if err := inTransaction(pool, fmt.Sprint("word", i), keep); err != nil {
			t.Errorf("%d: %v", i, err)
		}
		var found int
		if err := reader.QueryRow("SELECT COUNT(*) FROM words WHERE word = ?", fmt.Sprint("word", i)).Scan(&found); err != nil || keep != (found == 1) {
			t.Errorf("%d is kept: %v, and found %d times when it is acknowledged, %v", i, keep, found, err)
		}
	})()
	if got := words(t, reader); got != 26 {
		t.Errorf("%d words", got)
	}
	if got := commits.Load(); got != 3 {
		t.Errorf("%d commits of %d transactions in groups of %d", got, n, groupSize)
	}
	if err := inTransaction(pool, "alone", true); err != nil || words(t, reader) != 27 || commits.Load() != 4 {
		t.Errorf("nobody waits: %v, %d words, %d commits", err, words(t, reader), commits.Load())
	}
}

// A transaction that fails because of one that is not on the disk yet hears of it when
// that one can be read.
func TestRefusalWaitsForItsReason(t *testing.T) {
	pool, w, _, reader := groupedPool(t)
	const n = 12
	queued(t, w, n, func(i int) {
		err := inTransaction(pool, fmt.Sprint("word", i/3), true)
		if (err == nil) != (i%3 == 0) {
			t.Errorf("%d: %v", i, err)
		}
		var found int
		if err := reader.QueryRow("SELECT COUNT(*) FROM words WHERE word = ?", fmt.Sprint("word", i/3)).Scan(&found); err != nil || found != 1 {
			t.Errorf("%d is answered, and the word is found %d times, %v", i, found, err)
		}
	})()
}

// Transactions begin in the order in which they came.
func TestWritersAreServedInOrder(t *testing.T) {
	pool, w, _, reader := groupedPool(t)
	queued(t, w, 30, func(i int) {
		if err := inTransaction(pool, fmt.Sprintf("%02d", i), true); err != nil {
			t.Error(err)
		}
	})()
	rows, err := reader.Query("SELECT word FROM words ORDER BY rowid")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for i := 0; rows.Next(); i++ {
		var word string
		if err := rows.Scan(&word); err != nil || word != fmt.Sprintf("%02d", i) {
			t.Errorf("%s is number %d, %v", word, i, err)
		}
	}
}

// A statement that fails, and one whose client has left, are their transaction's affair.
func TestGroupSurvivesFailures(t *testing.T) {
	pool, w, _, reader := groupedPool(t)
	if err := inTransaction(pool, "same", true); err != nil {
		t.Fatal(err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	queued(t, w, 12, func(i int) {
		var err error
		switch i % 4 {
		case 1:
			if err = inTransaction(pool, "same", true); err == nil {
				t.Error("a word is twice there")
			}
			return
		case 2:
			var tx *sql.Tx
			if tx, err = pool.Begin(); err == nil {
				_, err = tx.ExecContext(gone, "INSERT INTO words VALUES (?)", fmt.Sprint("gone", i))
				err = errors.Join(err, tx.Rollback())
			}
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			return
		default:
			err = inTransaction(pool, fmt.Sprint("word", i), true)
		}
		if err != nil {
			t.Errorf("%d: %v", i, err)
		}
	})()
	if got := words(t, reader); got != 7 {
		t.Errorf("%d words", got)
	}
}

// If a group can't be committed, all its members are told, nothing of it is kept, and the
// next goes on.
func TestFailedCommitIsToldToAll(t *testing.T) {
	pool, w, _, reader := groupedPool(t)
	if _, err := pool.Exec("CREATE TABLE links (word TEXT REFERENCES words DEFERRABLE INITIALLY DEFERRED)"); err != nil {
		t.Fatal(err)
	}
	var failed atomic.Int32
	queued(t, w, 3, func(i int) {
		tx, err := pool.Begin()
		if err == nil {
			if i == 1 { // fails at the commit
				_, err = tx.Exec("INSERT INTO links VALUES ('nowhere')")
			} else {
				_, err = tx.Exec("INSERT INTO words VALUES (?)", fmt.Sprint("word", i))
			}
			if err != nil {
				t.Error(err)
			}
			err = tx.Commit()
		}
		if err != nil {
			failed.Add(1)
		}
	})()
	if failed.Load() != 3 || words(t, reader) != 0 {
		t.Errorf("%d of 3 are told, %d words are there", failed.Load(), words(t, reader))
	}
	if err := inTransaction(pool, "next", true); err != nil || words(t, reader) != 1 {
		t.Errorf("afterwards: %v, %d words", err, words(t, reader))
	}
}

// If a member can't be ended, the group is rolled back and told: a commit would keep what
// the member was told is not kept.
func TestFailedEndKeepsNothing(t *testing.T) {
	for _, keep := range []bool{true, false} {
		pool, w, _, reader := groupedPool(t)
		var told atomic.Int32
		queued(t, w, 2, func(i int) {
			tx, err := pool.Begin()
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := tx.Exec("INSERT INTO words VALUES (?)", fmt.Sprint("word", i)); err != nil {
				t.Error(err)
			}
			end := tx.Commit
			if i == 1 { // takes its own savepoint away
				if _, err := tx.Exec("RELEASE member"); err != nil {
					t.Error(err)
				}
				if !keep {
					end = tx.Rollback
				}
			}
			if end() != nil {
				told.Add(1)
			}
		})()
		if n := words(t, reader); told.Load() != 2 || n != 0 {
			t.Errorf("kept %v: %d of 2 are told, %d words are there", keep, told.Load(), n)
		}
		if err := inTransaction(pool, "next", true); err != nil || words(t, reader) != 1 {
			t.Errorf("afterwards: %v, %d words", err, words(t, reader))
		}
	}
}

// Statements outside of transactions see what is on the disk, and are there when they
// return; VACUUM and pragmas are possible.
func TestStatementsBesideTheGroup(t *testing.T) {
	pool, _, _, reader := groupedPool(t)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			for j := range 10 {
				word := fmt.Sprint(i, "-", j)
				if i%2 == 0 {
					if err := inTransaction(pool, word, true); err != nil {
						t.Error(err)
					}
				} else if _, err := pool.Exec("INSERT INTO words VALUES (?)", word); err != nil {
					t.Error(err)
				}
				var n int
				if err := pool.QueryRow("SELECT COUNT(*) FROM words WHERE word = ?", word).Scan(&n); err != nil || n != 1 {
					t.Errorf("%s is there %d times, %v", word, n, err)
				}
			}
		})
	}
	all.Wait()
	if got := words(t, reader); got != 200 {
		t.Errorf("%d words", got)
	}
	for _, statement := range []string{"VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA optimize"} {
		if _, err := pool.Exec(statement); err != nil {
			t.Errorf("%s: %v", statement, err)
		}
	}
	if stmt, err := pool.Prepare("SELECT 1"); err == nil {
		stmt.Close()
		t.Error("a statement is prepared outside of a transaction")
	}
	if err := dbx.NewFromDB(pool, driverName).Transactional(func(tx *dbx.Tx) error {
		q := tx.NewQuery("SELECT COUNT(*) FROM words WHERE word = {:word}").Prepare()
		defer q.Close()
		var n int
		return q.Bind(dbx.Params{"word": "1-1"}).Row(&n)
	}); err != nil {
		t.Errorf("prepared within: %v", err)
	}
}

// Another pool is left as it is.
func TestOtherPoolsAreNotGrouped(t *testing.T) {
	db, err := sql.Open(driverName, filepath.Join(t.TempDir(), "data.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if GroupCommits(dbx.NewFromDB(db, driverName)) {
		t.Error("a pool of another driver is grouped")
	}
}

// BenchmarkGroupedCommit prices a commit on the disk among many writers.
func BenchmarkGroupedCommit(b *testing.B) {
	pool, _, commits, _ := groupedPool(b)
	var all sync.WaitGroup
	var next atomic.Int64
	b.ResetTimer()
	for range 16 {
		all.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				if err := inTransaction(pool, fmt.Sprint(i), true); err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/float64(max(1, commits.Load())), "transactions/commit")
}
