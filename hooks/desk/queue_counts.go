package desk

import (
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/query"
)

// CountedUpTo is the limit of counting for lists without a stored counter. A
// count of CountedUpTo means "at least that many".
const CountedUpTo = 1000

// counter is the number of a consultant's tasks in a status; an empty consultant
// stands for unassigned tasks.
type counter struct {
	Consultant string `db:"consultant"`
	Status     string `db:"status"`
	N          int    `db:"n"`
}

// of reports whether the counter matches the parameter consultant of
// [ReadQueueQuery].
func (c counter) of(consultant string) bool {
	return consultant == "" || consultant == c.Consultant || (consultant == "none" && c.Consultant == "")
}

// countedViews are the views without a stored counter.
var countedViews = []string{viewAnswered, ViewOverdue}

// readCounters reads the stored counters, and counts the tasks of [countedViews] up to
// [CountedUpTo], for the consultant of the query: all in one statement.
func readCounters(app core.App, q QueueQuery) (counters []counter, views map[string]int, err error) {
	params := dbx.Params{"most": CountedUpTo}
	sql := "SELECT '' AS view, consultant, status, n FROM otklik_counts"
	for _, view := range countedViews {
		counted := QueueQuery{View: view, consultant: q.requested, now: q.now}
		sql += " UNION ALL SELECT '" + view + "', '', '', (" + counted.count(counted.whole(), params) + ")"
	}
	var rows []struct {
		View string `db:"view"`
		counter
	}
	if err := app.DB().NewQuery(sql).Bind(params).All(&rows); err != nil {
		return nil, nil, err
	}
	views = map[string]int{}
	for _, r := range rows {
		if r.View != "" {
			views[r.View] = r.N
		} else {
			counters = append(counters, r.counter)
		}
	}
	return counters, views, nil
}

// queueCounts adds the counts of the statuses and of the other views to counts. They
// respect the consultant of the query, except those of the views mine and unassigned.
func queueCounts(q QueueQuery, me string, counters []counter, counts map[string]int) {
	for _, view := range []string{viewMine, viewUnassigned, ViewAll} {
		counts[view] = 0
	}
	for _, s := range TaskStatuses {
		counts[s] = 0
	}
	for _, c := range counters {
		if c.of(q.requested) {
			counts[c.Status] += c.N
			counts[ViewAll] += c.N
		}
		if c.Status == StatusNew {
			counts[viewUnassigned] += c.N
		} else if c.Consultant == me && taskStatusOf(c.Status).Open {
			counts[viewMine] += c.N
		}
	}
}

// queueTotal returns the length of the list that a page belongs to.
func queueTotal(app core.App, q QueueQuery, page queuePage, counters []counter) (total int, err error) {
	switch {
	case q.plain():
		for _, c := range counters {
			if c.of(q.consultant) && slices.Contains(q.statuses, c.Status) {
				total += c.N
			}
		}
		return total, nil
	case q.foundPage:
		return q.foundTotal, nil
	case q.ofClient():
		params := dbx.Params{}
		where := q.whereClient("client", params)
		return total, app.DB().NewQuery("SELECT COALESCE(SUM(n), 0) FROM otklik_client_counts WHERE status IN " + query.Quote(q.statuses) + where).Bind(params).Row(&total)
	case page.Next == "" && q.after == 0 && (q.offset == 0 || len(page.Items) > 0):
		return q.offset + len(page.Items), nil
	}
	q.after = 0
	return countUpTo(app, q)
}

// countUpTo counts a list up to [CountedUpTo].
func countUpTo(app core.App, q QueueQuery) (n int, err error) {
	return countSome(app, q, q.whole(), CountedUpTo)
}

// whole returns a list as one segment. A list filtered by days uses the index on
// their column.
func (q QueueQuery) whole() segment {
	if q.byTime() != "" {
		return q.Segments()[0]
	}
	return segment{}
}

// countSegment counts a segment without a limit, to find a page behind it.
func countSegment(app core.App, q QueueQuery, p segment) (n int, err error) {
	return countSome(app, q, p, -1)
}

// countSome counts a segment up to most; -1 is no limit.
func countSome(app core.App, q QueueQuery, p segment, most int) (n int, err error) {
	params := dbx.Params{"most": most}
	err = app.DB().NewQuery(q.count(p, params)).Bind(params).Row(&n)
	return n, err
}

// count returns the query that counts a segment up to {:most}.
func (q QueueQuery) count(p segment, params dbx.Params) string {
	return "SELECT COUNT(*) FROM (" + strings.Join(q.ranges("SELECT 1", p, params), " UNION ALL ") + " LIMIT {:most})"
}
