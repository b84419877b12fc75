package worktime

import (
	"slices"
	"sort"
	"sync/atomic"
	"time"
)

// day holds the working hours of one day of a year.
type day struct {
	midnight time.Time
	spans    []span        // from midnight
	before   time.Duration // working time of the year before this day
}

// year holds the days of a year, and one more day for the sum.
type year []day

func (y year) total() time.Duration { return y[len(y)-1].before }

// years caches the computed years from 1970: a report uses the same few years
// hundreds of thousands of times.
type years [200]atomic.Pointer[year]

func (s *Schedule) year(n int) year {
	if n < 1970 || n >= 1970+len(s.years) {
		return s.makeYear(n)
	}
	kept := &s.years[n-1970]
	if y := kept.Load(); y != nil {
		return *y
	}
	y := s.makeYear(n)
	kept.Store(&y)
	return y
}

func (s *Schedule) makeYear(n int) year {
	y := make(year, 0, 367)
	var sum time.Duration
	for date := time.Date(n, 1, 1, 0, 0, 0, 0, time.UTC); date.Year() == n; date = date.AddDate(0, 0, 1) {
		d := day{s.clock(date, 0), s.hours(date), sum}
		if s.clock(date, 24*time.Hour).Sub(d.midnight) != 24*time.Hour {
			d.spans = s.stretch(date, d.spans)
		}
		y = append(y, d)
		sum += d.worked(d.midnight.Add(48 * time.Hour))
	}
	return append(y, day{before: sum})
}

// clock returns the moment of a local time on a date, in the schedule's time zone.
func (s *Schedule) clock(date time.Time, at time.Duration) time.Time {
	return time.Date(date.Year(), date.Month(), date.Day(), 0, int(at/time.Minute), 0, 0, s.location)
}

// stretch adjusts the spans of a day on which the clocks change, so that they keep
// their local times.
func (s *Schedule) stretch(date time.Time, spans []span) []span {
	midnight := s.clock(date, 0)
	out := make([]span, len(spans))
	for i, w := range spans {
		from := s.clock(date, w.from).Sub(midnight)
		out[i] = span{from, max(from, s.clock(date, w.to).Sub(midnight))}
	}
	return out
}

// hours returns the working hours of a date.
func (s *Schedule) hours(date time.Time) []span {
	name := date.Format(time.DateOnly)
	for _, key := range []string{name, name[len(name)-len("01-02"):]} {
		if spans, ok := s.exceptions[key]; ok {
			return spans
		}
	}
	if s.calendar == nil {
		return s.weekday(date.Weekday())
	}
	off, short, like := s.calendar.Day(date)
	switch {
	case off:
		return nil
	case short:
		return shorten(s.weekday(like))
	}
	return s.weekday(like)
}

// weekday returns the hours of a weekday.
func (s *Schedule) weekday(day time.Weekday) []span { return s.week[(int(day)+6)%len(s.week)] }

// shorten removes [shortenedBy] from the end of a day.
func shorten(spans []span) []span {
	out, left := slices.Clone(spans), shortenedBy
	for len(out) > 0 {
		last := &out[len(out)-1]
		if last.to-last.from > left {
			last.to -= left
			break
		}
		left -= last.to - last.from
		out = out[:len(out)-1]
	}
	return out
}

// worked returns the working time of the day before a moment of it.
func (d *day) worked(until time.Time) (sum time.Duration) {
	at := until.Sub(d.midnight)
	for _, w := range d.spans {
		sum += max(0, min(at, w.to)-w.from)
	}
	return sum
}

// worked returns the year of a moment and the working time in it before the moment.
func (s *Schedule) worked(t time.Time) (n int, sum time.Duration) {
	t = t.In(s.location)
	n = t.Year()
	d := &s.year(n)[t.YearDay()-1]
	return n, d.before + d.worked(t)
}

// at returns the earliest moment of the year before which there is so much working
// time.
func (y year) at(work time.Duration) time.Time {
	d := y[max(0, sort.Search(len(y), func(i int) bool { return y[i].before >= work })-1)]
	left := work - d.before
	for _, w := range d.spans {
		if left <= w.to-w.from {
			return d.midnight.Add(w.from + left)
		}
		left -= w.to - w.from
	}
	return d.midnight
}
