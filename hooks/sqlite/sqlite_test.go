package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
)

// open returns a database of one connection with a table of three rows.
func open(t *testing.T) *sql.DB {
	t.Helper()
	x, err := Connect(filepath.Join(t.TempDir(), "data.db"))
	if err != nil {
		t.Fatal(err)
	}
	db := x.DB()
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	do(t, db, "CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT UNIQUE)")
	for _, w := range []string{"раз", "два", "три"} {
		do(t, db, "INSERT INTO words (word) VALUES (?)", w)
	}
	return db
}

func do(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// kept counts the prepared and all recorded statements of the connection.
func kept(t *testing.T, db *sql.DB) (prepared, recorded int) {
	t.Helper()
	c, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.Raw(func(plain any) error {
		for _, s := range plain.(*conn).kept.Values() {
			if recorded++; s.plainStmt != nil {
				prepared++
			}
		}
		return nil
	})
	return prepared, recorded
}

func word(t *testing.T, db *sql.DB, id int) string {
	t.Helper()
	var w string
	if err := db.QueryRow("SELECT word FROM words WHERE id = ?", id).Scan(&w); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestTheSameTextIsPreparedOnce(t *testing.T) {
	db := open(t)
	for range 3 {
		for id, want := range []string{"раз", "два", "три"} {
			if got := word(t, db, id+1); got != want {
				t.Errorf("word %d is %q, want %q", id+1, got, want)
			}
		}
	}
	if prepared, recorded := kept(t, db); prepared != 2 || recorded != 3 { // the insert and the select; the create ran once
		t.Errorf("%d statements are prepared and %d recorded", prepared, recorded)
	}
}

func TestTheSameTextWithinItsOwnRows(t *testing.T) {
	db := open(t)
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	const query = "SELECT id FROM words ORDER BY id"
	var count func(depth int) int
	count = func(depth int) (n int) {
		rows, err := tx.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			if n++; depth > 0 {
				n += count(depth - 1)
			}
		}
		return n
	}
	for range 3 {
		if n := count(2); n != 3+9+27 {
			t.Fatalf("%d rows", n)
		}
	}
}

func TestAChangedTable(t *testing.T) {
	db := open(t)
	columns := func() int {
		rows, err := db.Query("SELECT * FROM words")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		names, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		return len(names)
	}
	for range 3 {
		if n := columns(); n != 2 {
			t.Fatalf("%d columns", n)
		}
	}
	do(t, db, "ALTER TABLE words ADD COLUMN more TEXT")
	for range 2 {
		if n := columns(); n != 3 {
			t.Fatalf("%d columns after the change", n)
		}
	}
	do(t, db, "VACUUM")
	do(t, db, "DROP TABLE words")
	if _, err := db.Query("SELECT * FROM words"); err == nil {
		t.Error("a dropped table can still be read")
	}
}

func TestStatementWorksAfterErrors(t *testing.T) {
	db := open(t)
	const insert = "INSERT INTO words (word) VALUES (?)"
	for range 3 {
		if _, err := db.Exec(insert, "раз"); err == nil {
			t.Fatal("a duplicate was inserted")
		}
	}
	do(t, db, insert, "четыре")
	for range 3 {
		if _, err := db.Exec("SELECT nonsense FROM words"); err == nil {
			t.Fatal("an unknown column was selected")
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for range 3 {
		if _, err := db.QueryContext(gone, "SELECT word FROM words WHERE id = ?", 1); !errors.Is(err, context.Canceled) {
			t.Fatalf("a cancelled query returns %v", err)
		}
	}
	if w := word(t, db, 4); w != "четыре" {
		t.Errorf("the word is %q", w)
	}
}

func TestTypesOfColumns(t *testing.T) {
	db := open(t)
	for range 3 {
		rows, err := db.Query("SELECT id, word FROM words")
		if err != nil {
			t.Fatal(err)
		}
		types, err := rows.ColumnTypes()
		if err != nil {
			t.Fatal(err)
		}
		if a, b := types[0].DatabaseTypeName(), types[1].DatabaseTypeName(); a != "INTEGER" || b != "TEXT" {
			t.Errorf("the types are %s and %s", a, b)
		}
		rows.Close()
	}
}

func TestTooManyTexts(t *testing.T) {
	db := open(t)
	rows, err := db.Query("SELECT id FROM words ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	rows.Close()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	open, err := tx.Query("SELECT id FROM words ORDER BY id") // kept and busy
	if err != nil {
		t.Fatal(err)
	}
	for n := range 2 * keptStatements {
		for range 2 {
			if _, err := tx.Exec(fmt.Sprintf("UPDATE words SET word = word WHERE id = %d", n)); err != nil {
				t.Fatal(err)
			}
		}
	}
	read := 0
	for open.Next() { // evicted while it was being read
		read++
	}
	if err := open.Close(); err != nil || read != 3 {
		t.Errorf("%d rows, %v", read, err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if _, noted := kept(t, db); noted != keptStatements {
		t.Errorf("%d texts are noted", noted)
	}
}

func TestManyAtOnce(t *testing.T) {
	db := open(t)
	db.SetMaxOpenConns(4)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for n := range 200 {
				var w string
				if err := db.QueryRow("SELECT word FROM words WHERE id = ?", 1+n%3).Scan(&w); err != nil || w == "" {
					t.Errorf("%q, %v", w, err)
				}
			}
		})
	}
	all.Wait()
}
