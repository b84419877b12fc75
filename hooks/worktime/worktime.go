// Package worktime owns counting in working hours: how much of them lies between
// two moments, and which moment lies so many of them ahead or back.
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

// span is a time of work within a day, from and to as its clock says.
type span struct{ from, to time.Duration }

// Schedule is when people work: the hours of each day of the week, and the
// days that are otherwise.
type Schedule struct {
	location   *time.Location
	week       [7][]span         // from Monday
	exceptions map[string][]span // by "2006-01-02", or "01-02" for every year
	years      years             // what has been worked out of them
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
	last := time.Duration(0)
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

func parseClock(s string) (time.Duration, error) {
	if s == "24:00" {
		return 24 * time.Hour, nil
	}
	t, err := time.Parse("15:04", s)
	return time.Duration(t.Hour()*60+t.Minute()) * time.Minute, err
}

// Location is the time zone of the schedule.
func (s *Schedule) Location() *time.Location { return s.location }

// Between is the working time from one moment to a later one; zero if to is not
// later.
func (s *Schedule) Between(from, to time.Time) time.Duration {
	if !to.After(from) {
		return 0
	}
	first, before := s.worked(from)
	last, sum := s.worked(to)
	for y := first; y < last; y++ {
		sum += s.year(y).total()
	}
	return sum - before
}

// Add is the moment that lies d of working time after from, or before it where d
// is negative. A schedule without an hour of work within a year gives from
// itself.
func (s *Schedule) Add(from time.Time, d time.Duration) time.Time {
	y, left := s.worked(from)
	left += d
	for left <= 0 && d < 0 {
		y--
		if s.year(y).total() == 0 {
			return from
		}
		left += s.year(y).total()
	}
	for left > s.year(y).total() {
		left -= s.year(y).total()
		y++
		if s.year(y).total() == 0 {
			return from
		}
	}
	if at := s.year(y).at(left); d < 0 || at.After(from) {
		return at
	}
	return from // nothing is added, after hours
}
