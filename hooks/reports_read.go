package hooks

import (
	"slices"
	"sort"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// What a row of reportRows says has happened to its task in the period.
const (
	hasCreated = iota
	hasDone
	hasClosed
)

// reportTask is a task as one of the three things that happened to it.
type reportTask struct {
	what                                         int
	created, doneAt, closedAt, answeredAt        string
	status                                       string
	consultant, organization, priority, category string
	rating                                       int
}

// at is when it happened.
func (t *reportTask) at() string { return [...]string{t.created, t.doneAt, t.closedAt}[t.what] }

// reporter adds up a report while the tasks pass by.
type reporter struct {
	hours       *officeHours
	from        string   // when the period begins, as stored
	midnights   []string // of its days, as stored
	days        []reportDay
	now, before tally
	by          [4]map[string]*tally // consultant, organisation, priority, category
}

// readReport reads the tasks of both periods once, each as often as something
// happened to it, by the indexes of the times.
func readReport(app core.App, q reportQuery, hours *officeHours) (*report, error) {
	r := newReporter(q, hours)
	params := dbx.Params{"from": stored(q.before), "before": stored(q.end())}
	rows, err := app.DB().NewQuery(reportSQL(q.where(params))).Bind(params).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var t reportTask
	for rows.Next() {
		if err := rows.Scan(&t.what, &t.created, &t.doneAt, &t.closedAt, &t.answeredAt, &t.status,
			&t.consultant, &t.organization, &t.priority, &t.category, &t.rating); err != nil {
			return nil, err
		}
		r.take(&t)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return r.report(app, q)
}

// reportSQL finds the tasks of a report: each part is a range of an index. What
// was done or closed may have a rating.
func reportSQL(where string) string {
	columns := ", t.created, t.done_at, t.closed_at, t.answered_at, t.status, t.consultant, t.profile, t.priority, t.category, "
	within := func(column string) string {
		return " WHERE t." + column + " >= {:from} AND t." + column + " < {:before} AND t." + column + " != '' AND +t.archived_at = ''" + where
	}
	rated := "COALESCE(a.rating, 0) FROM tasks t LEFT JOIN assessments a ON a.task = t.id"
	return "SELECT 0" + columns + "0 FROM tasks t" + within("created") +
		" UNION ALL SELECT 1" + columns + rated + within("done_at") +
		" UNION ALL SELECT 2" + columns + rated + within("closed_at")
}

func newReporter(q reportQuery, hours *officeHours) *reporter {
	r := &reporter{hours: hours, from: stored(q.from)}
	for day := q.from; !day.After(q.to); day = onward(day, 0, 1) {
		r.midnights = append(r.midnights, stored(day))
		r.days = append(r.days, reportDay{Date: day.Format(time.DateOnly)})
	}
	for i := range r.by {
		r.by[i] = map[string]*tally{}
	}
	return r
}

// take counts one task: to the period before, or to this one, its day, and each
// of what the task has.
func (r *reporter) take(t *reportTask) {
	add := r.count(t)
	at := t.at()
	if at < r.from {
		add(&r.before)
		return
	}
	add(&r.now)
	i := sort.Search(len(r.midnights), func(i int) bool { return r.midnights[i] > at }) - 1
	*[...]*int{&r.days[i].Created, &r.days[i].Done, &r.days[i].Closed}[t.what]++
	for i, id := range []string{t.consultant, t.organization, t.priority, t.category} {
		found := r.by[i][id]
		if found == nil {
			found = &tally{}
			r.by[i][id] = found
		}
		add(found)
	}
}

// count says what one task adds to a tally; the working time is reckoned once
// for all of them.
func (r *reporter) count(t *reportTask) func(*tally) {
	finished := t.what == hasDone || t.doneAt == ""
	switch t.what {
	case hasCreated:
		open := slices.Contains(openStatuses, t.status)
		minutes := r.minutes(t.created, t.answeredAt)
		return func(to *tally) { to.created(open, minutes) }
	case hasDone:
		minutes := r.minutes(t.created, t.doneAt)
		return func(to *tally) { to.done(minutes); to.finished(t.rating) }
	}
	return func(to *tally) {
		to.Closed++
		if finished {
			to.finished(t.rating)
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
