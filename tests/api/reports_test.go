package api

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"otklik/hooks/clock"
)

// figures and report decode the response of GET /api/desk/reports.
type figures struct {
	Created, Done, Closed, Open, Finished, Rated, Low int
	Answer, Work                                      struct {
		N           int
		Median, P90 float64
	}
	Ratings []int
}

type row struct {
	ID, Name, INN string
	figures
}

type report struct {
	Period, Before struct{ From, To string }
	Totals         struct{ Now, Before figures }
	Days, Weeks    []struct {
		Date                  string
		Created, Done, Closed int
	}
	Backlog struct {
		N, Overdue int
		Now        []struct {
			Age, From, To string
			N             int
		}
	}
	Consultants, Organizations, Priorities, Categories []row
	Low                                                int
}

func (d *desk) report(query string) (r report) {
	d.Helper()
	if err := json.Unmarshal([]byte(d.want(200, "boss", "GET", "/api/desk/reports?"+query, "").body), &r); err != nil {
		d.Fatal(err)
	}
	return r
}

// reportDesk returns a desk full of tasks, some of them answered, rated or in a
// category.
func reportDesk(t *testing.T) *desk {
	d := newDesk(t)
	d.stopAt(time.Now()) // no midnight comes between a report and its check
	d.manyTasks(1500)
	_, err := d.app.DB().NewQuery(`
		INSERT INTO categories (id, name, position, retired) VALUES ('` + id("pay") + `', 'Зарплата', 1, 0);
		UPDATE tasks SET category = '` + id("pay") + `' WHERE number % 11 = 0;
		UPDATE tasks SET profile = '` + id("orgivan") + `', client = '` + id("ivan") + `' WHERE number % 17 = 0 AND id LIKE 'many%';
		UPDATE tasks SET answered_at = strftime('%Y-%m-%d %H:%M:%fZ', created, '+' || (number % 37) || ' hours') WHERE number % 5 AND id LIKE 'many%';
		INSERT INTO assessments (id, task, client, consultant, rating, comment, created, updated)
			SELECT substr('rate' || id, 1, 4) || substr(id, 5), id, client, consultant, (number / 4) % 6, '', '2026-10-01 00:00:00.000Z', '2026-10-01 00:00:00.000Z'
			FROM tasks WHERE id LIKE 'many%' AND status IN ('done', 'closed') AND number % 4 = 0`).Execute()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// inMoscow returns the SQL condition that a time lies on these days in Moscow.
func inMoscow(column, from, to string) string {
	day := func(s string) time.Time {
		at, _ := time.Parse(time.DateOnly, s)
		return at.Add(-3 * time.Hour)
	}
	const layout = "2006-01-02 15:04:05.000Z"
	return fmt.Sprintf("(%s >= '%s' AND %s < '%s')", column, day(from).Format(layout), column, day(to).AddDate(0, 0, 1).Format(layout))
}

// check compares the figures with plain SQL over the tasks of where.
func (f figures) check(d *desk, what, where, from, to string) {
	d.Helper()
	where = "archived_at = '' AND " + where + " AND "
	finished := "(" + inMoscow("done_at", from, to) + " OR (done_at = '' AND " + inMoscow("closed_at", from, to) + "))"
	rated := func(which string) int {
		return d.count("tasks", where+finished+" AND EXISTS (SELECT 1 FROM assessments WHERE task = tasks.id AND rating IN ("+which+"))")
	}
	created := where + inMoscow("created", from, to)
	got := []int{f.Created, f.Done, f.Closed, f.Open, f.Answer.N, f.Work.N, f.Finished, f.Rated, f.Low, f.Ratings[0], f.Ratings[1], f.Ratings[2], f.Ratings[3], f.Ratings[4]}
	want := []int{
		d.count("tasks", created), d.count("tasks", where+inMoscow("done_at", from, to)), d.count("tasks", where+inMoscow("closed_at", from, to)),
		d.count("tasks", created+" AND status IN ('new', 'in_progress', 'waiting')"), d.count("tasks", created+" AND answered_at != ''"),
		d.count("tasks", where+inMoscow("done_at", from, to)), d.count("tasks", where+finished),
		rated("1, 2, 3, 4, 5"), rated("1, 2, 3"), rated("1"), rated("2"), rated("3"), rated("4"), rated("5"),
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		d.Errorf("%s: created, done, closed, open, answered, worked, finished, rated, low, ratings are\n\t%v, want\n\t%v", what, got, want)
	}
}

// Every figure of a report agrees with plain SQL.
func TestTableReportFigures(t *testing.T) {
	d := reportDesk(t)
	for _, c := range []struct{ filter, where string }{
		{"", "1"},
		{"consultant=" + id("anna"), "consultant = '" + id("anna") + "'"},
		{"consultant=none", "consultant = ''"},
		{"organization=" + id("orgivan"), "profile = '" + id("orgivan") + "'"},
		{"priority=high,low", "priority IN ('high', 'low')"},
		{"category=" + id("pay"), "category = '" + id("pay") + "'"},
		{"category=none&consultant=" + id("igor"), "category = '' AND consultant = '" + id("igor") + "'"},
	} {
		r := d.report("from=2026-05-01&to=2026-06-30&" + c.filter)
		if r.Before.From != "2026-03-01" || r.Before.To != "2026-04-30" {
			t.Errorf("two months are compared with %v", r.Before)
		}
		r.Totals.Now.check(d, c.filter, c.where, "2026-05-01", "2026-06-30")
		r.Totals.Before.check(d, c.filter+" before", c.where, "2026-03-01", "2026-04-30")
		for _, each := range []struct {
			column string
			rows   []row
		}{{"consultant", r.Consultants}, {"profile", r.Organizations}, {"priority", r.Priorities}, {"category", r.Categories}} {
			sum := 0
			for _, row := range each.rows {
				row.check(d, c.filter+" "+each.column+" "+row.Name, c.where+" AND "+each.column+" = '"+row.ID+"'", "2026-05-01", "2026-06-30")
				sum += row.Created
			}
			if sum != r.Totals.Now.Created {
				t.Errorf("%s: the rows by %s have %d tasks of %d", c.filter, each.column, sum, r.Totals.Now.Created)
			}
		}
		if f := r.Totals.Now; c.filter == "" && min(f.Created, f.Done, f.Closed, f.Open, f.Ratings[0], f.Ratings[4], f.Finished-f.Done) < 5 {
			t.Errorf("too few tasks to tell: %+v", f)
		}
		r.checkDays(d, c.where)
		r.checkBacklog(d, c.where)
	}
}

func (r report) checkDays(d *desk, where string) {
	d.Helper()
	if len(r.Days) != 61 || r.Days[0].Date != "2026-05-01" || r.Days[60].Date != "2026-06-30" {
		d.Fatalf("%d days", len(r.Days))
	}
	if len(r.Weeks) != 10 || r.Weeks[0].Date != "2026-04-27" || r.Weeks[9].Date != "2026-06-29" {
		d.Fatalf("weeks are %v", r.Weeks)
	}
	check := func(from, to string, created, done, closed int) {
		got := []int{created, done, closed}
		want := []int{}
		for _, column := range []string{"created", "done_at", "closed_at"} {
			want = append(want, d.count("tasks", "archived_at = '' AND "+where+" AND "+inMoscow(column, from, to)))
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			d.Errorf("%s..%s: %v, want %v", from, to, got, want)
		}
	}
	for _, day := range r.Days {
		check(day.Date, day.Date, day.Created, day.Done, day.Closed)
	}
	for _, week := range r.Weeks {
		monday, _ := time.Parse(time.DateOnly, week.Date)
		check(max(week.Date, "2026-05-01"), min(monday.AddDate(0, 0, 6).Format(time.DateOnly), "2026-06-30"), week.Created, week.Done, week.Closed)
	}
}

func (r report) checkBacklog(d *desk, where string) {
	d.Helper()
	where = "archived_at = '' AND " + where + " AND status IN ('new', 'in_progress', 'waiting')"
	if n := d.count("tasks", where); n != r.Backlog.N {
		d.Errorf("a backlog of %d, want %d", r.Backlog.N, n)
	}
	overdue := where + " AND due_at != '' AND due_at < '" + clock.Now(d.app).UTC().Format("2006-01-02 15:04:05.000Z") + "'"
	if n := d.count("tasks", overdue); n != r.Backlog.Overdue {
		d.Errorf("%d overdue, want %d", r.Backlog.Overdue, n)
	}
	moscow := time.FixedZone("", 3*60*60)
	day := func(ago int) string { return clock.Now(d.app).In(moscow).AddDate(0, 0, -ago).Format(time.DateOnly) }
	for i, want := range []struct{ age, from, to string }{
		{"day", day(0), day(0)}, {"3days", day(3), day(1)}, {"week", day(7), day(4)}, {"month", day(30), day(8)}, {"older", "", day(31)},
	} {
		got := r.Backlog.Now[i]
		if got.Age != want.age || got.From != want.from || got.To != want.to {
			d.Errorf("the age is %v, want %v", got, want)
		}
		if n := d.count("tasks", where+" AND "+inMoscow("created", max(want.from, "2000-01-01"), want.to)); n != got.N {
			d.Errorf("%d of the age %s, want %d", got.N, got.Age, n)
		}
	}
}

// The queue lists exactly the tasks behind each figure.
func TestReportOpensItsTasks(t *testing.T) {
	d := reportDesk(t)
	r := d.report("from=2026-05-01&to=2026-05-31")
	const days = "2026-05-01..2026-05-31"
	same := func(n int, query ...string) {
		t.Helper()
		q := strings.Join(query, "&")
		numbers, page := d.queue("boss", q+"&limit=200")
		if page["total"] != float64(n) || (page["next"] == "" && len(numbers) != n) {
			t.Errorf("%s lists %v, the figure is %d", q, page["total"], n)
		}
	}
	all := func(f figures, filter string) {
		t.Helper()
		same(f.Created, "view=all&created="+days, filter)
		same(f.Done, "view=all&done="+days, filter)
		same(f.Closed, "view=all&closed="+days, filter)
		same(f.Answer.N, "view=all&answered=yes&created="+days, filter)
		same(f.Work.N, "view=all&done="+days, filter)
		same(f.Finished, "view=all&finished="+days, filter)
		same(f.Open, "status=new,in_progress,waiting&created="+days, filter)
		same(f.Rated, "view=all&rating=1,2,3,4,5&finished="+days, filter)
		same(f.Low, "view=all&rating=1,2,3&finished="+days, filter)
		for i, n := range f.Ratings {
			same(n, fmt.Sprintf("view=all&rating=%d&finished=%s", i+1, days), filter)
		}
	}
	all(r.Totals.Now, "")
	for _, row := range r.Consultants {
		if row.ID == "" {
			row.ID = "none"
		}
		all(row.figures, "consultant="+row.ID)
	}
	for _, row := range r.Organizations {
		all(row.figures, "organization="+row.ID)
	}
	for _, row := range r.Priorities {
		all(row.figures, "priority="+row.ID)
	}
	for _, day := range r.Days[9:12] {
		same(day.Created, "view=all&created="+day.Date+".."+day.Date)
		same(day.Done, "view=all&done="+day.Date+".."+day.Date)
	}
	for _, age := range r.Backlog.Now {
		same(age.N, "status=new,in_progress,waiting&created="+age.From+".."+age.To)
	}
	same(r.Backlog.Overdue, "view=overdue")
}
