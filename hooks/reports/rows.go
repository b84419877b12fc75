package reports

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/list"

	"otklik/hooks/desk"
)

// reportOrganizations is the largest number of organisations on the page.
const reportOrganizations = 50

// report builds the response after all tasks have been counted.
func (r *reporter) report(app core.App, q reportQuery) (*Report, error) {
	day := func(t time.Time) string { return t.Format(time.DateOnly) }
	out := &Report{
		Period: Period{day(q.from), day(q.to)}, Before: Period{day(q.before), day(desk.AddDate(q.beforeEnd, 0, -1))},
		Days: r.days, Weeks: weeksOf(r.days),
	}
	for i, b := range Breakdowns {
		rows, err := r.reportRows(app, i, q.WholeTables)
		if err != nil {
			return nil, err
		}
		out.Tables = append(out.Tables, Table{b, rows, len(r.groups[i].tallies)})
	}
	out.Totals.Now, out.Totals.Before = r.now.total(), r.before.total()
	var err error
	if out.Backlog, err = readBacklog(app, q, r.hours); err != nil {
		return nil, err
	}
	out.Low, err = CountLow(app)
	return out, err
}

// total returns the figures with their times.
func (s *summary) total() Figures {
	f := s.figures()
	f.Answer, f.Work = timeOf(s.answers.all()), timeOf(s.works.all())
	return f
}

// reportRows returns the rows of a breakdown, sorted by name, the row without an id last;
// in a breakdown with a limit, by created tasks, the most first, cut to the limit unless
// whole.
func (r *reporter) reportRows(app core.App, breakdown int, whole bool) ([]row, error) {
	b, g := Breakdowns[breakdown], r.groups[breakdown]
	shown := g.mostFirst()
	if b.most > 0 && !whole {
		shown = shown[:min(b.most, len(shown))]
	}
	if err := g.name(app, shown); err != nil {
		return nil, err
	}
	answers, works := r.now.answers.byGroup(breakdown, len(g.tallies)), r.now.works.byGroup(breakdown, len(g.tallies))
	rows := make([]row, len(shown))
	for i, at := range shown {
		rows[i] = row{ID: g.ids[at], Figures: g.tallies[at].figures()}
		rows[i].Answer, rows[i].Work = timeOf(answers[at]), timeOf(works[at])
	}
	if b.Values != nil {
		return valueRows(rows, b.Values), nil
	}
	if err := nameRows(app, rows, b.names); err != nil {
		return nil, err
	}
	if b.most == 0 {
		slices.SortFunc(rows, func(a, b row) int {
			if (a.ID == "") != (b.ID == "") {
				return cmp.Compare(b.ID, a.ID)
			}
			return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
		})
	}
	return rows, nil
}

// valueRows returns a row for each value, with or without tasks.
func valueRows(found []row, values []string) []row {
	rows := make([]row, len(values))
	for i, value := range values {
		rows[i].ID = value
		if at := slices.IndexFunc(found, func(r row) bool { return r.ID == value }); at >= 0 {
			rows[i] = found[at]
		}
	}
	return rows
}

// nameRows sets the names and INNs of the rows from a query by their ids.
func nameRows(app core.App, rows []row, names string) error {
	at := map[string]*row{}
	for i := range rows {
		at[rows[i].ID] = &rows[i]
	}
	for ids := range slices.Chunk(slices.Collect(maps.Keys(at)), 500) {
		var found []row
		params := dbx.Params{}
		where := app.DB().QueryBuilder().BuildWhere(dbx.HashExp{"id": list.ToInterfaceSlice(ids)}, params)
		if err := app.DB().NewQuery(names + " " + where).Bind(params).All(&found); err != nil {
			return err
		}
		for _, f := range found {
			at[f.ID].Name, at[f.ID].INN = f.Name, f.INN
		}
	}
	return nil
}

// weeksOf sums the days by week. A week is dated by its Monday.
func weeksOf(days []Day) []Day {
	weeks := []Day{}
	for _, d := range days {
		date, _ := time.Parse(time.DateOnly, d.Date) // formatted by newReporter
		monday := date.AddDate(0, 0, -(int(date.Weekday())+6)%7).Format(time.DateOnly)
		if len(weeks) == 0 || weeks[len(weeks)-1].Date != monday {
			weeks = append(weeks, Day{Date: monday})
		}
		w := &weeks[len(weeks)-1]
		w.Created, w.Done, w.Closed = w.Created+d.Created, w.Done+d.Done, w.Closed+d.Closed
	}
	return weeks
}
