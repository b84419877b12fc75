package demo

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
	"otklik/hooks/desk"
	"otklik/hooks/reports"
	"otklik/hooks/search"
	"otklik/hooks/sqlite"
)

// The dimensions of the large generated firm.
const (
	firmYears          = 3
	firmTasksPerClient = 50
	firmLeastClients   = 3
	firmMostTasks      = 5_000_000
	firmBatch          = 20_000 // tasks in one transaction
)

var errFirmTasks = fmt.Errorf("число задач --tasks должно быть целым, от 1 до %d", firmMostTasks)

// demoFirm fills a data folder with years of tasks. It writes past the hooks the
// rows that they would have left: a million tasks through the hooks takes hours.
type demoFirm struct {
	db         *sql.Conn
	rand       *rand.Rand
	now        time.Time
	hours      *desk.OfficeHours
	clients    []firmClient
	staff      []string
	boss       string            // the manager who answers low ratings
	categories []string          // ids, in the order of demoCategories
	serial     map[string]uint64 // the last serial number of an id, by table
}

// firmClient is a client with the profile of the client's organisation.
type firmClient struct{ id, profile, name string }

// SeedLarge creates a data folder of a generated firm with n tasks over three years,
// for `otklik demo --tasks` and load tests. register binds Otklik to the application
// that creates it. The data is deterministic for n and the current hour. Every
// account has [Password]. Progress is written to progress.
func SeedLarge(folder string, n int, register func(core.App), progress io.Writer) error {
	if n < 1 || n > firmMostTasks {
		return errFirmTasks
	}
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: folder, DBConnect: sqlite.Connect})
	register(app)
	err := prepareFirm(app)
	if err == nil {
		err = fillFirm(app, n, progress)
	}
	return firstError(err, app.ClearBootstrap())
}

// prepareFirm creates, through the hooks, the collections, the administrator, the
// site, the categories and the people listed by the demo command.
func prepareFirm(app core.App) error {
	if err := openDemo(app); err != nil {
		return err
	}
	return app.RunInTransaction(func(tx core.App) error {
		d := &demoSeed{app: tx}
		if err := d.people(Password); err != nil {
			return err
		}
		if err := d.firm(); err != nil {
			return err
		}
		_, err := d.makeCategories()
		return err
	})
}

func fillFirm(app core.App, n int, progress io.Writer) error {
	hours, err := desk.ReadHours(app)
	if err != nil {
		return err
	}
	db, err := app.NonconcurrentDB().(*dbx.DB).DB().Conn(context.Background())
	if err != nil {
		return err
	}
	if err := firstError(writeFirm(db, hours, clock.Now(app), n, progress), db.Close()); err != nil {
		return err
	}
	fmt.Fprintln(progress, "Дни отчётов…")
	if err := reports.Recount(app); err != nil {
		return err
	}
	fmt.Fprintln(progress, "Указатель для поиска…")
	return search.IndexAll(app)
}

// writeFirm writes the firm over a connection of its own.
func writeFirm(db *sql.Conn, hours *desk.OfficeHours, now time.Time, n int, progress io.Writer) error {
	f := &demoFirm{db: db, rand: rand.New(rand.NewPCG(60, uint64(n))), now: now.UTC().Truncate(time.Hour), hours: hours, serial: map[string]uint64{}}
	for _, pragma := range []string{"synchronous = OFF", "cache_size = -500000"} { // safe: the folder is useless if this fails
		if _, err := db.ExecContext(context.Background(), "PRAGMA "+pragma); err != nil {
			return err
		}
	}
	indexes, err := f.dropIndexes()
	if err != nil {
		return err
	}
	if err := f.tasks(n, progress); err != nil {
		return err
	}
	return f.finish(indexes, n, progress)
}

// tasks writes the people, and all tasks with their threads and history.
func (f *demoFirm) tasks(n int, progress io.Writer) error {
	if err := f.transaction(func(w *firmWriter) error { return f.people(w, max(firmLeastClients, n/firmTasksPerClient)) }); err != nil {
		return err
	}
	days := f.calendar()
	open := newFirmOpen(n)
	for from := 0; from < n; from += firmBatch {
		to := min(n, from+firmBatch)
		if err := f.transaction(func(w *firmWriter) error {
			for i := from; i < to; i++ {
				if err := f.course(w, i, days.at(float64(i)/float64(n)), f.rand.Float64() < open.share(n-i)); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
		fmt.Fprintf(progress, "\rЗадачи: %d из %d", to, n)
	}
	fmt.Fprintln(progress)
	return nil
}

// finish recreates the indexes and triggers, writes what the triggers would have, and
// gathers statistics for SQLite's planner, but not of the search index, which is still
// empty: by those it reads all of the index whenever it deletes a piece, and a write
// takes six times as long.
func (f *demoFirm) finish(indexes []string, n int, progress io.Writer) error {
	steps := append(indexes,
		fmt.Sprintf("UPDATE otklik_numbers SET last = %d WHERE name = 'tasks'", n),
		"UPDATE tasks SET rating = a.rating FROM assessments a WHERE a.task = tasks.id AND a.rating > 0")
	steps = append(append(steps, desk.Recounts...),
		"ANALYZE",
		"DELETE FROM sqlite_stat1 WHERE tbl LIKE 'otklik_search%'",
		"ANALYZE sqlite_schema") // reads them again
	for i, step := range steps {
		fmt.Fprintf(progress, "\rИндексы и счётчики: %d из %d", i+1, len(steps))
		if _, err := f.db.ExecContext(context.Background(), step); err != nil {
			return fmt.Errorf("%s: %w", step, err)
		}
	}
	fmt.Fprintln(progress)
	return nil
}

// firmOpen says how many tasks are in the two groups that may still be open: the
// newest, and older ones of which some got stuck.
type firmOpen struct{ newest, stuck int }

func newFirmOpen(n int) firmOpen {
	open := min(n/3, 2000+n/200)
	return firmOpen{open, min(3*open, n-open)}
}

// share returns the probability that a task is open, by its position from the last.
func (o firmOpen) share(fromLast int) float64 {
	switch {
	case fromLast <= o.newest:
		return 0.75
	case fromLast <= o.newest+o.stuck:
		return 0.25 * float64(o.newest) / float64(o.stuck)
	}
	return 0
}
