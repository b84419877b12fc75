package api

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"otklik/hooks/clock"
	"otklik/hooks/reports"
)

// wholeReport is a period with everything that happens in these tests.
const wholeReport = "from=2025-06-01&to=2027-05-31"

// wantFacts holds the reports against plain SQL: as a change has left the stored days, and
// after what it has marked was counted.
func (d *desk) wantFacts(after string) {
	d.Helper()
	before := d.want(200, "boss", "GET", "/api/desk/reports?"+wholeReport, "").body
	if err := reports.Count(d.app); err != nil {
		d.Fatal(err)
	}
	if n := d.count("otklik_report_marks", "1"); n != 0 {
		d.Errorf("%d marks are left after %s", n, after)
	}
	if stored := d.want(200, "boss", "GET", "/api/desk/reports?"+wholeReport, "").body; stored != before {
		d.Errorf("after %s the report is\n%s, and from stored days\n%s", after, before, stored)
	}
	r := d.report(wholeReport)
	for _, table := range []struct {
		column string
		rows   []row
	}{{"consultant", r.Consultants}, {"profile", r.Organizations}, {"priority", r.Priorities}, {"category", r.Categories}} {
		var sum figures
		for _, row := range table.rows {
			row.checkWork(d, after+" by "+table.column, table.column, row.ID)
			sum.Created, sum.Done, sum.Closed, sum.Finished, sum.Rated = sum.Created+row.Created, sum.Done+row.Done, sum.Closed+row.Closed, sum.Finished+row.Finished, sum.Rated+row.Rated
		}
		if got, want := fmt.Sprint(sum.Created, sum.Done, sum.Closed, sum.Finished, sum.Rated), fmt.Sprint(r.Totals.Now.Created, r.Totals.Now.Done, r.Totals.Now.Closed, r.Totals.Now.Finished, r.Totals.Now.Rated); got != want {
			d.Errorf("after %s the rows by %s sum up to %s of %s", after, table.column, got, want)
		}
	}
	d.job("otklik_report_check")
	if n := d.count("otklik_report_marks", "1"); n != 0 {
		d.Errorf("%d days differ from the tasks after %s", n, after)
	}
}

// checkWork compares the figures of a row with plain SQL: work counts for who did it, a
// rating for who is rated.
func (f figures) checkWork(d *desk, what, column, id string) {
	d.Helper()
	has := "archived_at = '' AND " + column + " = '" + id + "' AND "
	did, rated := has, has
	if column == "consultant" {
		did = "archived_at = '' AND CASE done_by WHEN '' THEN consultant ELSE done_by END = '" + id + "' AND "
		rated = "archived_at = '' AND (SELECT consultant FROM assessments WHERE task = tasks.id) = '" + id + "' AND "
	}
	const finished = "(done_at != '' OR closed_at != '')"
	got := []int{f.Created, f.Open, f.Answer.N, f.Done, f.Work.N, f.Closed, f.Finished, f.Rated, f.Low}
	want := []int{
		d.count("tasks", has+"created != ''"), d.count("tasks", has+"status IN ('new', 'in_progress', 'waiting')"), d.count("tasks", has+"answered_at != ''"),
		d.count("tasks", did+"done_at != ''"), d.count("tasks", did+"done_at != ''"), d.count("tasks", has+"closed_at != ''"), d.count("tasks", did+finished),
		d.count("tasks", rated+finished+" AND (SELECT rating FROM assessments WHERE task = tasks.id) > 0"),
		d.count("tasks", rated+finished+" AND (SELECT rating FROM assessments WHERE task = tasks.id) IN (1, 2, 3)"),
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		d.Errorf("%s %s: created, open, answered, done, worked, closed, finished, rated, low are\n\t%v, want\n\t%v", what, id, got, want)
	}
}

// Whatever people do to tasks, the days of the reports agree with the tasks at once, and
// after they were counted again.
func TestReportDaysFollowTheTasks(t *testing.T) {
	d := reportDesk(t)
	d.wantFacts("the start")
	category := d.newCategory("Отчётность")
	for _, step := range []struct {
		status            int
		who, method, path string
		body              string
	}{
		{200, "olga", "POST", records("tasks"), `{"title":"Новая","priority":"high"}`},
		{200, "anna", "PATCH", record("tasks", "new"), `{"consultant":"` + id("anna") + `","status":"in_progress"}`},
		{200, "anna", "POST", records("comments"), `{"task":"` + id("new") + `","body":"Первый ответ"}`},
		{200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`},
		{200, "boss", "PATCH", record("tasks", "work"), `{"consultant":"` + id("igor") + `","category":"` + category + `"}`},
		{200, "olga", "POST", records("assessments"), `{"task":"` + id("work") + `","rating":2}`},
		{200, "boss", "PATCH", record("tasks", "work"), `{"priority":"low"}`},
		{200, "olga", "PATCH", record("tasks", "work"), `{"status":"closed"}`},
		{200, "olga", "PATCH", record("tasks", "work"), `{"status":"new"}`},
		{200, "boss", "PATCH", record("tasks", "wait"), `{"status":"closed"}`},
		{200, "olga", "PATCH", record("tasks", "done"), `{"status":"closed","assessment":{"rating":5}}`},
		{200, "boss", "POST", "/api/desk/bulk", `{"ids":["` + id("new") + `","` + id("wait") + `"],"change":{"priority":"low"}}`},
		{204, "olga", "DELETE", record("tasks", "new"), ""},
		{200, "olga", "POST", "/api/desk/tasks/" + id("new") + "/undo", ""},
		{204, "olga", "DELETE", record("tasks", "new"), ""},
		{200, "boss", "PATCH", record("tasks", "gone"), `{"archived_at":""}`},
		{204, "root", "DELETE", record("tasks", "done"), ""},
		{204, "root", "DELETE", records("tasks") + "/many00000000103", ""},
	} {
		d.want(step.status, step.who, step.method, step.path, step.body)
		d.wantFacts(step.who + " " + step.method + " " + step.path + " " + step.body)
	}
	for _, sql := range []string{
		"UPDATE assessments SET rating = 1 + rating % 5, consultant = '" + id("igor") + "' WHERE rating > 0",
		"DELETE FROM assessments WHERE rating = 1",
		"UPDATE tasks SET created = '2026-02-02 02:02:02.222Z' WHERE number % 101 = 0",
		"UPDATE tasks SET done_at = '', status = 'new', closed_at = '' WHERE number % 97 = 0",
		"UPDATE tasks SET archived_at = '2026-10-10 00:00:00.000Z' WHERE number % 89 = 0",
		"UPDATE tasks SET profile = '" + id("orgolga") + "' WHERE number % 83 = 0",
		"DELETE FROM tasks WHERE number % 79 = 0",
	} {
		if _, err := d.app.DB().NewQuery(sql).Execute(); err != nil {
			t.Fatal(err)
		}
		d.wantFacts(sql)
	}
}

// Days are counted behind the start, newest first; meanwhile a report of those that are
// not counted yet is right. Another version of the program counts them all anew.
func TestReportWhileDaysAreCounted(t *testing.T) {
	d := reportDesk(t)
	want := d.want(200, "boss", "GET", "/api/desk/reports?"+wholeReport, "").body
	same := func(when string) {
		t.Helper()
		if got := d.want(200, "boss", "GET", "/api/desk/reports?"+wholeReport, "").body; got != want {
			t.Errorf("%s the report is\n%s, want\n%s", when, got, want)
		}
	}
	set := func(sql string) {
		t.Helper()
		if _, err := d.app.DB().NewQuery(sql).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	if err := reports.Recount(d.app); err != nil {
		t.Fatal(err)
	}
	if n := d.count("otklik_report_days", "length(parts) > 20"); n < 100 {
		t.Fatalf("%d days are counted", n)
	}
	same("from stored days")
	for _, day := range []string{"2026-06-15", "2026-11-30", "9999-99-99"} {
		set("UPDATE otklik_report_state SET counted_from = '" + day + "'; UPDATE otklik_report_days SET totals = x'00', parts = x'00' WHERE day < '" + day + "'")
		same("counted from " + day)
	}
	set("UPDATE otklik_report_state SET version = 0, counted_from = ''") // an older version has counted all
	same("after an update")
	if err := reports.Count(d.app); err != nil {
		t.Fatal(err)
	}
	same("after all days were counted")
	set("UPDATE otklik_report_days SET totals = substr(totals, 1, length(totals) - 1)") // half written
	same("of damaged days")
	d.job("otklik_report_check")
	if n := d.count("otklik_report_marks", "1"); n < 100 {
		t.Errorf("%d damaged days are found", n)
	}
	if err := reports.Count(d.app); err != nil {
		t.Fatal(err)
	}
	d.job("otklik_report_check")
	if n := d.count("otklik_report_marks", "1"); n != 0 {
		t.Errorf("%d days are still damaged", n)
	}
	set("DROP TRIGGER otklik_task_rereported; UPDATE tasks SET priority = 'high' WHERE number % 7 = 0")
	d.job("otklik_report_check")
	if n := d.count("otklik_report_marks", "1"); n < 30 {
		t.Errorf("%d days are found without the trigger", n)
	}
}

// Another schedule does not change the times of what has happened.
func TestReportTimesStay(t *testing.T) {
	d := newDesk(t)
	at := time.Date(2026, 11, 10, 9, 0, 0, 0, time.UTC) // noon in Moscow
	clock.Set(d.app, func() time.Time { return at })
	if _, err := d.app.DB().NewQuery("UPDATE tasks SET created = '2026-11-10 08:00:00.000Z', answered_at = '' WHERE id = '" + id("work") + "'").Execute(); err != nil {
		t.Fatal(err)
	}
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	times := func() (of [2]float64) {
		for _, row := range d.report("from=2026-11-10").Consultants {
			if row.ID == id("anna") {
				of = [2]float64{row.Work.Median, float64(row.Work.N)}
			}
		}
		return of
	}
	if got := times(); got != [2]float64{60, 1} {
		t.Fatalf("an hour of work is %v", got)
	}
	if err := reports.Count(d.app); err != nil {
		t.Fatal(err)
	}
	d.want(200, "boss", "PATCH", d.schedulePath(), `{"week":[[["14:00","18:00"]],[["14:00","18:00"]],[],[],[],[],[]]}`)
	if got := times(); got != [2]float64{60, 1} {
		t.Errorf("with other hours it is %v", got)
	}
	d.want(200, "boss", "PATCH", record("tasks", "work"), `{"priority":"high"}`) // its days are counted again
	if got := times(); got != [2]float64{60, 1} {
		t.Errorf("counted again it is %v", got)
	}
	if err := reports.Recount(d.app); err != nil {
		t.Fatal(err)
	}
	if got := times(); got != [2]float64{60, 1} {
		t.Errorf("with all days counted anew it is %v", got)
	}
}

// A desk that serves counts its days by itself, and what is marked meanwhile.
func TestDaysAreCountedBesideTheRequests(t *testing.T) {
	app := newApp(t)
	(&desk{TB: t, app: app}).manyTasks(300)
	d := serve(t, app)
	deadline := time.Now().Add(longWait)
	for d.count("otklik_report_marks", "1") > 0 || d.count("otklik_report_state", "counted_from = ''") == 0 || d.count("otklik_report_days", "1") < 100 {
		if time.Now().After(deadline) {
			t.Fatal("the days are never counted")
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// A command that counts all days anew beside a server that counts, while people work: no
// day is stored as it was read before another count of it.
func TestDaysAreCountedByTwo(t *testing.T) {
	d := reportDesk(t)
	var all sync.WaitGroup
	for _, count := range []func() error{
		func() error { return reports.Recount(d.app) }, func() error { return reports.Count(d.app) },
		func() error {
			_, err := d.app.NonconcurrentDB().NewQuery("UPDATE tasks SET priority = CASE priority WHEN 'high' THEN 'low' ELSE 'high' END WHERE number % 13 = 0").Execute()
			return err
		},
	} {
		all.Go(func() {
			for range 5 {
				if err := count(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	d.wantFacts("two have counted")
}
