package api

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"modernc.org/sqlite"
)

// snapshot is the state of a desk that each row of a table starts from. Restoring it
// is much faster than making a new desk.
type snapshot struct {
	conn    *sql.Conn
	file    string         // a copy of the database
	version int            // grows whenever another connection writes
	memory  map[string]any // what the application keeps beside the database
}

// copier is a connection of the driver, which can copy a whole database.
type copier interface {
	NewBackup(to string) (*sqlite.Backup, error)
	NewRestore(from string) (*sqlite.Backup, error)
}

// keep takes the snapshot that [desk.restored] goes back to.
func (d *desk) keep() *desk {
	d.Helper()
	ctx := context.Background()
	db, err := sql.Open("sqlite", filepath.Join(d.app.DataDir(), "data.db")+"?_pragma=busy_timeout(10000)&_pragma=synchronous(OFF)&_pragma=wal_autocheckpoint(0)")
	if err != nil {
		d.Fatal(err)
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		d.Fatal(err)
	}
	d.Cleanup(func() {
		conn.Close()
		db.Close()
	})
	d.kept = &snapshot{conn: conn, file: filepath.Join(d.TempDir(), "kept.db"), memory: d.app.Store().GetAll()}
	d.kept.copy(d, func(c copier) (*sqlite.Backup, error) { return c.NewBackup(d.kept.file) })
	d.kept.version = d.kept.read(d)
	return d
}

// restored returns the desk for one row of a table, restored to the snapshot.
func (d *desk) restored(t testing.TB) *desk {
	t.Helper()
	k := d.kept
	if k.read(t) != k.version {
		k.copy(t, func(c copier) (*sqlite.Backup, error) { return c.NewRestore(k.file) })
		k.version = k.read(t)
		d.app.Store().Reset(k.memory)
	}
	row := *d
	row.TB = t
	return &row
}

// read returns the data version of the database, which ignores the connection's own
// writes.
func (k *snapshot) read(t testing.TB) (version int) {
	t.Helper()
	if err := k.conn.QueryRowContext(context.Background(), "PRAGMA data_version").Scan(&version); err != nil {
		t.Fatal(err)
	}
	return version
}

func (k *snapshot) copy(t testing.TB, begin func(copier) (*sqlite.Backup, error)) {
	t.Helper()
	err := k.conn.Raw(func(plain any) error {
		b, err := begin(plain.(copier))
		if err != nil {
			return err
		}
		if _, err := b.Step(-1); err != nil {
			return err
		}
		return b.Finish()
	})
	if err != nil {
		t.Fatal(err)
	}
}
