package reports

import (
	"slices"
	"sort"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/desk"
	"otklik/hooks/records"
)

// What may have happened to a task in the period.
const (
	hasCreated = iota
	hasDone
	hasClosed
)

// reportTask is a task of which something happened in one of the periods.
type reportTask struct {
	id                                    string
	created, doneAt, closedAt, answeredAt string
	status                                string
	of                                    []string // what it counts to, by breakdowns
}

// reporter adds up a report while the tasks pass by.
type reporter struct {
	hours            *desk.OfficeHours
	ratings          map[string]int // of all tasks that have one
	first, from, end string         // when the period before begins, this one does, and ends, as stored
	firstEnd         string         // when the period before is over
	midnights        []string       // of its days, as stored
	days             []Day
	now, before      tally
	by               []map[string]*tally // of breakdowns
}

// Read reads the tasks of both periods once, by the indexes of the times.
func Read(app core.App, q reportQuery, hours *desk.OfficeHours) (*Report, error) {
	r := newReporter(q, hours)
	if err := r.readRatings(app); err != nil {
		return nil, err
	}
	params := dbx.Params{"first": r.first, "end": r.end}
	rows, err := app.DB().NewQuery(reportSQL(q.where(params))).Bind(params).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	t := reportTask{of: make([]string, len(Breakdowns))}
	columns := []any{&t.id, &t.created, &t.doneAt, &t.closedAt, &t.answeredAt, &t.status}
	for i := range t.of {
		columns = append(columns, &t.of[i])
	}
	for rows.Next() {
		if err := rows.Scan(columns...); err != nil {
			return nil, err
		}
		r.take(&t)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return r.report(app, q)
}

// readRatings reads them all from an index: to look each up beside its task takes
// five times as long, for they lie elsewhere and in no order.
func (r *reporter) readRatings(app core.App) error {
	rows, err := app.DB().NewQuery("SELECT task, rating FROM assessments WHERE rating > 0").Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var task string
		var rating int
		if err := rows.Scan(&task, &rating); err != nil {
			return err
		}
		r.ratings[task] = rating
	}
	return rows.Err()
}

// reportSQL finds the tasks of a report, each once: those made in its periods,
// others that were done in them, and others that were closed.
func reportSQL(where string) string {
	within := func(column string) string {
		return column + " >= {:first} AND " + column + " < {:end}"
	}
	columns := "t.id, t.created, t.done_at, t.closed_at, t.answered_at, t.status"
	for _, b := range Breakdowns {
		columns += ", " + b.of
	}
	found := func(column string) string {
		return "SELECT " + columns + " FROM tasks t" +
			" WHERE " + within(column) + " AND " + column + " != '' AND +t.archived_at = ''" + where
	}
	notMade, notDone := " AND NOT ("+within("+t.created")+")", " AND NOT ("+within("+t.done_at")+")"
	return found("t.created") + " UNION ALL " + found("t.done_at") + notMade + " UNION ALL " + found("t.closed_at") + notMade + notDone
}

func newReporter(q reportQuery, hours *desk.OfficeHours) *reporter {
	r := &reporter{hours: hours, ratings: map[string]int{}, first: records.StoredTime(q.before), firstEnd: records.StoredTime(q.beforeEnd), from: records.StoredTime(q.from), end: records.StoredTime(q.end())}
	for day := q.from; !day.After(q.to); day = desk.AddDate(day, 0, 1) {
		r.midnights = append(r.midnights, records.StoredTime(day))
		r.days = append(r.days, Day{Date: day.Format(time.DateOnly)})
	}
	for range Breakdowns {
		r.by = append(r.by, map[string]*tally{})
	}
	return r
}

// take counts what happened to one task: in the period before, or in this one,
// on its day and for each of what the task has.
func (r *reporter) take(t *reportTask) {
	var of []*tally
	for what, at := range [...]string{t.created, t.doneAt, t.closedAt} {
		if at < r.first || at >= r.end {
			continue
		}
		add := r.count(t, what)
		if at < r.from {
			if at < r.firstEnd {
				add(&r.before)
			}
			continue
		}
		day := &r.days[sort.Search(len(r.midnights), func(i int) bool { return r.midnights[i] > at })-1]
		*[...]*int{&day.Created, &day.Done, &day.Closed}[what]++
		if of == nil {
			of = r.tallies(t)
		}
		for _, to := range of {
			add(to)
		}
	}
}

// tallies are those a task counts to.
func (r *reporter) tallies(t *reportTask) []*tally {
	of := []*tally{&r.now}
	for i, id := range t.of {
		if r.by[i][id] == nil {
			r.by[i][id] = &tally{}
		}
		of = append(of, r.by[i][id])
	}
	return of
}

// count says what one task adds to a tally; the working time is reckoned once
// for all of them.
func (r *reporter) count(t *reportTask, what int) func(*tally) {
	switch what {
	case hasCreated:
		open := slices.Contains(desk.OpenStatuses, t.status)
		minutes := r.minutes(t.created, t.answeredAt)
		return func(to *tally) { to.created(open, minutes) }
	case hasDone:
		minutes, rating := r.minutes(t.created, t.doneAt), r.ratings[t.id]
		return func(to *tally) { to.done(minutes); to.finished(rating) }
	}
	finished, rating := t.doneAt == "", r.ratings[t.id]
	return func(to *tally) {
		to.Closed++
		if finished {
			to.finished(rating)
		}
	}
}

// minutes are the whole minutes of work from one stored time to another; -1
// where there is none.
func (r *reporter) minutes(from, to string) int32 {
	a, err := time.Parse(types.DefaultDateLayout, from)
	b, errTo := time.Parse(types.DefaultDateLayout, to)
	if err != nil || errTo != nil {
		return -1
	}
	return int32(r.hours.Between(a, b) / time.Minute)
}
