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
