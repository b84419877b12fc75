package worktime_test

import (
	"errors"
	"testing"
	"time"

	"otklik/hooks/worktime"
)

const (
	fiveDays = `[[["09:00","18:00"]],[["09:00","18:00"]],[["09:00","18:00"]],[["09:00","18:00"]],[["09:00","13:00"],["14:00","17:00"]],[],[]]`
	holidays = `{"01-01":[],"2026-12-31":[["09:00","12:00"]],"2026-11-28":[["10:00","14:00"]]}`
)

func schedule(t testing.TB, timezone, week, exceptions string) *worktime.Schedule {
	t.Helper()
	s, err := worktime.Parse(timezone, []byte(week), []byte(exceptions), nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestBetweenAndAdd(t *testing.T) {
	s := schedule(t, "Europe/Moscow", fiveDays, holidays)
	moment := func(text string) time.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04", text, s.Location())
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, c := range []struct {
		from, to string
		want     time.Duration
	}{
		{"2026-11-25 10:00", "2026-11-25 10:00", 0},
		{"2026-11-25 10:00", "2026-11-25 12:30", 150 * time.Minute},     // within a Wednesday
		{"2026-11-25 17:30", "2026-11-26 09:30", time.Hour},             // over a night
		{"2026-11-25 06:00", "2026-11-25 22:00", 9 * time.Hour},         // before and after the hours
		{"2026-11-27 12:00", "2026-11-27 15:00", 2 * time.Hour},         // over a Friday's lunch
		{"2026-11-20 16:00", "2026-11-23 10:00", 2 * time.Hour},         // over a weekend
		{"2026-11-27 16:00", "2026-11-30 10:00", 6 * time.Hour},         // over a Saturday that is worked
		{"2026-12-31 11:00", "2027-01-04 10:00", 2 * time.Hour},         // over a short day, a holiday (Friday), a weekend
		{"2026-11-16 09:00", "2026-11-23 09:00", (4*9 + 7) * time.Hour}, // a week
	} {
		from, to := moment(c.from), moment(c.to)
		if got := s.Between(from, to); got != c.want {
			t.Errorf("between %s and %s: %v, want %v", c.from, c.to, got, c.want)
		}
		if got := s.Between(to, from); got != 0 {
			t.Errorf("back from %s to %s: %v, want 0", c.to, c.from, got)
		}
		if got := s.Between(from, s.Add(from, c.want)); got != c.want {
			t.Errorf("%v after %s is %v, which is %v away", c.want, c.from, s.Add(from, c.want), got)
		}
	}
	if got, want := s.Add(moment("2026-11-27 16:30"), 2*time.Hour), moment("2026-11-28 11:30"); !got.Equal(want) {
		t.Errorf("two hours after Friday's end: %v, want %v", got, want)
	}
}

// oddDays is a calendar of one day off, one shortened day and one worked Saturday.
type oddDays struct{}

func (oddDays) Day(date time.Time) (off, short bool, like time.Weekday) {
	switch date.Format(time.DateOnly) {
	case "2026-12-02", "2026-12-31":
		return true, false, date.Weekday()
	case "2026-12-03", "2026-12-04":
		return false, true, date.Weekday()
	case "2026-12-05":
		return false, false, time.Wednesday
	}
	return false, false, date.Weekday()
}

// The calendar takes days off, shortens them and lends the hours of a weekday; the
// exceptions win over it.
func TestCalendar(t *testing.T) {
	s, err := worktime.Parse("UTC", []byte(fiveDays), []byte(holidays), oddDays{})
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]time.Duration{
		"2026-12-01": 9 * time.Hour,
		"2026-12-02": 0,
		"2026-12-03": 8 * time.Hour, // from nine to five
		"2026-12-04": 6 * time.Hour, // a Friday, from nine to one and from two to four
		"2026-12-05": 9 * time.Hour, // a Saturday like a Wednesday
		"2026-12-06": 0,
		"2026-12-31": 3 * time.Hour, // the exception
	} {
		from, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Between(from, from.AddDate(0, 0, 1)); got != want {
			t.Errorf("%s: %v, want %v", day, got, want)
		}
	}
	from := time.Date(2026, 12, 3, 17, 0, 0, 0, time.UTC)
	if got := s.Between(from, from.Add(time.Hour)); got != 0 {
		t.Errorf("%v of work after a shortened day", got)
	}
	short, err := worktime.Parse("UTC", []byte(`[[],[],[],[["09:00","10:00"],["11:00","11:30"]],[],[],[]]`), nil, oddDays{})
	if err != nil {
		t.Fatal(err)
	}
	if got := short.Between(from.AddDate(0, 0, -1), from.AddDate(0, 0, 1)); got != 30*time.Minute {
		t.Errorf("an hour less than an hour and a half is %v", got)
	}
}

// A change of the clocks does not change the length of a working day outside of it.
func TestChangeOfClocks(t *testing.T) {
	s := schedule(t, "Europe/Berlin", `[[["09:00","17:00"]],[],[],[],[],[],[["01:00","05:00"]]]`, "")
	from := time.Date(2026, 3, 28, 12, 0, 0, 0, s.Location())
	if got := s.Between(from, from.AddDate(0, 0, 3)); got != 11*time.Hour { // Sunday lost the hour from 2 to 3
		t.Errorf("got %v, want 11h", got)
	}
	if got := s.Add(from, 4*time.Hour); !got.Equal(time.Date(2026, 3, 30, 10, 0, 0, 0, s.Location())) {
		t.Errorf("got %v", got)
	}
	from = time.Date(2026, 10, 24, 12, 0, 0, 0, s.Location())
	if got := s.Between(from, from.AddDate(0, 0, 1)); got != 5*time.Hour { // Sunday had the hour from 2 to 3 twice
		t.Errorf("got %v, want 5h", got)
	}
}

// Eight working hours from edge cases of the calendar, and from now.
func TestAddAtMoments(t *testing.T) {
	const layout, work = "2006-01-02 15:04", 8 * time.Hour
	for _, c := range []struct{ zone, from, want string }{
		{"Europe/Moscow", "2026-11-23 10:00", "2026-11-23 18:00"},    // a Monday, to its very end
		{"Europe/Moscow", "2026-11-29 12:00", "2026-11-30 17:00"},    // a Sunday
		{"Europe/Moscow", "2026-01-01 00:00", "2026-01-05 10:00"},    // a holiday, a Friday of seven hours, a weekend
		{"Europe/Moscow", "2024-02-29 15:00", "2024-03-01 15:00"},    // the end of a leap February
		{"Europe/Moscow", "2026-04-30 17:30", "2026-05-04 09:30"},    // the last day of a month
		{"Europe/Moscow", "2025-12-31 23:59", "2026-01-05 10:00"},    // the last minute of a year
		{"Europe/Berlin", "2026-03-29 03:30", "2026-03-30 17:00"},    // after the skipped hour
		{"Europe/Berlin", "2026-10-25 02:30", "2026-10-26 17:00"},    // in the hour that comes twice
		{"America/Santiago", "2026-09-06 01:00", "2026-09-07 17:00"}, // when a day without a midnight begins
	} {
		s := schedule(t, c.zone, fiveDays, holidays)
		from, err := time.ParseInLocation(layout, c.from, s.Location())
		if err != nil {
			t.Fatal(err)
		}
		to := s.Add(from, work)
		if got := to.In(s.Location()).Format(layout); got != c.want || s.Between(from, to) != work {
			t.Errorf("from %s: %s, want %s; %v are between", c.from, got, c.want, s.Between(from, to))
		}
		now := time.Now()
		if to := s.Add(now, work); s.Between(now, to) != work || s.Between(now, to.Add(-time.Second)) >= work {
			t.Errorf("from now, %s: %s", now, to)
		}
	}
}

// A day may start without a midnight: in Chile the clocks go from 24:00 to 01:00.
func TestNoMidnight(t *testing.T) {
	s := schedule(t, "America/Santiago", fiveDays, "")
	from := time.Date(2026, 9, 4, 16, 0, 0, 0, s.Location()) // a Friday
	to := time.Date(2026, 9, 7, 10, 0, 0, 0, s.Location())
	if got := s.Between(from, to); got != 2*time.Hour {
		t.Errorf("got %v, want 2h", got)
	}
	if got := s.Add(from, 2*time.Hour); !got.Equal(to) {
		t.Errorf("got %v, want %v", got, to)
	}
}

// Add and Between are inverse, in both directions, over the years.
func TestAddAndBetweenAreInverse(t *testing.T) {
	for _, zone := range []string{"Europe/Moscow", "Europe/Berlin", "America/Santiago", "UTC"} {
		s := schedule(t, zone, fiveDays, holidays)
		from := time.Date(2025, 12, 20, 0, 0, 0, 0, time.UTC)
		for i := range 400 {
			from, d := from.Add(time.Duration(i)*29*time.Hour), time.Duration(i*37+1)*time.Minute
			to, back := s.Add(from, d), s.Add(from, -d)
			if ahead, behind := s.Between(from, to), s.Between(back, from); ahead != d || behind != d {
				t.Fatalf("%s: %v from %v is %v (%v) and %v (%v)", zone, d, from, to, ahead, back, behind)
			}
			if again := s.Add(s.Add(from, d+time.Hour), -time.Hour); !again.Equal(to) {
				t.Fatalf("%s: an hour more than %v and an hour back is %v, want %v", zone, d, again, to)
			}
		}
	}
}

// Without any working hours Add returns its start and does not loop.
func TestNoHours(t *testing.T) {
	s := schedule(t, "UTC", `[[],[],[],[],[],[],[]]`, "")
	from := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	for _, d := range []time.Duration{time.Hour, 0, -time.Hour} {
		if got := s.Add(from, d); !got.Equal(from) {
			t.Errorf("%v: got %v", d, got)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		timezone, week, exceptions string
		want                       error
	}{
		{"", fiveDays, "", worktime.ErrTimezone},
		{"Europe/Atlantis", fiveDays, "", worktime.ErrTimezone},
		{"UTC", ``, "", worktime.ErrWeek},
		{"UTC", `[[],[],[]]`, "", worktime.ErrWeek},
		{"UTC", `[[["9","18:00"]],[],[],[],[],[],[]]`, "", worktime.ErrWeek},
		{"UTC", `[[["18:00","09:00"]],[],[],[],[],[],[]]`, "", worktime.ErrWeek},
		{"UTC", `[[["09:00","13:00"],["12:00","18:00"]],[],[],[],[],[],[]]`, "", worktime.ErrWeek},
		{"UTC", fiveDays, `[]`, worktime.ErrExceptions},
		{"UTC", fiveDays, `{"13-01":[]}`, worktime.ErrExceptions},
		{"UTC", fiveDays, `{"2026-02-30":[]}`, worktime.ErrExceptions},
		{"UTC", fiveDays, `{"02-29":[["25:00","26:00"]]}`, worktime.ErrExceptions},
	} {
		if _, err := worktime.Parse(c.timezone, []byte(c.week), []byte(c.exceptions), nil); !errors.Is(err, c.want) {
			t.Errorf("%s %s %s: %v, want %v", c.timezone, c.week, c.exceptions, err, c.want)
		}
	}
}

func BenchmarkBetween(b *testing.B) {
	s := schedule(b, "Europe/Moscow", fiveDays, holidays)
	from := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for b.Loop() {
		s.Between(from, from.Add(1000*time.Hour))
	}
}
