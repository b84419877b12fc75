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
	consultant, worker                    string   // who has it, and who did the work
	of                                    []string // the ids it is grouped by, as in Breakdowns, but for consultants
}

// rating is what a client thinks of the work, and whose work it was.
type rating struct {
	value      int
	consultant string
}

// part is what an event of a task adds to the figures of a consultant.
type part struct {
	consultant string
	add        func(*tally)
}

// reporter accumulates a report while the tasks are read. Times are as stored.
type reporter struct {
	hours           *desk.OfficeHours
	only            *string           // the id of the only consultant; nil for all
	ratings         map[string]rating // by task id
	first, firstEnd string            // the period before, its end exclusive
	from, end       string            // the period, its end exclusive
	midnights       []string          // the start of each day of the period
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
	columns := []any{&t.id, &t.created, &t.doneAt, &t.closedAt, &t.answeredAt, &t.status, &t.consultant, &t.worker}
	for i, b := range Breakdowns {
		if b.of != "" {
			columns = append(columns, &t.of[i])
		}
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
	rows, err := app.DB().NewQuery("SELECT task, rating, consultant FROM assessments WHERE rating > 0").Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var task string
		var given rating
		if err := rows.Scan(&task, &given.value, &given.consultant); err != nil {
			return err
		}
		r.ratings[task] = given
	}
	return rows.Err()
}

// reportSQL selects the tasks of a report, each once: those created in its periods,
// then others that were done in them, then others that were closed.
func reportSQL(where string) string {
	within := func(column string) string {
		return column + " >= {:first} AND " + column + " < {:end}"
	}
	columns := "t.id, t.created, t.done_at, t.closed_at, t.answered_at, t.status, t.consultant, " + desk.Worker
	for _, b := range Breakdowns {
		if b.of != "" {
			columns += ", " + b.of
		}
	}
	found := func(column string) string {
		return "SELECT " + columns + " FROM tasks t" +
			" WHERE " + within(column) + " AND " + column + " != '' AND +t.archived_at = ''" + where
	}
	notCreated, notDone := " AND NOT ("+within("+t.created")+")", " AND NOT ("+within("+t.done_at")+")"
	return found("t.created") + " UNION ALL " + found("t.done_at") + notCreated + " UNION ALL " + found("t.closed_at") + notCreated + notDone
}

func newReporter(q reportQuery, hours *desk.OfficeHours) *reporter {
	r := &reporter{hours: hours, ratings: map[string]rating{}, first: records.StoredTime(q.before), firstEnd: records.StoredTime(q.beforeEnd), from: records.StoredTime(q.from), end: records.StoredTime(q.end())}
	if q.consultant != "" {
		id := q.consultantID()
		r.only = &id
	}
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
	for what, at := range [...]string{t.created, t.doneAt, t.closedAt} {
		if at < r.first || at >= r.end || at < r.from && at >= r.firstEnd {
			continue
		}
		for i, p := range r.parts(t, what) {
			switch {
			case r.only != nil && *r.only != p.consultant:
			case at < r.from:
				p.add(&r.before)
			default:
				if i == 0 { // the event itself
					day := &r.days[sort.Search(len(r.midnights), func(i int) bool { return r.midnights[i] > at })-1]
					*[...]*int{&day.Created, &day.Done, &day.Closed}[what]++
				}
				r.add(t, p)
			}
		}
	}
}

// add adds a part of a task's figures to the total and to the groups it counts in.
func (r *reporter) add(t *reportTask, p part) {
	p.add(&r.now)
	for i, b := range Breakdowns {
		id := t.of[i]
		if b.of == "" {
			id = p.consultant
		}
		if r.by[i][id] == nil {
			r.by[i][id] = &tally{}
		}
		p.add(r.by[i][id])
	}
}

// parts returns what an event of a task adds to the figures, first the event itself.
// The working time is computed once for all tallies.
func (r *reporter) parts(t *reportTask, what int) []part {
	if what == hasCreated {
		open := slices.Contains(desk.OpenStatuses, t.status)
		minutes := r.minutes(t.created, t.answeredAt)
		return []part{{t.consultant, func(to *tally) { to.created(open, minutes) }}}
	}
	given := r.ratings[t.id]
	finished := []part{{t.worker, func(to *tally) { to.Finished++ }}}
	if given.value > 0 {
		finished = append(finished, part{given.consultant, func(to *tally) { to.rated(given.value) }})
	}
	if what == hasDone {
		minutes := r.minutes(t.created, t.doneAt)
		return append([]part{{t.worker, func(to *tally) { to.done(minutes) }}}, finished...)
	}
	closed := []part{{t.consultant, func(to *tally) { to.Closed++ }}}
	if t.doneAt == "" {
		closed = append(closed, finished...)
	}
	return closed
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
