package hooks

import (
	"net/url"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// QueuePlans are what SQLite would do for the parts of a manager's queue, and
// to count it.
func QueuePlans(app core.App, query string) (lists, count []string, err error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, nil, err
	}
	hours, err := readHours(app)
	if err != nil {
		return nil, nil, err
	}
	q, err := readQueueQuery(values, actor{"boss00000000000", roleManager}, hours, time.Now())
	if err != nil {
		return nil, nil, err
	}
	for _, p := range q.parts() {
		params := dbx.Params{}
		plan, err := explain(app, q.ids(p, params)+" LIMIT 50", params)
		if err != nil {
			return nil, nil, err
		}
		lists = append(lists, plan...)
	}
	params := dbx.Params{"most": countedUpTo}
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
