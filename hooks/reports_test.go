package hooks_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
)

// figures and report are the answer of GET /api/desk/reports.
type figures struct {
	Created, Done, Closed, Open, Finished, Rated, Low int
	Answer, Work                                      struct {
		N           int
		Median, P90 float64
	}
	Ratings []int
}

type reportRow struct {
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
	Consultants, Organizations, Priorities, Categories []reportRow
	Low                                                int
}

func (d *desk) report(query string) (r report) {
	d.Helper()
	if err := json.Unmarshal([]byte(d.want(200, "boss", "GET", "/api/desk/reports?"+query, "").body), &r); err != nil {
		d.Fatal(err)
	}
	return r
}

// reportDesk is a desk full of tasks, a part of them answered, rated, and of a
// category.
func reportDesk(t *testing.T) *desk {
	d := newDesk(t)
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

// inMoscow is the condition that a time lies on these days.
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

// Every figure of a report is what plain SQL counts, whatever it is of.
func TestReportFigures(t *testing.T) {
	d := reportDesk(t)
	for filter, where := range map[string]string{
		"":                                       "1",
		"consultant=" + id("anna"):               "consultant = '" + id("anna") + "'",
		"consultant=none":                        "consultant = ''",
		"organization=" + id("orgivan"):          "profile = '" + id("orgivan") + "'",
		"priority=high,low":                      "priority IN ('high', 'low')",
		"category=" + id("pay"):                  "category = '" + id("pay") + "'",
		"category=none&consultant=" + id("igor"): "category = '' AND consultant = '" + id("igor") + "'",
	} {
		r := d.report("from=2026-05-01&to=2026-06-30&" + filter)
		if r.Before.From != "2026-03-01" || r.Before.To != "2026-04-30" {
			t.Errorf("two months are compared with %v", r.Before)
		}
		r.Totals.Now.check(d, filter, where, "2026-05-01", "2026-06-30")
		r.Totals.Before.check(d, filter+" before", where, "2026-03-01", "2026-04-30")
		for column, rows := range map[string][]reportRow{"consultant": r.Consultants, "profile": r.Organizations, "priority": r.Priorities, "category": r.Categories} {
			sum := 0
			for _, row := range rows {
				row.check(d, filter+" "+column+" "+row.Name, where+" AND "+column+" = '"+row.ID+"'", "2026-05-01", "2026-06-30")
				sum += row.Created
			}
			if sum != r.Totals.Now.Created {
				t.Errorf("%s: the rows by %s have %d tasks of %d", filter, column, sum, r.Totals.Now.Created)
			}
		}
		if f := r.Totals.Now; filter == "" && min(f.Created, f.Done, f.Closed, f.Open, f.Ratings[0], f.Ratings[4], f.Finished-f.Done) < 5 {
			t.Errorf("too few tasks to tell: %+v", f)
		}
		r.checkDays(d, where)
		r.checkBacklog(d, where)
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
	overdue := where + " AND due_at != '' AND due_at < '" + time.Now().UTC().Format("2006-01-02 15:04:05.000Z") + "'"
	if n := d.count("tasks", overdue); n != r.Backlog.Overdue {
		d.Errorf("%d overdue, want %d", r.Backlog.Overdue, n)
	}
	moscow := time.FixedZone("", 3*60*60)
	day := func(ago int) string { return time.Now().In(moscow).AddDate(0, 0, -ago).Format(time.DateOnly) }
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

// A figure is a link to the tasks behind it: the queue lists exactly as many.
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

// Times are in working minutes, reckoned by hand: five days from 9 to 18 in
// Moscow, three hours ahead of the stored times; November 4 is a holiday.
func TestReportTimes(t *testing.T) {
	d := newDesk(t)
	at := func(moscow string) string {
		when, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-"+moscow, time.FixedZone("", 3*60*60))
		if err != nil {
			t.Fatal(err)
		}
		return when.UTC().Format("2006-01-02 15:04:05.000Z")
	}
	for i, task := range []struct{ created, answered, done string }{
		{"02 10:00", "02 10:30", "02 12:00"}, //  30 min   120 min
		{"02 17:00", "03 10:00", "03 17:30"}, // 120 min: an hour and the next morning's; 570 = 60 + 510
		{"03 17:45", "05 09:15", "05 10:00"}, //  30 min over the holiday; 75
		{"06 17:50", "07 12:00", "09 09:10"}, //  10 min, the rest on a Saturday; 20
		{"09 08:00", "09 20:00", ""},         // 540 min: the whole day; never done
		{"10 12:00", "", "10 12:45"},         // never answered; 45
	} {
		name := fmt.Sprintf("clock%d", i)
		if err := add(d.app, "tasks", name, map[string]any{"title": "Часы", "client": id("olga"), "status": "done", "consultant": id("anna"), "done_at": "2026-11-20 00:00:00.000Z"}); err != nil {
			t.Fatal(err)
		}
		set := map[string]any{"created": at(task.created), "answered_at": "", "done_at": ""}
		for column, moment := range map[string]string{"answered_at": task.answered, "done_at": task.done} {
			if moment != "" {
				set[column] = at(moment)
			}
		}
		set["id"] = id(name)
		if _, err := d.app.DB().NewQuery("UPDATE tasks SET created = {:created}, answered_at = {:answered_at}, done_at = {:done_at} WHERE id = {:id}").Bind(set).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	now := d.report("from=2026-11-01&to=2026-11-10").Totals.Now
	// 10 30 30 120 540: the middle is 30; of five, nine tenths are all five.
	if a := now.Answer; a.N != 5 || a.Median != 30 || a.P90 != 540 {
		t.Errorf("to the first answer: %+v", a)
	}
	// 20 45 75 120 570
	if w := now.Work; w.N != 5 || w.Median != 75 || w.P90 != 570 {
		t.Errorf("to done: %+v", w)
	}
	// Of November 2 alone: 30 and 120, the mean of the middle two; done on it: 120.
	now = d.report("from=2026-11-02").Totals.Now
	if a, w := now.Answer, now.Work; a.N != 2 || a.Median != 75 || a.P90 != 120 || w.N != 1 || w.Median != 120 || w.P90 != 120 {
		t.Errorf("of one day: %+v, %+v", a, w)
	}
}

// Where the clocks are put on at midnight the day begins at one, and the days
// after it at midnight as ever.
func TestReportWithoutAMidnight(t *testing.T) {
	for _, c := range []struct{ zone, before, gap, after, between string }{
		{"America/Santiago", "2026-09-06 03:59:59.999Z", "2026-09-06 04:00:00.000Z", "2026-09-07 03:00:00.000Z", "2026-09-05 2026-09-06 2026-09-07"},
		{"Africa/Cairo", "2026-04-23 21:59:59.999Z", "2026-04-23 22:00:00.000Z", "2026-04-24 21:00:00.000Z", "2026-04-23 2026-04-24 2026-04-25"},
	} {
		d := newDesk(t)
		schedule := d.want(200, "boss", "GET", records("schedule"), "").decode(t)["items"].([]any)[0].(map[string]any)["id"].(string)
		d.want(200, "boss", "PATCH", records("schedule")+"/"+schedule, `{"timezone":"`+c.zone+`"}`)
		for name, at := range map[string]string{"new": c.before, "work": c.gap, "wait": c.after} {
			if _, err := d.app.DB().NewQuery("UPDATE tasks SET created = {:at} WHERE id = {:id}").Bind(map[string]any{"at": at, "id": id(name)}).Execute(); err != nil {
				t.Fatal(err)
			}
		}
		days := strings.Fields(c.between)
		r := d.report("from=" + days[0] + "&to=" + days[2])
		if len(r.Days) != 3 {
			t.Fatalf("%s: the days are %v", c.zone, r.Days)
		}
		for i, name := range []string{"new", "work", "wait"} {
			if r.Days[i].Date != days[i] || r.Days[i].Created != 1 {
				t.Errorf("%s: a day is %v, want %s", c.zone, r.Days[i], days[i])
			}
			if one := d.report("from=" + days[i]); one.Period.From != days[i] || one.Period.To != days[i] || one.Totals.Now.Created != 1 {
				t.Errorf("%s: %s alone is %v with %d", c.zone, days[i], one.Period, one.Totals.Now.Created)
			}
			if numbers, _ := d.queue("boss", "view=all&created="+days[i]+".."+days[i]); len(numbers) != 1 || numbers[0] != d.task(name).GetInt("number") {
				t.Errorf("%s: of %s the queue has %v", c.zone, days[i], numbers)
			}
		}
	}
}

// A period is compared with the one before; whole months with whole months.
func TestReportPeriods(t *testing.T) {
	d := newDesk(t)
	for query, want := range map[string]string{
		"from=2026-11-01&to=2026-11-30": "2026-10-01..2026-10-31",
		"from=2026-03-01&to=2026-03-31": "2026-02-01..2026-02-28",
		"from=2025-01-01&to=2025-12-31": "2024-01-01..2024-12-31",
		"from=2026-11-09&to=2026-11-15": "2026-11-02..2026-11-08",
		"from=2026-11-01&to=2026-11-25": "2026-10-07..2026-10-31",
		"from=2026-03-01":               "2026-02-28..2026-02-28",
	} {
		if r := d.report(query); r.Before.From+".."+r.Before.To != want {
			t.Errorf("%s is compared with %v, want %s", query, r.Before, want)
		}
	}
	month := time.Now().In(time.FixedZone("", 3*60*60)).Format("2006-01")
	if r := d.report(""); r.Period.From != month+"-01" || r.Period.To[:7] != month || len(r.Days) < 28 {
		t.Errorf("without a period it is of %v", r.Period)
	}
	for bad, field := range map[string]string{
		"from=x&to=2026-11-30":          "from",
		"from=2026-11-01&to=2026-11-31": "to",
		"from=2026-11-02&to=2026-11-01": "to",
		"from=2020-01-01&to=2026-11-01": "to",
		"priority=x":                    "priority",
	} {
		d.want(400, "boss", "GET", "/api/desk/reports?"+bad, "", `"`+field+`":{"code":`)
	}
	if r := d.report("consultant=" + url.QueryEscape("' OR 1=1 --")); r.Totals.Now.Created != 0 {
		t.Errorf("an id that is nobody's has %d tasks", r.Totals.Now.Created)
	}
}
