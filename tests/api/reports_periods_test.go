package api

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
)

// Times are in working minutes, computed by hand: five days from 9 to 18 in Moscow,
// three hours ahead of the stored times; November 3 is shortened to 17, November 4 is a
// holiday.
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
		{"02 17:00", "03 10:00", "03 17:30"}, // 120 min: an hour and the next morning's; 540 = 60 + 480
		{"03 16:45", "05 09:15", "05 10:00"}, //  30 min over the holiday; 75
		{"06 17:50", "07 12:00", "09 09:10"}, //  10 min, the rest on a Saturday; 20
		{"09 08:00", "09 20:00", ""},         // 540 min: the whole day; never done
		{"10 12:00", "", "10 12:45"},         // never answered; 45
	} {
		name := fmt.Sprintf("clock%d", i)
		if err := add(d.app, "tasks", name, map[string]any{"title": "Часы", "client": id("olga"), "status": "done", "consultant": id("anna"), "done_at": "2026-11-20 00:00:00.000Z"}); err != nil {
			t.Fatal(err)
		}
		set := map[string]any{"created": at(task.created), "answered_at": "", "done_at": ""}
		for _, c := range []struct{ column, moment string }{{"answered_at", task.answered}, {"done_at", task.done}} {
			if c.moment != "" {
				set[c.column] = at(c.moment)
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
	// 20 45 75 120 540
	if w := now.Work; w.N != 5 || w.Median != 75 || w.P90 != 540 {
		t.Errorf("to done: %+v", w)
	}
	// Of November 2 alone: 30 and 120, the mean of the middle two; done on it: 120.
	now = d.report("from=2026-11-02").Totals.Now
	if a, w := now.Answer, now.Work; a.N != 2 || a.Median != 75 || a.P90 != 120 || w.N != 1 || w.Median != 120 || w.P90 != 120 {
		t.Errorf("of one day: %+v, %+v", a, w)
	}
}

// If the clocks go forward at midnight, that day begins at one and the following days
// at midnight.
func TestReportWithoutAMidnight(t *testing.T) {
	for _, c := range []struct{ zone, before, gap, after, between string }{
		{"America/Santiago", "2026-09-06 03:59:59.999Z", "2026-09-06 04:00:00.000Z", "2026-09-07 03:00:00.000Z", "2026-09-05 2026-09-06 2026-09-07"},
		{"Africa/Cairo", "2026-04-23 21:59:59.999Z", "2026-04-23 22:00:00.000Z", "2026-04-24 21:00:00.000Z", "2026-04-23 2026-04-24 2026-04-25"},
	} {
		d := newDesk(t)
		schedule := d.want(200, "boss", "GET", records("schedule"), "").decode(t)["items"].([]any)[0].(map[string]any)["id"].(string)
		d.want(200, "boss", "PATCH", records("schedule")+"/"+schedule, `{"timezone":"`+c.zone+`"}`)
		for _, row := range []struct{ name, at string }{{"new", c.before}, {"work", c.gap}, {"wait", c.after}} {
			if _, err := d.app.DB().NewQuery("UPDATE tasks SET created = {:at} WHERE id = {:id}").Bind(map[string]any{"at": row.at, "id": id(row.name)}).Execute(); err != nil {
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

// A period is compared with the previous one, whole months with whole months.
func TestReportPeriods(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct{ query, want string }{
		{"from=2026-11-01&to=2026-11-30", "2026-10-01..2026-10-31"},
		{"from=2026-03-01&to=2026-03-31", "2026-02-01..2026-02-28"},
		{"from=2025-01-01&to=2025-12-31", "2024-01-01..2024-12-31"},
		{"from=2026-11-09&to=2026-11-15", "2026-11-02..2026-11-08"},
		{"from=2026-11-01&to=2026-11-25", "2026-10-01..2026-10-25"}, // of a month as much
		{"from=2026-03-01&to=2026-03-30", "2026-02-01..2026-02-28"}, // which is shorter
		{"from=2026-10-01&to=2026-11-25", "2026-07-01..2026-08-25"}, // of a quarter
		{"from=2026-01-01&to=2026-11-25", "2025-01-01..2025-11-25"}, // of a year
		{"from=2024-01-01&to=2024-02-28", "2023-10-01..2023-11-28"},
		{"from=2026-05-01&to=2026-06-15", "2026-03-01..2026-04-15"}, // no quarter begins in May
		{"from=2026-11-01&to=2026-11-01", "2026-10-31..2026-10-31"}, // one day
		{"from=2026-11-23&to=2026-11-26", "2026-11-16..2026-11-19"}, // of a week, Monday to Thursday
		{"from=2026-11-24&to=2026-11-26", "2026-11-21..2026-11-23"},
		{"from=2026-03-01", "2026-02-28..2026-02-28"},
		{"from=2026-01-01&to=2026-11-30", "2025-01-01..2025-11-30"}, // the last day of a month
		{"from=2026-10-01&to=2026-11-30", "2026-07-01..2026-08-31"},
		{"from=2026-01-01&to=2026-02-28", "2025-10-01..2025-11-30"},
		{"from=2028-01-01&to=2028-02-29", "2027-10-01..2027-11-30"},
		{"from=2026-01-01&to=2026-03-31", "2025-10-01..2025-12-31"},
		{"from=2026-04-01&to=2026-04-30", "2026-03-01..2026-03-31"},
		{"from=2026-05-01&to=2026-06-30", "2026-03-01..2026-04-30"},
		{"from=2025-01-01&to=2026-06-30", "2023-07-01..2024-12-31"},
		{"from=2026-11-30&to=2026-11-30", "2026-11-27..2026-11-27"}, // a Monday alone, and the week that has begun
		{"from=2026-11-30&to=2026-11-30&unit=week", "2026-11-23..2026-11-23"},
		{"from=2026-12-01&to=2026-12-01", "2026-11-30..2026-11-30"}, // the first of a month alone
		{"from=2026-12-01&to=2026-12-01&unit=month", "2026-11-01..2026-11-01"},
		{"from=2026-10-01&to=2026-10-01&unit=quarter", "2026-07-01..2026-07-01"},
		{"from=2026-01-01&to=2026-01-31&unit=year", "2025-01-01..2025-01-31"},
		{"from=2026-06-01&to=2026-06-01", "2026-05-29..2026-05-29"}, // both
		{"from=2026-06-01&to=2026-06-03&unit=week", "2026-05-25..2026-05-27"},
		{"from=2026-11-24&to=2026-11-26&unit=month", "2026-11-21..2026-11-23"}, // no month begins on the 24th
	} {
		if r := d.report(c.query); r.Before.From+".."+r.Before.To != c.want {
			t.Errorf("%s is compared with %v, want %s", c.query, r.Before, c.want)
		}
	}
	month := time.Now().In(time.FixedZone("", 3*60*60)).Format("2006-01")
	if r := d.report(""); r.Period.From != month+"-01" || r.Period.To[:7] != month || len(r.Days) < 28 {
		t.Errorf("without a period it is of %v", r.Period)
	}
	for _, c := range []struct{ bad, field string }{
		{"from=x&to=2026-11-30", "from"},
		{"from=2026-11-01&to=2026-11-31", "to"},
		{"from=2026-11-02&to=2026-11-01", "to"},
		{"from=2020-01-01&to=2026-11-01", "to"},
		{"priority=x", "priority"},
		{"unit=day", "unit"},
	} {
		d.want(400, "boss", "GET", "/api/desk/reports?"+c.bad, "", `"`+c.field+`":{"code":`)
	}
	if r := d.report("consultant=" + url.QueryEscape("' OR 1=1 --")); r.Totals.Now.Created != 0 {
		t.Errorf("an id that is nobody's has %d tasks", r.Totals.Now.Created)
	}
}
