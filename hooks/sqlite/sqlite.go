// Package sqlite owns the opening of PocketBase's databases: connections that keep
// their prepared statements, and a LIKE that folds the case of all letters.
// PocketBase runs the same few dozen queries all day, and the driver compiles a
// query on every run, which often costs more than the query itself. A program that
// embeds Otklik may use it:
//
//	pocketbase.NewWithConfig(pocketbase.Config{
//		DBConnect:        sqlite.Connect,
//		DataMaxOpenConns: sqlite.Connections,
//		DataMaxIdleConns: sqlite.Connections,
//	})
package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	_ "modernc.org/sqlite" // the driver
)

// driverName is the name of the driver; dbx chooses the SQL dialect by it.
const driverName = "sqlite"

// Connections is how many connections to a database may be open, and how many stay
// open when idle: PocketBase's DataMaxOpenConns and DataMaxIdleConns. PocketBase keeps
// 15 of up to 120, so that with more requests at once each query opens a connection,
// reads the schema and compiles its statement anew. Those that nobody uses for three
// minutes are closed. Code must not query while it reads the rows of another query.
const Connections = 16

// pragmas are those of core.DefaultDBConnect, which explains why busy_timeout must
// be the first pragma, with three differences. A commit returns when it is on the disk
// (FULL): what a person or a mail server was told is done survives a power failure.
// That costs a commit alone up to 3 ms; many at once share it, see [GroupCommits]. The
// write-ahead log may grow to 8 MB instead of 4 before a checkpoint, which is two
// more waits for the disk. Each connection caches 2 MB instead of 32: the system
// caches the file anyway, and sixteen consultants at once take 130 MB of memory
// instead of 1,200, at the same speed.
//
// A transaction begins as a writer (_txlock). One that read first and wrote later
// would fail whenever another program, such as a short command, wrote in between.
const pragmas = "?_txlock=immediate&_pragma=busy_timeout(50)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(200000000)" +
	"&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-2000)&_pragma=wal_autocheckpoint(2000)" +
	"&_pragma=synchronous("

// The files of the databases: that of the data, and that of PocketBase's log, whose
// last lines may go with the power.
const (
	Database = "data.db"
	Logs     = "auxiliary.db"
)

// dsn returns the data source of the database file at path.
func dsn(path string) string {
	if filepath.Base(path) == Logs {
		return path + pragmas + "NORMAL)"
	}
	return path + pragmas + "FULL)"
}

// Connect opens the database file at path. It is a core.DBConnectFunc.
func Connect(path string) (*dbx.DB, error) { return ConnectWaiting(busyWait)(path) }

// ConnectWaiting is [Connect] with another wait for the lock of another program.
func ConnectWaiting(limit time.Duration) core.DBConnectFunc {
	return func(path string) (*dbx.DB, error) {
		c, err := newConnector(path, limit)
		if err != nil {
			return nil, err
		}
		return dbx.NewFromDB(sql.OpenDB(c), driverName), nil
	}
}

// Connector returns what opens the connections of [Connect], each a [Conn], for programs
// that watch them.
func Connector(path string) (driver.Connector, error) { return newConnector(path, busyWait) }

func newConnector(path string, limit time.Duration) (driver.Connector, error) {
	plain, err := sql.Open(driverName, dsn(path)) // does not connect yet
	if err != nil {
		return nil, err
	}
	defer plain.Close()
	c := &connector{driver: plain.Driver(), dsn: dsn(path), lock: &lockWait{limit: limit}}
	c.writer = &writer{open: c.open, turn: make(chan struct{}, 1)}
	return c, nil
}

// connector opens connections for the pool of database/sql.
type connector struct {
	driver driver.Driver
	dsn    string
	lock   *lockWait

	grouped atomic.Bool // connections are members of writer, see [GroupCommits]
	writer  *writer
}

// Driver implements driver.Connector. It returns the connector itself, by which
// [GroupCommits] finds it.
func (c *connector) Driver() driver.Driver { return c }

// Open implements driver.Driver.
func (c *connector) Open(string) (driver.Conn, error) { return c.Connect(context.Background()) }

// Connect implements driver.Connector.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	if c.grouped.Load() {
		return c.writer.join(ctx)
	}
	return c.open(ctx)
}

func (c *connector) open(ctx context.Context) (opened *conn, err error) {
	err = c.lock.run(ctx, func() error {
		plain, err := c.driver.Open(c.dsn)
		if err == nil {
			opened = newConn(plain.(Conn), c.lock)
		}
		return err
	})
	return opened, err
}
