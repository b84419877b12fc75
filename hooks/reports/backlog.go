package reports

import (
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/desk"
	"otklik/hooks/query"
	"otklik/hooks/records"
)

// backlogAges are the age groups of open tasks. A group reaches back so many days
// from today; the last has no limit.
var backlogAges = []struct {
	name string
	days int
}{{"day", 0}, {"3days", 3}, {"week", 7}, {"month", 30}, {"older", 0}}

// readBacklog counts the tasks open now by age group, and those overdue.
func readBacklog(app core.App, q reportQuery, hours *desk.OfficeHours) (b reportBacklog, err error) {
	params := dbx.Params{"now": records.StoredTime(q.now)}
	where := q.where(params)
	var begins []string
	b.Now, begins = agesOf(q.now.In(hours.Location()))
	var age strings.Builder
	for i, begin := range begins {
		name := "age" + strconv.Itoa(i)
		params[name] = begin
		age.WriteString(" WHEN t.created >= {:" + name + "} THEN " + strconv.Itoa(i))
	}
	var counted []struct {
		Age int `db:"age"`
		N   int `db:"n"`
	}
	open := "t.archived_at = '' AND t.status IN " + query.Quote(desk.OpenStatuses)
	err = app.DB().NewQuery("SELECT CASE" + age.String() + " ELSE " + strconv.Itoa(len(begins)) + " END AS age, COUNT(*) AS n FROM tasks t INDEXED BY idx_tasks_open WHERE " +
		open + where + " GROUP BY 1").Bind(params).All(&counted)
	if err != nil {
		return b, err
	}
	for _, c := range counted {
		b.Now[c.Age].N = c.N
		b.N += c.N
	}
	overdue, index := desk.QueueQuery{View: desk.ViewOverdue}.Only()
	err = app.DB().NewQuery("SELECT COUNT(*) FROM tasks t INDEXED BY " + index + " WHERE " + overdue + where).Bind(params).Row(&b.Overdue)
	return b, err
}

// agesOf returns the age groups as calendar days, and the start of each except the
// oldest.
func agesOf(now time.Time) (ages []reportAge, begins []string) {
	today := desk.AddDate(now, 0, 0)
	to := today
	for _, a := range backlogAges {
		age := reportAge{Age: a.name, To: to.Format(time.DateOnly)}
		if a.name != "older" {
			from := desk.AddDate(today, 0, -a.days)
			age.From = from.Format(time.DateOnly)
			begins = append(begins, records.StoredTime(from))
			to = desk.AddDate(from, 0, -1)
		}
		ages = append(ages, age)
	}
	return ages, begins
}
