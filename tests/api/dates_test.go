package api

import (
	"fmt"
	"mime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// newTask creates a task as Olga and returns its record.
func (d *desk) newTask() *core.Record {
	d.Helper()
	made := d.want(200, "olga", "POST", records("tasks"), `{"title":"Новая"}`).decode(d)
	r, err := d.app.FindRecordById("tasks", made["id"].(string))
	if err != nil {
		d.Fatal(err)
	}
	return r
}

// A task counts in the day and the month of its zone in every report.
func TestTableDatesOfReports(t *testing.T) {
	eachMoment(t, func(d *desk, m moment, at time.Time) {
		task := d.newTask()
		number, today := task.GetInt("number"), m.at[:10]
		r := d.report("")
		if got := [2]string{r.Period.From, r.Period.To}; got != m.month {
			d.Errorf("the month is %v, want %v", got, m.month)
		}
		if got := [2]string{r.Before.From, r.Before.To}; got != m.before {
			d.Errorf("the month before is %v, want %v", got, m.before)
		}
		if r.Totals.Now.Created != 1 || r.Totals.Before.Created != 0 {
			d.Errorf("%d tasks are of the month, %d of that before", r.Totals.Now.Created, r.Totals.Before.Created)
		}
		if n := len(r.Days); n == 0 || r.Days[0].Date != m.month[0] || r.Days[n-1].Date != m.month[1] {
			d.Errorf("the days of the month are %v", r.Days)
		}
		for _, day := range r.Days {
			if want := map[bool]int{true: 1}[day.Date == today]; day.Created != want {
				d.Errorf("%d tasks are of %s", day.Created, day.Date)
			}
		}
		if b := r.Backlog.Now[0]; b.From != today || b.To != today || b.N != 1 || r.Backlog.Overdue != 0 {
			d.Errorf("the youngest of the backlog: %+v, %d overdue", b, r.Backlog.Overdue)
		}
		for _, c := range []struct {
			query string
			want  bool
		}{
			{"created=" + today + ".." + today, true}, {"created=" + m.monday + "..", true}, {"created=.." + m.before[1], false}, {"created=" + m.month[0] + ".." + m.month[1], true},
		} {
			if numbers, _ := d.queue("boss", "view=all&"+c.query); slices.Contains(numbers, number) != c.want {
				d.Errorf("%s has %v", c.query, numbers)
			}
		}
		if week := d.want(200, "boss", "GET", "/api/desk/staff", "").decode(d)["week"]; week != m.monday {
			d.Errorf("the week began on %v, want %s", week, m.monday)
		}
	})
}

// An answer is due after eight hours of work, and overdue from then.
func TestTableDatesOfDue(t *testing.T) {
	eachMoment(t, func(d *desk, m moment, at time.Time) {
		task := d.newTask()
		due := task.GetDateTime("due_at").Time().In(zoneOf(d, m.zone))
		if got := due.Truncate(time.Second).Format(minutes); got != m.due {
			d.Errorf("it is due at %s, want %s", got, m.due)
		}
		for _, c := range []struct {
			at   time.Time
			late bool
		}{{at, false}, {due.Add(-time.Second), false}, {due.Add(time.Second), true}} {
			d.stopAt(c.at)
			numbers, _ := d.queue("boss", "view=overdue")
			if slices.Contains(numbers, task.GetInt("number")) != c.late || d.report("").Backlog.Overdue != len(numbers) {
				d.Errorf("at %s %v are overdue", c.at, numbers)
			}
		}
	})
}

// An export has its date in the name and local times in its rows.
func TestTableDatesOfExports(t *testing.T) {
	eachMoment(t, func(d *desk, m moment, at time.Time) {
		task := d.newTask()
		got := d.want(200, "boss", "GET", "/api/desk/export?format=csv&what=tasks&view=all", "")
		_, params, err := mime.ParseMediaType(got.header.Get("Content-Disposition"))
		if want := "Задачи " + m.at[:10] + ".csv"; err != nil || params["filename"] != want {
			d.Errorf("the file is %q, want %q, %v", params["filename"], want, err)
		}
		line := fmt.Sprintf("\r\n%d;", task.GetInt("number"))
		_, row, _ := strings.Cut(got.body, line)
		row, _, _ = strings.Cut(row, "\r\n")
		if !strings.Contains(row, ";"+m.at+":00;") || !strings.Contains(row, ";"+m.due+":00;") {
			d.Errorf("made at %s, due at %s: %s", m.at, m.due, row)
		}
		got = d.want(200, "boss", "GET", "/api/desk/export?format=csv&what=report", "")
		_, params, err = mime.ParseMediaType(got.header.Get("Content-Disposition"))
		if err != nil || !strings.Contains(params["filename"], m.month[0]) || !strings.Contains(params["filename"], m.month[1]) {
			d.Errorf("the report's file is %q, %v", params["filename"], err)
		}
	})
}

// A period of days lasts so many times 24 hours, also across a change of the clocks.
func TestTableDatesOfPeriods(t *testing.T) {
	const day = 24 * time.Hour
	eachMoment(t, func(d *desk, _ moment, at time.Time) {
		later := func(by time.Duration) { d.stopAt(at.Add(by)) }
		status := func(r *core.Record) string {
			fresh, err := d.app.FindRecordById("tasks", r.Id)
			if err != nil {
				return "removed"
			}
			return fresh.GetString("status")
		}
		task, gone := d.newTask(), d.newTask()
		url := records("tasks") + "/" + task.Id
		d.want(200, "anna", "PATCH", url, `{"consultant":"`+id("anna")+`"}`)
		comment := d.want(200, "anna", "POST", records("comments"), `{"task":"`+task.Id+`","body":"Сделано"}`).decode(d)["id"].(string)
		d.want(204, "olga", "DELETE", records("tasks")+"/"+gone.Id, "")
		edit := func(want int) {
			d.want(want, "anna", "PATCH", records("comments")+"/"+comment, fmt.Sprintf(`{"body":"Исправлено к %d"}`, want))
		}
		later(15*time.Minute - time.Second)
		edit(200)
		later(15*time.Minute + time.Second)
		edit(400)
		later(0)
		d.want(200, "anna", "PATCH", url, `{"status":"done"}`)
		later(5 * day)
		d.job("otklik_tell_closing")
		later(7*day - time.Minute)
		d.job("otklik_close_done")
		if got := status(task); got != "done" {
			d.Errorf("before a week it is %s", got)
		}
		later(7*day + time.Minute)
		d.job("otklik_close_done")
		if got := status(task); got != "closed" {
			d.Errorf("after a week it is %s", got)
		}
		later(21*day + 2*time.Minute)
		d.want(400, "olga", "PATCH", url, `{"status":"in_progress"}`, `"status":{"code":`)
		later(21 * day)
		d.want(200, "olga", "PATCH", url, `{"status":"in_progress"}`)
		later(30*day - time.Minute)
		d.job("otklik_remove_archived")
		if got := status(gone); got == "removed" {
			d.Error("the archived one is removed before its time")
		}
		later(30*day + time.Minute)
		d.job("otklik_remove_archived")
		if got := status(gone); got != "removed" {
			d.Error("the archived one is still there")
		}
	})
}

// A client can undo an action for five minutes, whatever the day.
func TestTableDatesOfUndo(t *testing.T) {
	eachMoment(t, func(d *desk, _ moment, at time.Time) {
		task := d.newTask()
		for _, c := range []struct{ closed, undone time.Duration }{{time.Minute, 6*time.Minute - time.Second}, {10 * time.Minute, 15*time.Minute + time.Second}} {
			d.stopAt(at.Add(c.closed))
			d.want(200, "olga", "PATCH", records("tasks")+"/"+task.Id, `{"status":"closed"}`)
			d.stopAt(at.Add(c.undone))
			want := map[bool]int{true: 200, false: 409}[c.undone-c.closed <= 5*time.Minute]
			d.want(want, "olga", "POST", "/api/desk/tasks/"+task.Id+"/undo", "")
		}
	})
}

// A mail names the closing day of the task in the firm's time zone.
func TestTableDatesOfMails(t *testing.T) {
	months := strings.Fields("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")
	var mails *mailServer
	eachMoment(t, func(d *desk, m moment, at time.Time) {
		if mails == nil { // the application is the same at each moment
			mails = withMail(d, make([]error, 100)...)
		}
		task := d.newTask()
		d.want(200, "anna", "PATCH", records("tasks")+"/"+task.Id, `{"consultant":"`+id("anna")+`"}`)
		d.want(200, "anna", "PATCH", records("tasks")+"/"+task.Id, `{"status":"done"}`)
		d.exec("UPDATE outbox SET next_at = created WHERE kind = 'done' AND task = '" + task.Id + "'")
		d.wake()
		closes := at.Add(7 * 24 * time.Hour).In(zoneOf(d, m.zone))
		want := fmt.Sprintf(" %d %s она закроется", closes.Day(), months[closes.Month()-1])
		got := mails.next(d).Text
		for strings.Contains(got, "больше часа никто не взял") { // the scheduled job
			got = mails.next(d).Text
		}
		if !strings.Contains(got, want) {
			d.Errorf("no %q in %s", want, got)
		}
	})
}
