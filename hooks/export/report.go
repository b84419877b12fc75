package export

import (
	"math"
	"time"

	"otklik/hooks/reports"
)

// figureColumns are the codes of the columns that figures returns.
var figureColumns = []string{
	"n_created", "n_done", "n_closed", "n_open", "n_answered", "answer_median", "answer_p90", "work_median", "work_p90",
	"n_finished", "n_rated", "rate", "stars_1", "stars_2", "stars_3", "stars_4", "stars_5",
}

func figures(f reports.Figures) []any {
	cells := []any{
		f.Created, f.Done, f.Closed, f.Open, f.Answer.N, minutes(f.Answer.N, f.Answer.Median), minutes(f.Answer.N, f.Answer.P90),
		minutes(f.Work.N, f.Work.Median), minutes(f.Work.N, f.Work.P90), f.Finished, f.Rated, nil,
	}
	if f.Finished > 0 {
		cells[len(cells)-1] = math.Round(1000*float64(f.Rated)/float64(f.Finished)) / 10
	}
	for _, n := range f.Ratings {
		cells = append(cells, n)
	}
	return cells
}

// minutes returns a cell that is empty if no task was measured.
func minutes(n int, value float64) any {
	if n == 0 {
		return nil
	}
	return value
}

// prepareReport exports all tables of the report for the same filters.
func (x *job) prepareReport() (int, func() error, error) {
	q, err := reports.ReadQuery(x.values, x.hours, x.now)
	if err != nil {
		return 0, nil, err
	}
	q.WholeTables = true
	r, err := reports.Read(x.app, q, x.hours)
	if err != nil {
		return 0, nil, err
	}
	total := 2 + len(r.Days) + len(r.Weeks) + len(r.Backlog.Now)
	for _, table := range r.Tables {
		total += len(table.Rows)
	}
	x.days = r.Period.From + "—" + r.Period.To
	return total, func() error { return x.report(r) }, nil
}

func (x *job) report(r *reports.Report) error {
	if err := x.header("totals", append([]string{"period"}, figureColumns...)...); err != nil {
		return err
	}
	for _, line := range []struct {
		period reports.Period
		f      reports.Figures
	}{{r.Period, r.Totals.Now}, {r.Before, r.Totals.Before}} {
		if err := x.row(append([]any{line.period.From + " — " + line.period.To}, figures(line.f)...)...); err != nil {
			return err
		}
	}
	if err := x.reportDays("days", "day", r.Days); err != nil {
		return err
	}
	if err := x.reportDays("weeks", "week", r.Weeks); err != nil {
		return err
	}
	if err := x.header("backlog", "age", "count", "from", "to"); err != nil {
		return err
	}
	for _, a := range r.Backlog.Now {
		if err := x.row(x.text("age_"+a.Age), a.N, dayOf(a.From), dayOf(a.To)); err != nil {
			return err
		}
	}
	for _, table := range r.Tables {
		if err := x.reportRows(table); err != nil {
			return err
		}
	}
	return nil
}

func (x *job) reportDays(title, column string, days []reports.Day) error {
	if err := x.header(title, column, "n_created", "n_done", "n_closed"); err != nil {
		return err
	}
	for _, d := range days {
		if err := x.row(dayOf(d.Date), d.Created, d.Done, d.Closed); err != nil {
			return err
		}
	}
	return nil
}

func (x *job) reportRows(table reports.Table) error {
	columns := []string{table.Column}
	if table.INN {
		columns = append(columns, "inn")
	}
	if err := x.header(table.Name, append(columns, figureColumns...)...); err != nil {
		return err
	}
	for _, row := range table.Rows {
		name := row.Name
		switch {
		case table.Values != nil:
			name = x.localized(row.ID)
		case row.ID == "":
			name = x.text("none")
		}
		cells := []any{name, row.INN}
		if err := x.row(append(cells[:len(columns)], figures(row.Figures)...)...); err != nil {
			return err
		}
	}
	return nil
}

// dayOf converts a day of a report to a cell; nil if there is none.
func dayOf(text string) any {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return nil
	}
	return date(at)
}
