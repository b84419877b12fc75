package reports

import (
	"encoding/json"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/desk"
)

// Ends of the days: before all of them, and after.
const (
	firstDay = ""
	endOfDay = "9999-99-99"
)

// marksAtOnce is how many marks are read at a time.
const marksAtOnce = 100

// mark is the note of a trigger, within the transaction of a change, that the facts of a
// day are to be counted again. A further change raises its version.
type mark struct {
	Day     string `db:"day"`
	Version int    `db:"version"`
}

func pendingMarks(app core.App) (marks []mark, err error) {
	err = app.DB().Select("day", "version").From("otklik_report_marks").OrderBy("day DESC").Limit(marksAtOnce).All(&marks)
	return marks, err
}

// readCountedFrom returns from which day on the facts of all days are stored.
func readCountedFrom(app core.App) (day string, err error) {
	err = app.DB().NewQuery("SELECT IIF(version = {:version}, counted_from, {:none}) FROM otklik_report_state").
		Bind(dbx.Params{"version": factsVersion, "none": endOfDay}).Row(&day)
	return day, err
}

// startCounting begins to count all days if what is stored is of another version.
func startCounting(app core.App) error {
	var version int
	err := app.DB().NewQuery("SELECT version FROM otklik_report_state").Row(&version)
	if err != nil || version == factsVersion {
		return err
	}
	return forgetDays(app)
}

// forgetDays forgets the facts of all days, but not the minutes: those stay as they were
// counted when the tasks were answered and done.
func forgetDays(app core.App) error {
	return app.RunInTransaction(func(tx core.App) error {
		_, err := tx.DB().NewQuery("DELETE FROM otklik_report_days; UPDATE otklik_report_state SET version = {:version}, counted_from = {:none}").
			Bind(dbx.Params{"version": factsVersion, "none": endOfDay}).Execute()
		return err
	})
}

// countMarked counts a marked day and removes its mark, unless it was marked again since.
func countMarked(app core.App, m mark) error {
	return storeDay(app, m.Day, func(tx core.App) error {
		_, err := tx.DB().Delete("otklik_report_marks", dbx.HashExp{"day": m.Day, "version": m.Version}).Execute()
		return err
	})
}

// countNext counts the newest day that was never counted, and reports whether more are
// left.
func countNext(app core.App) (more bool, err error) {
	countedFrom, err := readCountedFrom(app)
	if err != nil || countedFrom == firstDay {
		return false, err
	}
	var next string
	err = app.DB().NewQuery(`SELECT COALESCE(substr(MAX(
		(SELECT COALESCE(MAX(created), '') FROM tasks WHERE created < {:day}),
		(SELECT COALESCE(MAX(done_at), '') FROM tasks WHERE done_at < {:day} AND done_at != ''),
		(SELECT COALESCE(MAX(closed_at), '') FROM tasks WHERE closed_at < {:day} AND closed_at != '')), 1, 10), '')`).
		Bind(dbx.Params{"day": countedFrom}).Row(&next)
	if err != nil {
		return false, err
	}
	reached := func(tx core.App) error {
		_, err := tx.DB().Update("otklik_report_state", dbx.Params{"counted_from": next}, nil).Execute()
		return err
	}
	if next == firstDay {
		return false, app.RunInTransaction(reached)
	}
	return true, storeDay(app, next, reached)
}

// storeDay counts a day, and stores its facts and the minutes that were counted for the
// first time in a transaction that finish ends.
func storeDay(app core.App, day string, finish func(tx core.App) error) error {
	hours, err := desk.ReadHours(app)
	if err != nil {
		return err
	}
	counted, err := countDays(app, hours, day, day)
	if err != nil {
		return err
	}
	facts := counted.day(day)
	return app.RunInTransaction(func(tx core.App) error {
		numbers, err := numberIDs(tx, facts)
		if err != nil {
			return err
		}
		totals, parts := facts.encode(numbers)
		_, err = tx.DB().NewQuery("INSERT INTO otklik_report_days (day, totals, parts) VALUES ({:day}, {:totals}, {:parts})" +
			" ON CONFLICT (day) DO UPDATE SET totals = excluded.totals, parts = excluded.parts").
			Bind(dbx.Params{"day": day, "totals": totals, "parts": parts}).Execute()
		if err == nil {
			err = storeMinutes(tx, "answered_at", "answer", counted.answers)
		}
		if err == nil {
			err = storeMinutes(tx, "done_at", "work", counted.works)
		}
		if err == nil {
			err = finish(tx)
		}
		return err
	})
}

// storeMinutes stores minutes in two columns of otklik_task_minutes: until when, and how
// many.
func storeMinutes(tx core.App, until, minutes string, counted []minutesOf) error {
	if len(counted) == 0 {
		return nil
	}
	rows, err := json.Marshal(counted)
	if err != nil {
		return err
	}
	_, err = tx.DB().NewQuery("INSERT INTO otklik_task_minutes (number, " + until + ", " + minutes + ")" +
		" SELECT value->>'Number', value->>'Until', value->>'Minutes' FROM json_each({:rows}) WHERE TRUE" +
		" ON CONFLICT (number) DO UPDATE SET " + until + " = excluded." + until + ", " + minutes + " = excluded." + minutes).
		Bind(dbx.Params{"rows": string(rows)}).Execute()
	return err
}
