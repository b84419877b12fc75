package api

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
)

// schedulePath returns the address of the schedule.
func (d *desk) schedulePath() string {
	d.Helper()
	r, err := d.app.FindFirstRecordByFilter("schedule", "")
	if err != nil {
		d.Fatal(err)
	}
	return records("schedule") + "/" + r.Id
}

// dueAt asks when an answer is due; times are of Moscow.
func (d *desk) dueAt(from, priority string) string {
	d.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", from, moscow)
	if err != nil {
		d.Fatal(err)
	}
	answer := d.want(200, "anna", "GET", "/api/desk/due?priority="+priority+"&from="+url.QueryEscape(at.Format(time.RFC3339)), "").decode(d)
	due, err := time.Parse(time.RFC3339, answer["due"].(string))
	if err != nil {
		d.Fatal(err)
	}
	return due.In(moscow).Format("2006-01-02 15:04")
}

var moscow = time.FixedZone("", 3*60*60)

// The promised time is in working hours on every official day off: the targets are 2,
// 8 and 16 hours, the hours from nine to six on five days.
func TestDueByTheProductionCalendar(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct{ from, priority, want string }{
		{"2026-12-30 17:30", "normal", "2027-01-11 16:30"}, // 31 December is off, then the holidays and a weekend
		{"2026-12-30 17:30", "high", "2027-01-11 10:30"},
		{"2026-12-30 12:00", "low", "2027-01-12 10:00"},
		{"2025-12-30 17:30", "normal", "2026-01-12 16:30"}, // 9 January is moved there
		{"2026-01-09 10:00", "high", "2026-01-12 11:00"},
		{"2026-02-20 17:00", "high", "2026-02-24 10:00"},
		{"2026-03-06 17:00", "high", "2026-03-10 10:00"},   // 9 March instead of Sunday the 8th
		{"2026-04-30 15:00", "high", "2026-04-30 17:00"},   // shortened, to its very end
		{"2026-04-30 16:30", "high", "2026-05-04 10:30"},   // and beyond
		{"2026-04-30 17:30", "high", "2026-05-04 11:00"},   // after its end
		{"2026-05-08 09:00", "normal", "2026-05-08 17:00"}, // eight hours are the whole of it
		{"2026-05-08 16:00", "high", "2026-05-12 10:00"},   // 11 May instead of Saturday the 9th
		{"2026-06-11 16:00", "high", "2026-06-15 10:00"},
		{"2026-11-03 16:00", "high", "2026-11-05 10:00"},
		{"2025-10-31 17:00", "normal", "2025-11-01 16:00"}, // a Saturday that is worked, shortened
		{"2025-11-01 16:30", "high", "2025-11-05 10:30"},   // for the Monday that is off
		{"2025-05-01 10:00", "high", "2025-05-05 11:00"},
		{"2025-05-07 17:30", "high", "2025-05-12 10:30"},
		{"2025-06-11 16:30", "high", "2025-06-16 10:30"},
		{"2025-03-07 16:30", "high", "2025-03-10 10:30"},
		{"2025-02-21 17:30", "high", "2025-02-24 10:30"}, // 23 February is moved to 8 May
		{"2025-12-30 17:00", "high", "2026-01-12 10:00"},
		{"2028-02-22 17:30", "high", "2028-02-24 10:30"}, // a year without a table
		{"2028-11-03 17:30", "high", "2028-11-06 10:30"},
		{"2026-07-01 10:00", "high", "2026-07-01 12:00"},
		{"2026-07-03 17:00", "high", "2026-07-06 10:00"}, // an ordinary weekend
	} {
		if got := d.dueAt(c.from, c.priority); got != c.want {
			t.Errorf("%s, %s: %s, want %s", c.from, c.priority, got, c.want)
		}
	}
}

// Exceptions of the firm win over the calendar, and a firm may work on Saturdays that
// are no holidays.
func TestExceptionsWinOverTheCalendar(t *testing.T) {
	d := newDesk(t)
	day := `[["09:00","18:00"]]`
	d.want(200, "boss", "PATCH", d.schedulePath(), `{"exceptions":{"2026-12-31":[["10:00","14:00"]],"04-30":`+day+`},
		"week":[`+strings.Repeat(day+",", 5)+`[["10:00","14:00"]],[]]}`)
	for _, c := range []struct{ from, want string }{
		{"2026-12-30 17:00", "2026-12-31 11:00"},
		{"2026-04-30 17:00", "2026-05-02 11:00"}, // not shortened; then Saturday is worked
		{"2026-05-08 16:30", "2026-05-12 10:30"}, // and that Saturday is a holiday
		{"2025-10-31 17:30", "2025-11-01 10:30"}, // and this one has the hours of a Monday
	} {
		if got := d.dueAt(c.from, "high"); got != c.want {
			t.Errorf("%s: %s, want %s", c.from, got, c.want)
		}
	}
}

func TestDueRefuses(t *testing.T) {
	d := newDesk(t)
	ok := "from=2026-12-01T10:00:00Z&priority=high"
	d.want(200, "boss", "GET", "/api/desk/due?"+ok, "", `"due":"2026-12-01T12:00:00Z"`)
	d.want(200, "root", "GET", "/api/desk/due?"+strings.Replace(ok, "Z", "+03:00", 1), "", `"due":"2026-12-01T09:00:00Z"`)
	d.want(403, "olga", "GET", "/api/desk/due?"+ok, "")
	d.want(401, "", "GET", "/api/desk/due?"+ok, "")
	for _, bad := range []string{"", "2026-12-01", "2026-13-01T10:00:00Z", "2026-02-30T10:00:00Z", "now", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "1764583200"} {
		d.want(400, "anna", "GET", "/api/desk/due?priority=high&from="+url.QueryEscape(bad), "", `"from":{"code":`)
	}
	for _, bad := range []string{"", "urgent", "High", "high,low", "%00"} {
		d.want(400, "anna", "GET", "/api/desk/due?from=2026-12-01T10:00:00Z&priority="+bad, "", `"priority":{"code":`)
	}
}

// What is owed is counted again when the hours, the targets, the exceptions, the time
// zone or the calendar change, from where it began; what is not owed stays.
func TestDueIsCountedAgain(t *testing.T) {
	d := newDesk(t)
	d.stopAt(time.Date(2026, 12, 30, 17, 30, 0, 0, moscow))
	made := d.want(200, "olga", "POST", records("tasks"), `{"title":"Перед праздником","priority":"high"}`).decode(t)["id"].(string)
	rev := made
	due := func() string {
		t.Helper()
		task, err := d.app.FindRecordById("tasks", made)
		if err != nil {
			t.Fatal(err)
		}
		rev = fmt.Sprint(task.GetInt("rev"))
		return task.GetDateTime("due_at").Time().In(moscow).Format("2006-01-02 15:04")
	}
	owed := func() string { return d.task("wait").GetString("due_at") + d.task("done").GetString("due_at") }
	before := owed()
	for _, c := range []struct{ what, who, method, path, body, want string }{
		{"at first", "boss", "PATCH", d.schedulePath(), `{}`, "2027-01-11 10:30"},
		{"a target", "boss", "PATCH", d.schedulePath(), `{"target_high":1}`, "2027-01-11 09:30"},
		{"an exception", "boss", "PATCH", d.schedulePath(), `{"exceptions":{"2026-12-31":[["10:00","12:00"]]}}`, "2026-12-31 10:30"},
		{"no exception", "boss", "PATCH", d.schedulePath(), `{"exceptions":{}}`, "2027-01-11 09:30"},
		{"the next year", "boss", "POST", records("calendar"), `{"year":2027,` + strings.Replace(monthsOf("2027"), `"1,2,3,4,5,6,7,8,9,10,16`, `"1,2,3,4,5,6,7,8,9,10,11+,16`, 1) + `}`, "2027-01-12 09:30"},
		{"this year", "boss", "POST", records("calendar"), `{"year":2026,` + monthsOf("2026") + `}`, "2026-12-31 09:30"},
		{"the week", "root", "PATCH", d.schedulePath(), `{"week":[[],[],[["12:00","18:00"]],[],[],[],[]]}`, "2027-01-13 12:30"},
		{"the time zone", "boss", "PATCH", d.schedulePath(), `{"timezone":"Asia/Yekaterinburg"}`, "2027-01-13 11:00"},
	} {
		d.want(200, c.who, c.method, c.path, c.body)
		if got := due(); got != c.want || rev != "1" {
			t.Errorf("%s: %s, want %s; rev %s", c.what, got, c.want, rev)
		}
	}
	if after := owed(); after != before {
		t.Errorf("of tasks that owe nothing: %q, before %q", after, before)
	}
	if n := d.count("otklik_due_recount", "TRUE"); n != 0 {
		t.Error("the recount has not ended")
	}
}

// What comes back to be owed, from the archive or by undo, is due by the hours of now.
func TestDueComesBackByTheHoursOfNow(t *testing.T) {
	d := newDesk(t)
	d.workAlways()
	due := func() time.Duration {
		return d.task("work").GetDateTime("due_at").Time().Sub(d.task("work").GetDateTime("due_from").Time())
	}
	d.want(200, "olga", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Когда?"}`)
	if due() != 8*time.Hour {
		t.Fatalf("due in %v", due())
	}
	undo := d.want(200, "anna", "POST", "/api/desk/bulk", `{"ids":["`+id("work")+`"],"change":{"status":"done"}}`).decode(t)["undo"].(string)
	d.want(200, "boss", "PATCH", d.schedulePath(), `{"target_normal":5}`)
	d.want(200, "anna", "POST", "/api/desk/bulk/undo", `{"undo":"`+undo+`"}`)
	if due() != 5*time.Hour {
		t.Errorf("after the undo it is due in %v", due())
	}
	d.want(204, "olga", "DELETE", record("tasks", "work"), "")
	d.want(200, "boss", "PATCH", d.schedulePath(), `{"target_normal":3}`)
	d.want(200, "boss", "PATCH", record("tasks", "work"), `{"archived_at":""}`)
	if due() != 3*time.Hour {
		t.Errorf("back from the archive it is due in %v", due())
	}
}

// monthsOf returns the months of a year without a decree, as JSON.
func monthsOf(year string) string {
	months := []string{}
	holidays := []string{"01-01", "01-02", "01-03", "01-04", "01-05", "01-06", "01-07", "01-08", "02-23", "03-08", "05-01", "05-09", "06-12", "11-04"}
	first, err := time.Parse(time.DateOnly, year+"-01-01")
	if err != nil {
		panic(err)
	}
	for month := range 12 {
		var days []string
		for date := first.AddDate(0, month, 0); int(date.Month()) == month+1; date = date.AddDate(0, 0, 1) {
			if date.Weekday() == time.Saturday || date.Weekday() == time.Sunday || strings.Contains(strings.Join(holidays, " "), date.Format("01-02")) {
				days = append(days, fmt.Sprint(date.Day()))
			}
		}
		months = append(months, fmt.Sprintf(`{"month":%d,"days":"%s"}`, month+1, strings.Join(days, ",")))
	}
	return `"months":[` + strings.Join(months, ",") + `]`
}

// The recount goes in batches: each is a transaction of at most 500 tasks, and the
// number of statements follows the number of tasks.
func TestDueRecountInBatches(t *testing.T) {
	d := newDesk(t)
	fill := func(from, n int) {
		t.Helper()
		_, err := d.app.DB().NewQuery(fmt.Sprintf(`WITH RECURSIVE i(x) AS (SELECT %d UNION ALL SELECT x + 1 FROM i WHERE x < %d)
			INSERT INTO tasks (id, number, title, status, priority, client, profile, created, updated, due_from, due_at, rev)
			SELECT printf('owed%%011d', x), x, 'Долг', 'new', 'high', '%s', '%s', '2026-12-30 08:00:00.000Z', '2026-12-30 08:00:00.000Z', '2026-12-30 08:00:00.000Z', '2026-12-30 10:00:00.000Z', 1 FROM i`,
			from, from+n-1, id("olga"), id("orgolga"))).Execute()
		if err != nil {
			t.Fatal(err)
		}
	}
	target := 2.0
	writes := func() (n int) {
		t.Helper()
		target++
		path := d.schedulePath()
		db := d.app.NonconcurrentDB().(*dbx.DB)
		db.ExecLogFunc = func(_ context.Context, _ time.Duration, statement string, _ sql.Result, _ error) {
			if strings.HasPrefix(statement, "UPDATE tasks SET due_at") {
				n++
			}
		}
		defer func() { db.ExecLogFunc = nil }()
		d.want(200, "boss", "PATCH", path, fmt.Sprintf(`{"target_high":%v}`, target))
		return n
	}
	fill(1000, 700)
	if n := writes(); n != 2 {
		t.Errorf("700 tasks are written by %d statements, want 2", n)
	}
	fill(2000, 800)
	if n := writes(); n != 4 { // with those of the cast they are a few more
		t.Errorf("1,500 tasks are written by %d statements, want 4", n)
	}
	if n := d.count("tasks", "title = 'Долг' AND due_at = '2026-12-30 12:00:00.000Z'"); n != 1500 {
		t.Errorf("%d tasks are due in four hours, want 1500", n)
	}
}

// A recount that a stop has interrupted is finished by the job.
func TestDueRecountGoesOn(t *testing.T) {
	d := newDesk(t)
	d.want(200, "boss", "PATCH", d.schedulePath(), `{"target_high":3}`)
	made := d.want(200, "olga", "POST", records("tasks"), `{"title":"Срочно","priority":"high"}`).decode(t)["id"].(string)
	due := func() string {
		t.Helper()
		task, err := d.app.FindRecordById("tasks", made)
		if err != nil {
			t.Fatal(err)
		}
		return task.GetString("due_at")
	}
	want := due()
	d.run("UPDATE tasks SET due_at = '2020-01-01 00:00:00.000Z' WHERE id = '" + made + "'; INSERT INTO otklik_due_recount (id, after) VALUES (1, 0)")
	d.job("otklik_recount_due")
	if got := due(); got != want {
		t.Errorf("due %s, want %s", got, want)
	}
}

// A year is imported from a file of xmlcalendar or sent as JSON, by managers and
// superusers, and replaces the firm's table of that year.
func TestCalendarImport(t *testing.T) {
	d := newDesk(t)
	d.stopAt(time.Date(2026, 11, 10, 12, 0, 0, 0, moscow))
	type year struct {
		Year   int
		Origin string
		ID     string
		Months []struct{ Days string }
		Years  []struct {
			Year   int
			Origin string
		}
	}
	read := func(who, query string) (y year) {
		t.Helper()
		if err := json.Unmarshal([]byte(d.want(200, who, "GET", "/api/desk/calendar"+query, "").body), &y); err != nil {
			t.Fatal(err)
		}
		return y
	}
	if y := read("anna", ""); y.Year != 2026 || y.Origin != "shipped" || y.ID != "" || fmt.Sprint(y.Years) != "[{2025 shipped} {2026 shipped} {2027 law}]" {
		t.Errorf("of this year: %+v", y)
	}
	if y := read("root", "?year=2027"); y.Origin != "law" || y.Months[1].Days != "6,7,13,14,20,21,23,27,28" {
		t.Errorf("of the next year: %+v", y)
	}
	send := func(status int, who, name, content string, want ...string) {
		t.Helper()
		d.sendFile(status, who, "/api/desk/calendar", "file", name, content, want...)
	}
	send(200, "boss", "calendar.xml", `<calendar year="2027"><days><day d="01.11" t="1" f="01.02"/><day d="02.22" t="2"/></days></calendar>`, `"origin":"own"`)
	if got := d.dueAt("2026-12-30 17:30", "high"); got != "2027-01-01 10:30" { // which the file has not among its days off
		t.Errorf("with the file: %s", got)
	}
	body := `{"year":2027,"statistic":{"workdays":247},` + monthsOf("2027") + `}`
	first := read("boss", "?year=2027").ID
	d.want(200, "root", "POST", "/api/desk/calendar", body, `"id":"`+first+`"`)
	if got := d.dueAt("2026-12-30 17:30", "high"); got != "2027-01-11 10:30" {
		t.Errorf("with the second: %s", got)
	}
	raw, err := os.ReadFile("../../hooks/calendar/years/2026.json")
	if err != nil {
		t.Fatal(err)
	}
	send(200, "boss", "calendar.json", strings.Replace(string(raw), `"5,6,12,13,19,20,26,27,31+"`, `"1,5,6,12,13,19,20,26,27,31+"`, 1), `"origin":"own"`)
	if got := d.dueAt("2026-12-01 10:00", "high"); got != "2026-12-02 11:00" {
		t.Errorf("with an own table of this year: %s", got)
	}
	d.want(204, "boss", "DELETE", records("calendar")+"/"+read("boss", "").ID, "")
	if got := d.dueAt("2026-12-01 10:00", "high"); got != "2026-12-01 12:00" || read("anna", "").Origin != "shipped" {
		t.Errorf("with the shipped table again: %s", got)
	}
	d.want(200, "boss", "GET", "/api/desk/log?event=settings", "", `"calendar":{"id":`)
	for _, c := range []struct{ content, code string }{
		{"", "calendar_file"}, {"<html>", "calendar_file"}, {"BEGIN:VCALENDAR", "calendar_file"}, {strings.Repeat(" ", 70<<10) + body, "calendar_file"},
		{`{"year":1999,` + monthsOf("1999") + `}`, "calendar_year"}, {`{"year":2027,"months":[]}`, "calendar_months"},
		{`{"year":2027,` + strings.ReplaceAll(monthsOf("2027"), `"days":"`, `"x":"`) + `}`, "calendar_weekends"},
		{strings.Replace(body, `}]`, `}],"transitions":[{"from":"31.01","to":"02.01"}]`, 1), "calendar_transitions"},
	} {
		send(400, "boss", "calendar.json", c.content, `"file":{"code":"`+c.code+`"`)
	}
	for _, who := range []string{"anna", "olga"} {
		send(403, who, "calendar.json", body)
	}
	d.want(403, "olga", "GET", "/api/desk/calendar", "")
	d.want(400, "anna", "GET", "/api/desk/calendar?year=1999", "", `"year":{"code":`)
}

// Managers are reminded once a week in November while the next year has no calendar.
func TestCalendarReminder(t *testing.T) {
	d := newDesk(t)
	d.followClock()
	for _, c := range []struct {
		day  string
		do   func()
		want int // letters so far
	}{
		{day: "2026-10-31", want: 0},
		{day: "2026-11-01", want: 1},
		{day: "2026-11-02", want: 1},
		{day: "2026-11-07", want: 1},
		{day: "2026-11-08", want: 2},
		{day: "2026-12-01", want: 2},
		{day: "2027-11-01", want: 3},
		{day: "2027-11-10", do: func() { d.want(200, "boss", "POST", records("calendar"), `{"year":2028,`+monthsOf("2028")+`}`) }, want: 3},
		{day: "2028-11-01", want: 4},
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", c.day+" 09:00", moscow)
		if err != nil {
			t.Fatal(err)
		}
		d.stopAt(at)
		if c.do != nil {
			c.do()
		}
		d.job("otklik_tell_calendar")
		if n := d.count("outbox", "kind = 'calendar'"); n != c.want || d.count("notifications", "kind = 'calendar'") != n {
			t.Errorf("on %s: %d letters, want %d", c.day, n, c.want)
		}
	}
	if got := d.told("notifications"); fmt.Sprint(got) != "[boss calendar boss calendar boss calendar boss calendar]" {
		t.Errorf("told: %v", got)
	}
}

// The letter of the reminder names the year and leads to its calendar.
func TestCalendarReminderByMail(t *testing.T) {
	d := newDesk(t)
	d.followClock()
	d.stopAt(time.Date(2026, 11, 10, 9, 0, 0, 0, moscow))
	s := withMail(d, nil)
	d.job("otklik_tell_calendar")
	m := s.next(d)
	for _, part := range []string{"на 2027 год", "https://desk.firma.example/desk/settings?part=hours#calendar", "Открыть календарь"} {
		if !strings.Contains(m.Text, part) || !strings.Contains(m.HTML, part) {
			t.Errorf("no %q in %s\n%s", part, m.Text, m.HTML)
		}
	}
}

// sendFile posts a form with one file.
func (d *desk) sendFile(status int, who, path, field, name, content string, want ...string) {
	d.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write([]byte(content))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		d.Fatal(err)
	}
	d.check(d.ask(who, "POST", path, form.String(), "Content-Type", w.FormDataContentType()), status, want...)
}

// Invalid years are refused beside the field.
func TestCalendarRecordsRefuse(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct{ body, want string }{
		{`{"year":1999,` + monthsOf("1999") + `}`, `"year":{"code":`},
		{`{"year":2027}`, `"months":{"code":`},
		{`{"year":2027,"months":"x"}`, `"months":{"code":"calendar_months"`},
		{`{"year":2027,"months":[{"month":1,"days":"32"}]}`, `"months":{"code":"calendar_months"`},
		{`{"year":2027,"transitions":[{"from":"x"}],` + monthsOf("2027") + `}`, `"transitions":{"code":"calendar_transitions"`},
		{`{"year":2027,"transitions":"x",` + monthsOf("2027") + `}`, `"transitions":{"code":"calendar_transitions"`},
		{`{"year":2027,` + strings.ReplaceAll(monthsOf("2027"), `"days":"`, `"x":"`) + `}`, `"months":{"code":"calendar_weekends"`},
	} {
		d.want(400, "boss", "POST", records("calendar"), c.body, c.want)
	}
	made := d.want(200, "boss", "POST", records("calendar"), `{"year":2027,`+monthsOf("2027")+`}`).decode(t)["id"].(string)
	d.want(400, "boss", "POST", records("calendar"), `{"year":2027,`+monthsOf("2027")+`}`, `"year":{"code":"validation_not_unique"`)
	d.want(400, "boss", "PATCH", records("calendar")+"/"+made, `{"months":[]}`, `"months":{"code":`)
	if got := d.dueAt("2026-12-30 17:30", "high"); got != "2027-01-11 10:30" {
		t.Errorf("after the refusals: %s", got)
	}
}
