package sqlite

import (
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
)

// lockedFile returns two pools on one file: the second has begun to write.
func lockedFile(t *testing.T, wait time.Duration) (db *dbx.DB, other *dbx.Tx) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data.db")
	open := func() *dbx.DB {
		db, err := ConnectWaiting(wait)(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		db.DB().SetMaxOpenConns(1)
		return db
	}
	db = open()
	if _, err := db.NewQuery("CREATE TABLE t (n INTEGER)").Execute(); err != nil {
		t.Fatal(err)
	}
	other, err := open().Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.NewQuery("INSERT INTO t VALUES (1)").Execute(); err != nil {
		t.Fatal(err)
	}
	return db, other
}

// Thirty changes behind the lock of another program wait for it together, not one
// after another, and PocketBase does not know the error as one to try again.
func TestWaitIsShared(t *testing.T) {
	const wait, changes = 300 * time.Millisecond, 30
	db, other := lockedFile(t, wait)
	begun := time.Now()
	var all sync.WaitGroup
	for range changes {
		all.Go(func() {
			_, err := db.NewQuery("INSERT INTO t VALUES (2)").Execute()
			if err == nil || strings.Contains(err.Error(), "locked") || !isBusy(err) {
				t.Errorf("got %v, want that it is busy", err)
			}
		})
	}
	all.Wait()
	if took := time.Since(begun); took > changes*wait/2 {
		t.Errorf("%d changes waited %s, each alone %s", changes, took, wait)
	}
	if err := other.Commit(); err != nil {
		t.Fatal(err)
	}
	if _, err := db.NewQuery("INSERT INTO t VALUES (3)").Execute(); err != nil {
		t.Errorf("after the lock: %v", err)
	}
}

// A transaction waits for the lock where it begins.
func TestWaitsForTheLock(t *testing.T) {
	db, other := lockedFile(t, time.Minute)
	time.AfterFunc(200*time.Millisecond, func() { _ = other.Rollback() })
	tx, err := db.Begin()
	if err != nil {
		t.Fatalf("it did not wait: %v", err)
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.NewQuery("INSERT INTO t VALUES (2)").Execute(); err != nil {
		t.Error(err)
	}
}

// Two programs may read and then write in a transaction at once: neither finds that
// what it has read is out of date.
func TestTransactionsAreNeverStale(t *testing.T) {
	const turns = 100
	db, other := lockedFile(t, time.Minute)
	if err := other.Commit(); err != nil {
		t.Fatal(err)
	}
	var path string
	if err := db.NewQuery("SELECT file FROM pragma_database_list").Row(&path); err != nil {
		t.Fatal(err)
	}
	second, err := Connect(path)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	var programs sync.WaitGroup
	for _, program := range []*dbx.DB{db, second} {
		programs.Go(func() {
			for range turns {
				err := program.Transactional(func(tx *dbx.Tx) error {
					var n int
					if err := tx.NewQuery("SELECT MAX(n) FROM t").Row(&n); err != nil {
						return err
					}
					_, err := tx.NewQuery("INSERT INTO t VALUES ({:next})").Bind(dbx.Params{"next": n + 1}).Execute()
					return err
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	programs.Wait()
	var count, last int
	if err := db.NewQuery("SELECT COUNT(*), MAX(n) FROM t").Row(&count, &last); err != nil || count != 2*turns+1 || last != count {
		t.Errorf("%d rows up to %d, %v", count, last, err)
	}
}
