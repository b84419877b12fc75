package hooks

import (
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// countedUpTo is where counting ends, for what no counter is kept of: a list
// that says so many has at least that many.
const countedUpTo = 1000

// queueCounts are the figures beside the statuses and the views: of the
// consultant who is asked for, but for the caller's own and nobody's. Those of
// answered and overdue tasks are as [countedUpTo] says.
func queueCounts(app core.App, q queueQuery, me string) (map[string]int, error) {
	var rows []struct {
		Consultant string `db:"consultant"`
		Status     string `db:"status"`
		N          int    `db:"n"`
	}
	if err := app.DB().Select("consultant", "status", "n").From("otklik_counts").All(&rows); err != nil {
		return nil, err
	}
	counts := map[string]int{viewMine: 0, viewUnassigned: 0, viewAll: 0}
	for _, s := range taskStatuses {
		counts[s] = 0
	}
	for _, r := range rows {
		if q.consultant == "" || q.consultant == r.Consultant || (q.consultant == "none" && r.Consultant == "") {
			counts[r.Status] += r.N
			counts[viewAll] += r.N
		}
		if r.Status == statusNew {
			counts[viewUnassigned] += r.N
		} else if r.Consultant == me && r.Status != statusDone && r.Status != statusClosed {
			counts[viewMine] += r.N
		}
	}
	for _, view := range []string{viewAnswered, viewOverdue} {
		n, err := countUpTo(app, queueQuery{view: view, consultant: q.consultant, now: q.now})
		if err != nil {
			return nil, err
		}
		counts[view] = n
	}
	return counts, nil
}

// queueTotal is how long the list of a page is.
func queueTotal(app core.App, q queueQuery, page queuePage) (total int, err error) {
	switch {
	case q.plain():
		for _, s := range q.statuses {
			total += page.Counts[s]
		}
		return total, nil
	case page.Next == "" && q.after == 0:
		return q.offset + len(page.Items), nil
	}
	q.after = 0
	return countUpTo(app, q)
}

func countUpTo(app core.App, q queueQuery) (n int, err error) {
	params := dbx.Params{"most": countedUpTo}
	err = app.DB().NewQuery("SELECT COUNT(*) FROM (" + strings.Join(q.ranges("SELECT 1", params), " UNION ALL ") + " LIMIT {:most})").Bind(params).Row(&n)
	return n, err
}
