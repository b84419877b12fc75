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

// begunToRead returns a transaction that has read.
func begunToRead(t *testing.T, db *dbx.DB) *dbx.Tx {
	t.Helper()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback() })
	var n int
	if err := tx.NewQuery("SELECT COUNT(*) FROM t").Row(&n); err != nil {
		t.Fatal(err)
	}
	return tx
}

// A change waits for a lock that is released in time, also in a transaction that has
// read, for which SQLite itself does not wait.
func TestWaitsForTheLock(t *testing.T) {
	db, other := lockedFile(t, time.Minute)
	tx := begunToRead(t, db)
	time.AfterFunc(200*time.Millisecond, func() { _ = other.Rollback() })
	if _, err := tx.NewQuery("INSERT INTO t VALUES (2)").Execute(); err != nil {
		t.Errorf("the change did not wait: %v", err)
	}
}

// A transaction that another program has overtaken fails at once: waiting can't help.
func TestStaleTransactionsFailAtOnce(t *testing.T) {
	const wait = time.Minute
	db, other := lockedFile(t, wait)
	tx := begunToRead(t, db)
	if err := other.Commit(); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if _, err := tx.NewQuery("INSERT INTO t VALUES (2)").Execute(); !isBusy(err) {
		t.Errorf("got %v, want that it is busy", err)
	}
	if took := time.Since(begun); took > wait/2 {
		t.Errorf("it failed after %s", took)
	}
}
