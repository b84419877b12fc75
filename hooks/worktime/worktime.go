// Package worktime counts in working hours: how much of them lies between two
// moments, and which moment lies so many of them ahead.
package worktime

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
	_ "time/tzdata" // a bare machine knows no time zones
)

// The errors of [Parse]: which part of the schedule is wrong.
var (
	ErrTimezone   = errors.New("worktime: unknown time zone")
	ErrWeek       = errors.New("worktime: the week is no list of seven days of hours")
	ErrExceptions = errors.New("worktime: the exceptions are no hours by day")
)

// horizon bounds how far ahead Add looks for a working hour.
const horizon = 366

// span is a time of work within a day, from and to as minutes of its clock.
type span struct{ from, to int }

// Schedule is when people work: the hours of each day of the week, and the
// days that are otherwise.
type Schedule struct {
	location   *time.Location
	week       [7][]span         // from Monday
	exceptions map[string][]span // by "2006-01-02", or "01-02" for every year
	minutes    [7]int            // of each day of the week
}

// Parse reads a schedule: the IANA name of a time zone, the week as JSON,
// [[["09:00","18:00"]], …] with seven days from Monday, and the exceptions as
// {"01-01": [], "2026-12-31": [["09:00","14:00"]]}. Spans of a day are in order
// and do not overlap. An error is one of ErrTimezone, ErrWeek, ErrExceptions.
func Parse(timezone string, week, exceptions []byte) (*Schedule, error) {
	location, err := time.LoadLocation(timezone)
	if err != nil || timezone == "" {
		return nil, ErrTimezone
	}
	s := &Schedule{location: location, exceptions: map[string][]span{}}
	var days [][][]string
	if err := json.Unmarshal(week, &days); err != nil || len(days) != len(s.week) {
		return nil, ErrWeek
	}
	for i, day := range days {
		if s.week[i], err = parseDay(day); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrWeek, err)
		}
		s.minutes[i] = length(s.week[i])
	}
	if err := s.parseExceptions(exceptions); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrExceptions, err)
	}
	return s, nil
}

func (s *Schedule) parseExceptions(raw []byte) error {
	var days map[string][][]string
	if len(raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(raw, &days); err != nil {
		return err
	}
	for name, day := range days {
		layout := time.DateOnly
		if len(name) == len("01-02") {
			layout, name = time.DateOnly, "2000-"+name // a leap year: February 29 is a day
		}
		if _, err := time.Parse(layout, name); err != nil {
			return err
		}
		spans, err := parseDay(day)
		if err != nil {
			return err
		}
		s.exceptions[trimYear(name)] = spans
	}
	return nil
}

// trimYear takes off the year that stands for all.
func trimYear(name string) string {
	if name[:5] == "2000-" {
		return name[5:]
	}
	return name
}

func parseDay(day [][]string) ([]span, error) {
	spans := make([]span, 0, len(day))
	last := 0
	for _, pair := range day {
		if len(pair) != 2 {
			return nil, fmt.Errorf("%q is no span of hours", pair)
		}
		from, errFrom := parseClock(pair[0])
		to, errTo := parseClock(pair[1])
		if err := errors.Join(errFrom, errTo); err != nil {
			return nil, err
		}
		if from < last || to <= from {
			return nil, fmt.Errorf("%q is out of order", pair)
		}
		last = to
		spans = append(spans, span{from, to})
	}
	return spans, nil
}

func parseClock(s string) (int, error) {
	if s == "24:00" {
		return 24 * 60, nil
	}
	t, err := time.Parse("15:04", s)
	return t.Hour()*60 + t.Minute(), err
}

func length(spans []span) (minutes int) {
	for _, s := range spans {
		minutes += s.to - s.from
	}
	return minutes
}

// Location is the time zone of the schedule.
func (s *Schedule) Location() *time.Location { return s.location }

// hours are those of the day that begins at midnight day, and their minutes.
func (s *Schedule) hours(day time.Time) ([]span, int) {
	if len(s.exceptions) > 0 {
		name := day.Format(time.DateOnly)
		for _, key := range []string{name, name[5:]} {
			if spans, ok := s.exceptions[key]; ok {
				return spans, length(spans)
			}
		}
	}
	i := (int(day.Weekday()) + 6) % 7
	return s.week[i], s.minutes[i]
}

// at is the moment of a day's clock: on the night of a change of clocks the
// hours stay where people see them.
func at(day time.Time, minutes int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, minutes, 0, 0, day.Location())
}

func midnight(t time.Time) time.Time { return at(t, 0) }

func next(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, day.Location())
}

// Between is the working time from one moment to a later one; zero if to is not
// later.
func (s *Schedule) Between(from, to time.Time) time.Duration {
	if !to.After(from) {
		return 0
	}
	from, to = from.In(s.location), to.In(s.location)
	var sum time.Duration
	last := midnight(to)
	for day, tomorrow := midnight(from), next(midnight(from)); !day.After(last); day, tomorrow = tomorrow, next(tomorrow) {
		spans, minutes := s.hours(day)
		if day.After(from) && day.Before(last) && tomorrow.Sub(day) == 24*time.Hour {
			sum += time.Duration(minutes) * time.Minute
			continue
		}
		for _, w := range spans {
			start, end := later(at(day, w.from), from), earlier(at(day, w.to), to)
			sum += max(0, end.Sub(start))
		}
	}
	return sum
}

// Add is the moment that lies d of working time after from. A schedule without
// an hour of work within a year gives from itself.
func (s *Schedule) Add(from time.Time, d time.Duration) time.Time {
	day := midnight(from.In(s.location))
	left := d
	for range horizon + int(d/time.Hour) {
		spans, _ := s.hours(day)
		for _, w := range spans {
			start, end := later(at(day, w.from), from), at(day, w.to)
			if !end.After(start) {
				continue
			}
			if left <= end.Sub(start) {
				return start.Add(left)
			}
			left -= end.Sub(start)
		}
		day = next(day)
	}
	return from
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
