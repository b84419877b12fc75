package reports

import (
	"slices"
	"sort"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/desk"
)

// reporter accumulates a report while the facts of the days are read. Moments are in
// quarters of an hour since 1970.
type reporter struct {
	hours       *desk.OfficeHours
	asked       [][]string // by breakdown: the ids that count; none is all
	first, last int64      // the period before, its end exclusive
	midnights   []int64    // the start of each day of the period, and its end
	bounds      []int64    // all of these, ascending
	days        []Day
	before, now summary
	groups      []*groups // as in Breakdowns
}

// summary counts a period, with the minutes of its tasks.
type summary struct {
	tally
	answers, works timings
}

// Read computes a report from the facts of the days of both periods.
func Read(app core.App, q reportQuery, hours *desk.OfficeHours) (*Report, error) {
	r := newReporter(q, hours)
	if err := r.readDays(app, q); err != nil {
		return nil, err
	}
	return r.report(app, q)
}

func newReporter(q reportQuery, hours *desk.OfficeHours) *reporter {
	r := &reporter{hours: hours, asked: q.byBreakdown(), first: momentOf(q.before), last: momentOf(q.beforeEnd)}
	for day := q.from; !day.After(q.to); day = desk.AddDate(day, 0, 1) {
		r.midnights = append(r.midnights, momentOf(day))
		r.days = append(r.days, Day{Date: day.Format(time.DateOnly)})
	}
	r.midnights = append(r.midnights, momentOf(q.end()))
	r.bounds = slices.Sorted(slices.Values(append([]int64{r.first, r.last}, r.midnights...)))
	for _, timed := range []*timings{&r.now.answers, &r.now.works, &r.before.answers, &r.before.works} {
		timed.groups = make([][]uint32, len(Breakdowns))
	}
	for _, b := range Breakdowns {
		r.groups = append(r.groups, newGroups(b))
	}
	return r
}

func momentOf(t time.Time) int64 { return t.Unix() / (60 * quarter) }

// quartersOfDay is the length of a day, UTC, in quarters of an hour.
const quartersOfDay = 24 * 60 / quarter

// What an entry counts for that is not of a day of the period.
const (
	inBefore  = -1 // the period before
	inNeither = -2
)

// dayAt returns the day of the period that a moment is on, or [inBefore] or [inNeither].
func (r *reporter) dayAt(moment int64) int {
	day := sort.Search(len(r.midnights), func(i int) bool { return r.midnights[i] > moment }) - 1
	switch {
	case day >= 0 && day < len(r.days):
		return day
	case moment >= r.first && moment < r.last:
		return inBefore
	}
	return inNeither
}

// part is a part of a day, UTC, that belongs to one day of the firm.
type part struct {
	until uint32 // quarter of the day, exclusive
	day   int    // see dayAt
}

// partsOf cuts a day, UTC, where a day of the firm or a period begins or ends.
func (r *reporter) partsOf(day time.Time) (parts []part) {
	begin := momentOf(day)
	end, from := begin+quartersOfDay, begin
	for i := sort.Search(len(r.bounds), func(i int) bool { return r.bounds[i] > begin }); from < end; i++ {
		until := end
		if i < len(r.bounds) {
			until = min(end, r.bounds[i])
		}
		parts = append(parts, part{uint32(until - begin), r.dayAt(from)})
		from = until
	}
	return parts
}

// lookup tells the group of an entry in a breakdown by its position or number, see
// [dayFacts].
type lookup struct {
	places [][]uint32                            // the group, plus one; 0 is not known yet
	find   func(breakdown int, of uint32) uint32 // returns a group that is not in places, and puts it there
}

// take counts the facts of a day, UTC.
func (r *reporter) take(date string, f *dayFacts, by *lookup) {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return // SQL typed into the dashboard wrote another time
	}
	parts := r.partsOf(day)
	for i := range f.series {
		s := &f.series[i]
		from := 0
		for _, p := range parts {
			end := from + sort.Search(len(s.quarters)-from, func(i int) bool { return s.quarters[from+i] >= p.until })
			r.count(i, p.day, s.values[from:end])
			if p.day >= 0 {
				r.countGroups(i, s, from, end, by)
			}
			from = end
		}
	}
}

// countGroups counts entries of a series in their groups.
func (r *reporter) countGroups(series int, s *series, from, end int, by *lookup) {
	timed := r.now.timed(series)
	for b, g := range r.groups {
		of, places := s.of[b][from:end], by.places[b]
		for i, id := range of {
			if int(id) < len(places) && places[id] > 0 {
				of[i] = places[id] - 1
				continue
			}
			of[i] = by.find(b, id)
			places = by.places[b]
		}
		g.count(series, of, s.values[from:end])
		if timed != nil {
			timed.groups[b] = appendMany(timed.groups[b], of)
		}
	}
}

// count counts entries of a series: in the period before, or in the period and on its
// day.
func (r *reporter) count(series, day int, values []uint32) {
	switch day {
	case inNeither:
		return
	case inBefore:
		r.before.count(series, values)
		return
	}
	r.now.count(series, values)
	switch d, n := &r.days[day], len(values); series {
	case seriesCreated:
		d.Created += n
	case seriesDone:
		d.Done += n
	case seriesClosed:
		d.Closed += n
	}
}

// count counts entries of a series, with their minutes.
func (s *summary) count(series int, values []uint32) {
	s.add(series, values)
	if timed := s.timed(series); timed != nil {
		timed.minutes = appendMany(timed.minutes, values)
	}
}

// timed returns the minutes that a series adds to; nil if it has none.
func (s *summary) timed(series int) *timings {
	switch series {
	case seriesCreated:
		return &s.answers
	case seriesDone:
		return &s.works
	}
	return nil
}

// appendMany appends to a long list, which doubles when it is full.
func appendMany(list, more []uint32) []uint32 {
	if cap(list)-len(list) < len(more) {
		list = slices.Grow(list, max(len(list), len(more)))
	}
	return append(list, more...)
}
