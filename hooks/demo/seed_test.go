package demo

import (
	"testing"
	"time"
)

func TestWorkingHour(t *testing.T) {
	monday := time.Date(2026, 11, 23, 0, 30, 0, 0, time.UTC)
	for hour := range 14 * 24 {
		at := monday.Add(time.Duration(hour) * time.Hour)
		got := workingHour(at)
		if d := got.Weekday(); d == time.Saturday || d == time.Sunday || got.Hour() < 9 || got.Hour() >= 18 {
			t.Errorf("%s is not a working hour, for %s", got, at)
		}
		if moved := at.Sub(got); moved < 0 || moved > demoWeekend*24*time.Hour-90*time.Minute {
			t.Errorf("%s is moved by %s", at, moved)
		}
	}
}

// Texts name the previous month, also on the last day of a long month.
func TestMonthBefore(t *testing.T) {
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{time.Date(2026, time.January, 31, 12, 0, 0, 0, time.UTC), "декабрь"},
		{time.Date(2024, time.February, 29, 12, 0, 0, 0, time.UTC), "январь"},
		{time.Date(2026, time.March, 31, 12, 0, 0, 0, time.UTC), "февраль"},
		{time.Date(2026, time.December, 31, 12, 0, 0, 0, time.UTC), "ноябрь"},
	} {
		if got := monthBefore(c.at); got != c.want {
			t.Errorf("on %s: %s, want %s", c.at.Format(time.DateOnly), got, c.want)
		}
	}
}
