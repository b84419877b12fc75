package api

import (
	"slices"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/clock"
)

// stopAt stops the clock of the desk at a time.
func (d *desk) stopAt(at time.Time) { clock.Set(d.app, func() time.Time { return at }) }

// followClock makes PocketBase's own timestamps of records follow the desk's clock.
func (d *desk) followClock() {
	d.app.OnRecordCreate().BindFunc(func(e *core.RecordEvent) error {
		stampRecord(e.Record, clock.Now(e.App), "created", "updated")
		return e.Next()
	})
	d.app.OnRecordUpdate().BindFunc(func(e *core.RecordEvent) error {
		now := clock.Now(e.App)
		if now.Sub(e.Record.Original().GetDateTime("updated").Time()).Abs() < time.Millisecond {
			now = now.Add(time.Millisecond) // an unchanged time would be set by PocketBase
		}
		stampRecord(e.Record, now, "updated")
		return e.Next()
	})
}

func stampRecord(r *core.Record, at time.Time, names ...string) {
	stamp, _ := types.ParseDateTime(at)
	for _, name := range names {
		if r.Collection().Fields.GetByName(name) != nil {
			r.SetRaw(name, stamp)
		}
	}
}

// moment is an edge case of the calendar with the expected results of the date-bound
// rules. Days and times are in the zone.
type moment struct {
	name, zone, at string
	due            string    // of a normal task made at it: eight working hours later
	monday         string    // of its week
	month, before  [2]string // the first and the last day of its month, and of what that is compared with
}

// moments are computed by hand for working hours from Monday to Friday, 9 to 18, on
// the production calendar.
var moments = []moment{
	{"a Monday", "Europe/Moscow", "2026-11-23 10:00", "2026-11-23 18:00", "2026-11-23", [2]string{"2026-11-01", "2026-11-30"}, [2]string{"2026-10-01", "2026-10-31"}},
	{"a Sunday", "Europe/Moscow", "2026-11-29 12:00", "2026-11-30 17:00", "2026-11-23", [2]string{"2026-11-01", "2026-11-30"}, [2]string{"2026-10-01", "2026-10-31"}},
	{"1 January", "Europe/Moscow", "2026-01-01 00:30", "2026-01-12 17:00", "2025-12-29", [2]string{"2026-01-01", "2026-01-31"}, [2]string{"2025-12-01", "2025-12-31"}},
	{"29 February", "Europe/Moscow", "2024-02-29 15:00", "2024-03-01 14:00", "2024-02-26", [2]string{"2024-02-01", "2024-02-29"}, [2]string{"2024-01-01", "2024-01-31"}},
	{"the last day of a month", "Europe/Moscow", "2026-04-30 17:30", "2026-05-04 17:00", "2026-04-27", [2]string{"2026-04-01", "2026-04-30"}, [2]string{"2026-03-01", "2026-03-31"}},
	{"31 December at 23:59", "Europe/Moscow", "2025-12-31 23:59", "2026-01-12 17:00", "2025-12-29", [2]string{"2025-12-01", "2025-12-31"}, [2]string{"2025-11-01", "2025-11-30"}},
	{"the night the clocks go ahead", "Europe/Berlin", "2026-03-29 03:30", "2026-03-30 17:00", "2026-03-23", [2]string{"2026-03-01", "2026-03-31"}, [2]string{"2026-02-01", "2026-02-28"}},
	{"a Monday that begins a quarter", "Europe/Moscow", "2024-04-01 00:00", "2024-04-01 17:00", "2024-04-01", [2]string{"2024-04-01", "2024-04-30"}, [2]string{"2024-03-01", "2024-03-31"}},
	{"the night the clocks go back", "Europe/Berlin", "2026-10-25 02:30", "2026-10-26 17:00", "2026-10-19", [2]string{"2026-10-01", "2026-10-31"}, [2]string{"2026-09-01", "2026-09-30"}},
	{"a day without a midnight", "America/Santiago", "2026-09-06 01:00", "2026-09-07 17:00", "2026-08-31", [2]string{"2026-09-01", "2026-09-30"}, [2]string{"2026-08-01", "2026-08-31"}},
}

const minutes = "2006-01-02 15:04"

func zoneOf(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func (m moment) time(t testing.TB) time.Time {
	t.Helper()
	at, err := time.ParseInLocation(minutes, m.at, zoneOf(t, m.zone))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// momentOf computes a moment minute by minute and day by day, independently of the
// tested code.
func momentOf(at time.Time, zone string) moment {
	day := func(t time.Time) string { return t.Format(time.DateOnly) }
	noon := time.Date(at.Year(), at.Month(), at.Day(), 12, 0, 0, 0, time.UTC) // of the calendar: its days have 24 hours
	monday := noon
	for monday.Weekday() != time.Monday {
		monday = monday.Add(-24 * time.Hour)
	}
	month := func(of time.Time) [2]string {
		first, last := of, of
		for first.Day() != 1 {
			first = first.Add(-24 * time.Hour)
		}
		for last.Add(24*time.Hour).Month() == of.Month() {
			last = last.Add(24 * time.Hour)
		}
		return [2]string{day(first), day(last)}
	}
	return moment{
		name: "at " + at.Format(minutes), zone: zone, at: at.Format(minutes), due: dueByMinutes(at).Format(minutes), monday: day(monday),
		month: month(noon), before: month(noon.Add(-time.Duration(noon.Day()) * 24 * time.Hour)),
	}
}

// dueByMinutes adds eight working hours minute by minute, with the decrees for 2026.
func dueByMinutes(at time.Time) time.Time {
	holidays := []string{"01-01", "01-02", "01-03", "01-04", "01-05", "01-06", "01-07", "01-08", "02-23", "03-08", "05-01", "05-09", "06-12", "11-04"}
	for left := 8 * 60; left > 0; at = at.Add(time.Minute) {
		off := at.Weekday() == time.Saturday || at.Weekday() == time.Sunday || slices.Contains(holidays, at.Format("01-02")) ||
			slices.Contains([]string{"2026-01-09", "2026-03-09", "2026-05-11", "2026-12-31"}, at.Format(time.DateOnly))
		end := 18
		if slices.Contains([]string{"2026-04-30", "2026-05-08", "2026-06-11", "2026-11-03"}, at.Format(time.DateOnly)) {
			end = 17
		}
		if !off && at.Hour() >= 9 && at.Hour() < end {
			left--
		}
	}
	return at
}

// eachMoment runs a test at each moment and now, on a desk whose other tasks are from
// another time and whose schedule is that of the moments.
func eachMoment(t *testing.T, test func(d *desk, m moment, at time.Time)) {
	t.Helper()
	desk := newDesk(t)
	for _, statement := range []string{
		"UPDATE tasks SET created = '2020-01-01 00:00:00.000Z', due_at = ''",
		"UPDATE tasks SET done_at = '2020-01-02 00:00:00.000Z' WHERE done_at != ''",
		"UPDATE tasks SET closed_at = '2020-01-03 00:00:00.000Z' WHERE closed_at != ''",
		"UPDATE tasks SET archived_at = '2020-01-03 00:00:00.000Z' WHERE archived_at != ''",
	} {
		if _, err := desk.app.DB().NewQuery(statement).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	desk.followClock()
	desk.keep()
	now := time.Now().In(zoneOf(t, "Europe/Moscow")).Truncate(time.Minute)
	for _, m := range append(slices.Clone(moments), momentOf(now, "Europe/Moscow")) {
		t.Run(m.name, func(t *testing.T) {
			d := desk.restored(t)
			if _, err := d.app.DB().NewQuery("UPDATE schedule SET timezone = {:zone}").Bind(map[string]any{"zone": m.zone}).Execute(); err != nil {
				t.Fatal(err)
			}
			at := m.time(t)
			d.stopAt(at)
			test(d, m, at)
		})
	}
}

// The computation by minutes agrees with the one by hand.
func TestMoments(t *testing.T) {
	for _, m := range moments {
		got := momentOf(m.time(t), m.zone)
		got.name = m.name
		if got != m {
			t.Errorf("got %+v, want %+v", got, m)
		}
	}
}
