package reports

import (
	"database/sql"
	"slices"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// span is a range of days, UTC, 2006-01-02, both included.
type span struct{ from, to string }

// freshDays is the largest number of days that are counted at a time: it bounds the
// memory for it.
const freshDays = 31

// periodDays are the days, UTC, that a report is made of: those of the period before and of the
// period, 2006-01-02. If they share a day, before ends the day earlier.
type periodDays struct{ before, now span }

func daysOf(q reportQuery) periodDays {
	of := func(from, end time.Time) span {
		return span{from.UTC().Format(time.DateOnly), end.Add(-time.Nanosecond).UTC().Format(time.DateOnly)}
	}
	d := periodDays{of(q.before, q.beforeEnd), of(q.from, q.end())}
	d.before.to = min(d.before.to, addDays(d.now.from, -1))
	return d
}

// where returns the condition of these days: one range, so that SQLite walks it.
func (d periodDays) where(params dbx.Params) string {
	params["first"], params["last"], params["before_to"], params["now_from"] = d.before.from, d.now.to, d.before.to, d.now.from
	return "day BETWEEN {:first} AND {:last} AND NOT (day > {:before_to} AND day < {:now_from})"
}

// readDays reads the facts of all days of both periods: the stored ones, but where a day
// is marked or not counted yet, from the tasks. Marks are read first: a day without one
// is stored as it was then, or later.
func (r *reporter) readDays(app core.App, q reportQuery) error {
	days := daysOf(q)
	params := dbx.Params{}
	var marked []string
	if err := app.DB().NewQuery("SELECT day FROM otklik_report_marks WHERE " + days.where(params)).Bind(params).Column(&marked); err != nil {
		return err
	}
	countedFrom, err := readCountedFrom(app)
	if err != nil {
		return err
	}
	stored := days
	stored.before.from = max(days.before.from, countedFrom)
	damaged, err := r.readStored(app, stored, marked)
	if err != nil {
		return err
	}
	return r.readFresh(app, days.fresh(countedFrom, append(marked, damaged...)))
}

// readStored takes the stored facts of days, but of those that are marked. It returns the
// days of which they can't be read. Of the period before the totals are enough, unless
// there are filters.
func (r *reporter) readStored(app core.App, days periodDays, marked []string) (damaged []string, err error) {
	accepts, filtered, err := r.acceptedNumbers(app)
	if err != nil {
		return nil, err
	}
	isMarked := map[string]bool{}
	for _, day := range marked {
		isMarked[day] = true
	}
	parts := days.now.from
	if filtered {
		parts = firstDay
	}
	params := dbx.Params{"parts": parts}
	rows, err := app.DB().NewQuery("SELECT day, totals, IIF(day >= {:parts}, parts, NULL) FROM otklik_report_days WHERE " + days.where(params)).Bind(params).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	facts := newDayFacts()
	by := &lookup{places: make([][]uint32, len(Breakdowns))}
	by.find = func(breakdown int, number uint32) uint32 {
		g := r.groups[breakdown]
		group := g.ofNumber(number)
		by.places[breakdown] = g.byNumber
		return group
	}
	var day string
	var totals, of sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&day, &totals, &of); err != nil {
			return nil, err
		}
		if isMarked[day] {
			continue
		}
		if err := facts.decode(totals, of); err != nil {
			damaged = append(damaged, day)
			continue
		}
		facts.keep(accepts)
		r.take(day, facts, by)
	}
	return damaged, rows.Err()
}

// acceptedNumbers returns, by breakdown, which numbers count; nil is all.
func (r *reporter) acceptedNumbers(app core.App) (accepts [][]bool, filtered bool, err error) {
	accepts = make([][]bool, len(Breakdowns))
	for i, ids := range r.asked {
		if len(ids) == 0 {
			continue
		}
		numbers, err := numbersOf(app, Breakdowns[i], ids)
		if err != nil {
			return nil, false, err
		}
		filtered, accepts[i] = true, []bool{}
		for _, n := range numbers {
			accepts[i] = append(accepts[i], make([]bool, max(0, int(n)+1-len(accepts[i])))...)
			accepts[i][n] = true
		}
	}
	return accepts, filtered, nil
}

// fresh returns the days that are to be counted: all before countedFrom, and those named.
func (d periodDays) fresh(countedFrom string, named []string) (fresh []span) {
	for _, s := range []span{d.before, d.now} {
		if countedFrom > s.from {
			fresh = append(fresh, portions(span{s.from, min(addDays(countedFrom, -1), s.to)})...)
		}
	}
	slices.Sort(named)
	for _, day := range named {
		if day >= countedFrom {
			fresh = append(fresh, span{day, day})
		}
	}
	return fresh
}

// portions cuts a span of days into such as are counted at a time.
func portions(s span) (all []span) {
	for s.from <= s.to {
		from, err := time.Parse(time.DateOnly, s.from)
		if err != nil {
			return append(all, s)
		}
		to := min(s.to, from.AddDate(0, 0, freshDays-1).Format(time.DateOnly))
		all = append(all, span{s.from, to})
		s.from = addDays(to, 1)
	}
	return all
}

// addDays returns the day so many days later. What is no day stays: the end of all days.
func addDays(day string, days int) string {
	parsed, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return parsed.AddDate(0, 0, days).Format(time.DateOnly)
}

// readFresh counts days and takes their facts.
func (r *reporter) readFresh(app core.App, spans []span) error {
	for _, s := range spans {
		counted, err := countDays(app, r.hours, s.from, s.to)
		if err != nil {
			return err
		}
		for day, facts := range counted.days {
			if err := r.takeFresh(app, day, facts); err != nil {
				return err
			}
		}
	}
	return nil
}

// takeFresh takes facts that have just been counted.
func (r *reporter) takeFresh(app core.App, day string, f *dayFacts) error {
	accepts := make([][]bool, len(Breakdowns))
	by := &lookup{places: make([][]uint32, len(Breakdowns))}
	known := make([]map[string]uint32, len(Breakdowns))
	for b, list := range f.ids {
		if asked := r.asked[b]; len(asked) > 0 {
			accepts[b] = make([]bool, len(list.ids))
			for i, id := range list.ids {
				accepts[b][i] = slices.Contains(asked, id)
			}
		}
		numbers, err := numbersOf(app, Breakdowns[b], list.ids)
		if err != nil {
			return err
		}
		by.places[b] = make([]uint32, len(list.ids))
		known[b] = numbers
	}
	f.keep(accepts)
	by.find = func(breakdown int, at uint32) uint32 {
		id := f.ids[breakdown].ids[at]
		group := r.groups[breakdown].ofID(id, known[breakdown][id])
		by.places[breakdown][at] = group + 1
		return group
	}
	r.take(day, f, by)
	return nil
}
