package reports

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/desk"
)

// Count counts what is marked or was never counted, before it returns, for programs that
// don't serve.
func Count(app core.App) error { return countAll(context.Background(), app) }

// Recount counts the facts of all days anew, before it returns. It may run beside a
// program that serves; a report of a day that is not counted yet counts it itself.
func Recount(app core.App) error {
	if err := forgetDays(app); err != nil {
		return err
	}
	return Count(app)
}

// checkDays compares the stored facts with the tasks and marks the days that differ. It
// runs every night, should somebody have dropped the triggers.
func checkDays(app core.App, _ time.Time) error {
	countedFrom, err := readCountedFrom(app)
	if err != nil {
		return err
	}
	var all span
	err = app.DB().NewQuery(`SELECT COALESCE(MIN(day), ''), COALESCE(MAX(day), '') FROM (
		SELECT substr(MIN(created), 1, 10) AS day FROM tasks UNION ALL SELECT substr(MAX(created), 1, 10) FROM tasks
		UNION ALL SELECT substr(MAX(done_at), 1, 10) FROM tasks WHERE done_at != '' UNION ALL SELECT substr(MAX(closed_at), 1, 10) FROM tasks WHERE closed_at != ''
		UNION ALL SELECT MIN(day) FROM otklik_report_days UNION ALL SELECT MAX(day) FROM otklik_report_days) WHERE day != ''`).
		Row(&all.from, &all.to)
	if err != nil || all.from == "" {
		return err
	}
	for _, s := range portions(span{max(all.from, countedFrom), all.to}) {
		different, err := differingDays(app, s)
		if err != nil {
			return err
		}
		for _, day := range different {
			if err := checkDay(app, day); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkDay looks at a day again, which may have changed while it was compared, and marks
// it if its facts still differ.
func checkDay(app core.App, day string) error {
	different, err := differingDays(app, span{day, day})
	if err != nil || len(different) == 0 {
		return err
	}
	app.Logger().Error("The stored facts of a day of the reports were wrong, and are counted again", "day", day)
	_, err = app.NonconcurrentDB().NewQuery("INSERT INTO otklik_report_marks (day) VALUES ({:day}) ON CONFLICT (day) DO NOTHING").
		Bind(dbx.Params{"day": day}).Execute()
	return err
}

// differingDays returns the days whose stored facts are not those of the tasks, though
// they are not marked.
func differingDays(app core.App, s span) (different []string, err error) {
	hours, err := desk.ReadHours(app)
	if err != nil {
		return nil, err
	}
	var stored []struct {
		Day    string `db:"day"`
		Totals []byte `db:"totals"`
		Parts  []byte `db:"parts"`
	}
	params := dbx.Params{"from": s.from, "to": s.to}
	if err := app.DB().NewQuery("SELECT day, totals, parts FROM otklik_report_days WHERE day BETWEEN {:from} AND {:to}").Bind(params).All(&stored); err != nil {
		return nil, err
	}
	counted, err := countDays(app, hours, s.from, s.to)
	if err != nil {
		return nil, err
	}
	for _, day := range stored {
		totals, parts, err := encodeKnown(app, counted.day(day.Day))
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(day.Totals, totals) || !bytes.Equal(day.Parts, parts) {
			different = append(different, day.Day)
		}
		delete(counted.days, day.Day)
	}
	for day := range counted.days {
		different = append(different, day)
	}
	var marked []string
	if err := app.DB().NewQuery("SELECT day FROM otklik_report_marks WHERE day BETWEEN {:from} AND {:to}").Bind(params).Column(&marked); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(different, func(day string) bool { return slices.Contains(marked, day) }), nil
}

// encodeKnown encodes facts with the numbers that their ids have. One without is 0, which
// is no stored one.
func encodeKnown(app core.App, f *dayFacts) (totals, parts []byte, err error) {
	numbers := make([]map[string]uint32, len(Breakdowns))
	for i, b := range Breakdowns {
		if numbers[i], err = numbersOf(app, b, f.ids[i].ids); err != nil {
			return nil, nil, err
		}
	}
	totals, parts = f.encode(numbers)
	return totals, parts, nil
}
