package desk

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"

	"otklik/hooks/actor"
	_ "otklik/pb_migrations"
)

// The queue reads each view in the order of an index. Only short lists without an
// index of their own are sorted. Filters by consultant and rating use an index
// instead of a scan, and so does counting.
func TestTableQueueIndexes(t *testing.T) {
	app, err := tests.NewTestApp(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(app.Cleanup)
	for _, c := range []struct {
		query          string
		sorted, search bool // may be sorted, must not be scanned
	}{
		{"", false, true}, {"view=mine", false, true}, {"view=unassigned", false, true}, {"view=waiting", false, true}, {"view=done", false, true},
		{"view=all", false, true}, {"view=all&sort=oldest", false, true}, {"view=all&sort=urgent", false, true}, {"view=all&priority=high", false, true},
		{"view=all&consultant=" + "anna00000000000", false, true}, {"consultant=none", false, true}, {"view=answered&consultant=me", false, true},
		{"view=all&client=x", false, true}, {"view=all&organization=x", false, true}, {"view=all&rating=1,2", false, true}, {"rating=5", false, true}, {"view=all&priority=high,low", false, true},
		{"view=all&created=2026-01-01..2026-01-31", true, true}, {"view=all&done=2026-01-01..", true, true}, // sorts equal times only
		{"view=all&sort=due", true, false}, {"view=mine&sort=due", true, false}, {"view=overdue&sort=due", true, true},
		{"view=overdue", true, true}, {"view=answered", true, false}, {"view=archived", true, false}, // scan an index of their own
	} {
		list, count, err := queuePlans(app, c.query)
		if err != nil {
			t.Fatal(c.query, err)
		}
		for _, step := range append(list, count...) {
			table := strings.HasPrefix(step, "SCAN") && !strings.HasPrefix(step, "SCAN (subquery")    // the counting subquery
			all := !strings.Contains(step, " INDEX ") || strings.HasSuffix(step, " idx_tasks_number") // an index of all tasks
			if (table && (c.search || all)) || (!c.sorted && strings.Contains(step, "TEMP B-TREE")) {
				t.Errorf("%q: %s", c.query, step)
			}
		}
	}
}

// queuePlans returns the steps of SQLite's plans for the segments of a manager's
// queue and for its count.
func queuePlans(app core.App, query string) (lists, count []string, err error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, nil, err
	}
	hours, err := ReadHours(app)
	if err != nil {
		return nil, nil, err
	}
	q, err := ReadQueueQuery(values, actor.Actor{ID: "boss00000000000", Role: actor.RoleManager}, hours, time.Now())
	if err != nil {
		return nil, nil, err
	}
	for _, p := range q.Segments() {
		params := dbx.Params{}
		plan, err := explain(app, q.IDs(p, params)+" LIMIT 50", params)
		if err != nil {
			return nil, nil, err
		}
		lists = append(lists, plan...)
	}
	params := dbx.Params{"most": CountedUpTo}
	count, err = explain(app, q.count(q.whole(), params), params)
	return lists, count, err
}

func explain(app core.App, query string, params dbx.Params) (plan []string, err error) {
	var steps []struct {
		Detail string `db:"detail"`
	}
	err = app.DB().NewQuery("EXPLAIN QUERY PLAN " + query).Bind(params).All(&steps)
	for _, step := range steps {
		plan = append(plan, step.Detail)
	}
	return plan, err
}
