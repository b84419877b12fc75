package demo

import (
	"testing"
	"time"
)

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
