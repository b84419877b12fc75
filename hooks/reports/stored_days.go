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

// markedDays returns days that triggers have marked, within the transactions of changes:
// their facts are to be counted again.
func markedDays(app core.App) (days []string, err error) {
	err = app.DB().Select("day").From("otklik_report_marks").OrderBy("day DESC").Limit(marksAtOnce).Column(&days)
	return days, err
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

// countMarked counts a marked day and removes its mark.
func countMarked(app core.App, day string) error {
	return app.RunInTransaction(func(tx core.App) error {
		if err := storeDay(tx, day); err != nil {
			return err
		}
		_, err := tx.DB().Delete("otklik_report_marks", dbx.HashExp{"day": day}).Execute()
		return err
	})
}

// countNext counts the newest day that was never counted, and reports whether more are
// left.
func countNext(app core.App) (more bool, err error) {
	err = app.RunInTransaction(func(tx core.App) error {
		countedFrom, err := readCountedFrom(tx)
		if err != nil || countedFrom == firstDay {
			return err
		}
		var next string
		err = tx.DB().NewQuery(`SELECT COALESCE(substr(MAX(
			(SELECT COALESCE(MAX(created), '') FROM tasks WHERE created < {:day}),
			(SELECT COALESCE(MAX(done_at), '') FROM tasks WHERE done_at < {:day} AND done_at != ''),
			(SELECT COALESCE(MAX(closed_at), '') FROM tasks WHERE closed_at < {:day} AND closed_at != '')), 1, 10), '')`).
			Bind(dbx.Params{"day": countedFrom}).Row(&next)
		if more = next != firstDay; more && err == nil {
			err = storeDay(tx, next)
		}
		if err == nil {
			_, err = tx.DB().Update("otklik_report_state", dbx.Params{"counted_from": next}, nil).Execute()
		}
		return err
	})
	return more, err
}

// storeDay counts a day and stores its facts, and the minutes that were counted for the
// first time. It reads and writes in one transaction: of two programs that count, such as
// a command beside a server, none then stores what it has read before the other.
func storeDay(tx core.App, day string) error {
	hours, err := desk.ReadHours(tx)
	if err != nil {
		return err
	}
	counted, err := countDays(tx, hours, day, day)
	if err != nil {
		return err
	}
	facts := counted.day(day)
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
	return err
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
