package reports

import (
	"encoding/binary"
	"errors"
	"slices"

	"otklik/hooks/desk"
)

// factsVersion is that of what the stored facts of a day hold. With another all days are
// counted anew while the program serves; until a day's turn comes, a report counts it
// itself.
const factsVersion = 1

// The series of a day's facts: what happened, an entry for each task.
const (
	seriesCreated = iota // value: the working minutes to the first answer, plus one; 0 without an answer
	seriesOpen           // created, and open now
	seriesDone           // value: the working minutes of the work, plus one
	seriesClosed
	seriesEnded // closed without having been done: for whoever did the work
	seriesRated // done, or closed without; value: the rating, for whoever is rated
	seriesCount
)

// quarter is in minutes: the times of entries are stored in quarters of an hour, because
// in all time zones days begin with one.
const quarter = 15

// series are entries by their times, in columns.
type series struct {
	quarters, values []uint32
	of               [][]uint32 // whose they are in each of Breakdowns, see dayFacts
}

// dayFacts are what the reports need of a day, UTC: columns of numbers, which take a
// fraction of the rows they were counted from, in size and in time. Whose an entry is, is
// the position of an id in ids while a day is counted, and its number in
// otklik_report_ids where a day is stored.
type dayFacts struct {
	series [seriesCount]series
	ids    []*idList // of each of Breakdowns
}

// idList has each id once.
type idList struct {
	ids       []string
	positions map[string]uint32
}

func (l *idList) position(id string) uint32 {
	at, known := l.positions[id]
	if !known {
		at = uint32(len(l.ids))
		l.positions[id] = at
		l.ids = append(l.ids, id)
	}
	return at
}

func newDayFacts() *dayFacts {
	f := &dayFacts{}
	for range Breakdowns {
		f.ids = append(f.ids, &idList{positions: map[string]uint32{}})
	}
	for i := range f.series {
		f.series[i].of = make([][]uint32, len(Breakdowns))
	}
	return f
}

// add adds an entry to a series: when, its value, and whose it is in each of
// [Breakdowns].
func (f *dayFacts) add(to int, quarter, value uint32, of []string) {
	s := &f.series[to]
	s.quarters, s.values = append(s.quarters, quarter), append(s.values, value)
	for i, id := range of {
		s.of[i] = append(s.of[i], f.ids[i].position(id))
	}
}

// encode returns the facts as they are stored, in two parts, because a period before
// needs only the totals: times and values, and whose they are. numbers are those of the
// ids of each breakdown.
func (f *dayFacts) encode(numbers []map[string]uint32) (totals, parts []byte) {
	for _, s := range f.series {
		totals = binary.AppendUvarint(totals, uint64(len(s.quarters)))
		totals = appendColumn(appendColumn(totals, s.quarters), s.values)
		for b, column := range s.of {
			stored := make([]uint32, len(column))
			for i, at := range column {
				stored[i] = numbers[b][f.ids[b].ids[at]]
			}
			parts = appendColumn(parts, stored)
		}
	}
	return totals, parts
}

// errFacts is of stored facts that are cut off or otherwise unreadable.
var errFacts = errors.New("reports: the facts of a day are damaged")

// decode reads facts as [dayFacts.encode] returns them; without parts, only the totals.
// The columns of f are used again.
func (f *dayFacts) decode(totals, parts []byte) error {
	in, of := factsReader{rest: totals}, factsReader{rest: parts}
	for i := range f.series {
		s := &f.series[i]
		n := in.count()
		s.quarters = in.column(s.quarters[:0], n)
		s.values = in.column(s.values[:0], n)
		for b := range s.of {
			s.of[b] = s.of[b][:0]
			if parts != nil {
				s.of[b] = of.column(s.of[b], n)
				of.failed = of.failed || n > 0 && slices.Max(s.of[b]) > mostEntries // no such number is given
			}
		}
	}
	for _, rating := range f.series[seriesRated].values {
		in.failed = in.failed || rating < 1 || rating > desk.HighestRating
	}
	if in.failed || of.failed || len(in.rest)+len(of.rest) > 0 {
		return errFacts
	}
	return nil
}

// keep drops the entries that are not accepted in a breakdown: by position or number, see
// [dayFacts]; nil accepts all.
func (f *dayFacts) keep(accepts [][]bool) {
	for b, accepted := range accepts {
		if accepted == nil {
			continue
		}
		for i := range f.series {
			f.series[i].keep(b, accepted)
		}
	}
}

func (s *series) keep(breakdown int, accepted []bool) {
	kept := 0
	for i, of := range s.of[breakdown] {
		if int(of) >= len(accepted) || !accepted[of] {
			continue
		}
		s.quarters[kept], s.values[kept] = s.quarters[i], s.values[i]
		for _, column := range s.of {
			column[kept] = column[i]
		}
		kept++
	}
	s.quarters, s.values = s.quarters[:kept], s.values[:kept]
	for b := range s.of {
		s.of[b] = s.of[b][:kept]
	}
}
