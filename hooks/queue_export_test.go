package hooks

import (
	"net/url"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// QueuePlans are what SQLite would do for the parts of a manager's queue, and
// to count it.
func QueuePlans(app core.App, query string) (plans []string, err error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, err
	}
	hours, err := readHours(app)
	if err != nil {
		return nil, err
	}
	q, err := readQueueQuery(values, actor{"boss00000000000", roleManager}, hours, time.Now())
	for _, p := range q.parts() {
		var steps []struct {
			Detail string `db:"detail"`
		}
		params := dbx.Params{}
		if err := app.DB().NewQuery("EXPLAIN QUERY PLAN " + q.ids(p, params) + " LIMIT 50").Bind(params).All(&steps); err != nil {
			return nil, err
		}
		for _, step := range steps {
			plans = append(plans, step.Detail)
		}
	}
	return plans, err
}
