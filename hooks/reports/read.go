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

// The events of a task that a report counts.
const (
	hasCreated = iota
	hasDone
	hasClosed
)

// reportTask is a task with an event in one of the two periods.
type reportTask struct {
	id                                    string
	created, doneAt, closedAt, answeredAt string
	status                                string
	of                                    []string // the ids it is grouped by, as in Breakdowns
}

// reporter accumulates a report while the tasks are read. Times are as stored.
type reporter struct {
	hours           *desk.OfficeHours
	ratings         map[string]int // by task id
	first, firstEnd string         // the period before, its end exclusive
	from, end       string         // the period, its end exclusive
	midnights       []string       // the start of each day of the period
	days            []Day
	now, before     tally
	by              []map[string]*tally // by id, as in Breakdowns
}

// Read computes a report. It reads the tasks of both periods once, by the indexes
// of their times.
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

// readRatings reads all ratings from an index. A join with the tasks takes five
// times as long, because the ratings are scattered over the table.
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

// reportSQL selects the tasks of a report, each once: those created in its periods,
// then others that were done in them, then others that were closed.
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
	notCreated, notDone := " AND NOT ("+within("+t.created")+")", " AND NOT ("+within("+t.done_at")+")"
	return found("t.created") + " UNION ALL " + found("t.done_at") + notCreated + " UNION ALL " + found("t.closed_at") + notCreated + notDone
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

// take counts the events of one task: in the period before, or in this one, on its
// day and in each of its groups.
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

// tallies returns the total and the groups that a task counts in.
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

// count returns a function that adds an event of a task to a tally. The working
// time is computed once for all tallies.
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

// minutes returns the whole working minutes between two stored times; -1 if either
// is empty.
func (r *reporter) minutes(from, to string) int32 {
	a, err := time.Parse(types.DefaultDateLayout, from)
	b, errTo := time.Parse(types.DefaultDateLayout, to)
	if err != nil || errTo != nil {
		return -1
	}
	return int32(r.hours.Between(a, b) / time.Minute)
}
