// Package worktime owns arithmetic in working hours: the working time between two
// moments, and the moment a given working time away.
package worktime

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
	_ "time/tzdata" // a minimal system has no time zone database
)

// The errors of [Parse]: which part of the schedule is wrong.
var (
	ErrTimezone   = errors.New("worktime: unknown time zone")
	ErrWeek       = errors.New("worktime: the week is no list of seven days of hours")
	ErrExceptions = errors.New("worktime: the exceptions are no hours by day")
)

// span is an interval of work within a day, from and to by the local clock.
type span struct{ from, to time.Duration }

// Calendar tells how dates differ from their weekdays.
type Calendar interface {
	// Day returns whether a date is off or shortened, and the weekday whose hours apply
	// to it.
	Day(date time.Time) (off, short bool, like time.Weekday)
}

// shortenedBy is by how much the work on a shortened day ends earlier: article 95 of
// the Labour Code.
const shortenedBy = time.Hour

// Schedule holds the working hours of each weekday and of exceptional days.
type Schedule struct {
	location   *time.Location
	calendar   Calendar          // nil if every weekday is like any other
	week       [7][]span         // from Monday
	exceptions map[string][]span // by "2006-01-02", or "01-02" for every year
	years      years             // computed from the above
}

// Parse parses a schedule: the IANA name of a time zone, the week as JSON,
// [[["09:00","18:00"]], …] with seven days from Monday, and the exceptions as
// {"01-01": [], "2026-12-31": [["09:00","14:00"]]}. The spans of a day must be in
// order and must not overlap. On other days the calendar, which may be nil, decides
// about the hours. An error wraps ErrTimezone, ErrWeek or ErrExceptions.
func Parse(timezone string, week, exceptions []byte, calendar Calendar) (*Schedule, error) {
	location, err := time.LoadLocation(timezone)
	if err != nil || timezone == "" {
		return nil, ErrTimezone
	}
	s := &Schedule{location: location, calendar: calendar, exceptions: map[string][]span{}}
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
			layout, name = time.DateOnly, "2000-"+name // a leap year, so that February 29 is valid
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

// trimYear removes the year 2000, which stands for every year.
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

// Location returns the time zone of the schedule.
func (s *Schedule) Location() *time.Location { return s.location }

// Between returns the working time from one moment to a later one; zero if to is
// not later.
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

// Add returns the moment d of working time after from, or before it if d is
// negative. It returns from itself if a whole year has no working hours.
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
	return from // d is zero, outside working hours
}
