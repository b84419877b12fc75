package desk

import (
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// countedUpTo is where counting ends, for what no counter is kept of: a list
// that says so many has at least that many.
const countedUpTo = 1000

// counter is how many tasks somebody has in a status.
type counter struct {
	Consultant string `db:"consultant"`
	Status     string `db:"status"`
	N          int    `db:"n"`
}

// of says whether the counter is one of a consultant asked for as
// [ReadQueueQuery] says.
func (c counter) of(consultant string) bool {
	return consultant == "" || consultant == c.Consultant || (consultant == "none" && c.Consultant == "")
}

func readCounters(app core.App) (counters []counter, err error) {
	err = app.DB().Select("consultant", "status", "n").From("otklik_counts").All(&counters)
	return counters, err
}

// queueCounts are the figures beside the statuses and the views: of the
// consultant who is asked for, but for the caller's own and nobody's. Those of
// answered and overdue tasks are as [countedUpTo] says.
func queueCounts(app core.App, q QueueQuery, me string, counters []counter) (map[string]int, error) {
	counts := map[string]int{viewMine: 0, viewUnassigned: 0, ViewAll: 0}
	for _, s := range TaskStatuses {
		counts[s] = 0
	}
	for _, c := range counters {
		if c.of(q.asked) {
			counts[c.Status] += c.N
			counts[ViewAll] += c.N
		}
		if c.Status == StatusNew {
			counts[viewUnassigned] += c.N
		} else if c.Consultant == me && taskStatusOf(c.Status).Open {
			counts[viewMine] += c.N
		}
	}
	for _, view := range []string{viewAnswered, ViewOverdue} {
		n, err := countUpTo(app, QueueQuery{View: view, consultant: q.asked, now: q.now})
		if err != nil {
			return nil, err
		}
		counts[view] = n
	}
	return counts, nil
}

// queueTotal is how long the list of a page is.
func queueTotal(app core.App, q QueueQuery, page queuePage, counters []counter) (total int, err error) {
	switch {
	case q.plain():
		for _, c := range counters {
			if c.of(q.consultant) && slices.Contains(q.statuses, c.Status) {
				total += c.N
			}
		}
		return total, nil
	case page.Next == "" && q.after == 0 && (q.offset == 0 || len(page.Items) > 0):
		return q.offset + len(page.Items), nil
	}
	q.after = 0
	return countUpTo(app, q)
}

// countUpTo counts a list in no order.
func countUpTo(app core.App, q QueueQuery) (n int, err error) {
	return countSome(app, q, q.whole(), countedUpTo)
}

// whole is all of a list as one part: of some days the one that has their index.
func (q QueueQuery) whole() segment {
	if q.byTime() != "" {
		return q.Segments()[0]
	}
	return segment{}
}

// countSegment counts all of a part: for a page far behind it.
func countSegment(app core.App, q QueueQuery, p segment) (n int, err error) {
	return countSome(app, q, p, -1)
}

func countSome(app core.App, q QueueQuery, p segment, most int) (n int, err error) {
	params := dbx.Params{"most": most}
	err = app.DB().NewQuery(q.count(p, params)).Bind(params).Row(&n)
	return n, err
}

// count is the query for how many a part has, up to {:most}.
func (q QueueQuery) count(p segment, params dbx.Params) string {
	return "SELECT COUNT(*) FROM (" + strings.Join(q.ranges("SELECT 1", p, params), " UNION ALL ") + " LIMIT {:most})"
}
