package reports

import (
	"slices"

	"otklik/hooks/desk"
)

// tally counts the entries of each series, and the ratings.
type tally struct {
	n       [seriesCount]int32
	ratings [desk.HighestRating]int32
}

// add counts entries of a series by their values.
func (t *tally) add(series int, values []uint32) {
	t.n[series] += int32(len(values))
	if series == seriesRated {
		for _, rating := range values {
			t.ratings[rating-1]++
		}
	}
}

// figures returns the figures of what was counted, without their times.
func (t *tally) figures() Figures {
	f := Figures{
		Created: int(t.n[seriesCreated]), Done: int(t.n[seriesDone]), Closed: int(t.n[seriesClosed]), Open: int(t.n[seriesOpen]),
		Finished: int(t.n[seriesDone] + t.n[seriesEnded]), Rated: int(t.n[seriesRated]),
	}
	for i, n := range t.ratings {
		f.Ratings[i] = int(n)
		if i < desk.LowRating {
			f.Low += int(n)
		}
	}
	return f
}

// timings are the working minutes of tasks, plus one, and 0 for a task without, and for
// each of [Breakdowns] the group that each counts in. A median needs all of them.
type timings struct {
	minutes []uint32
	groups  [][]uint32
}

// all returns the minutes of all tasks that have some.
func (t *timings) all() []uint32 {
	minutes := make([]uint32, 0, len(t.minutes))
	for _, m := range t.minutes {
		if m > 0 {
			minutes = append(minutes, m-1)
		}
	}
	return minutes
}

// byGroup returns the minutes of each of n groups of a breakdown.
func (t *timings) byGroup(breakdown, n int) [][]uint32 {
	sizes := make([]int, n)
	for i, group := range t.groups[breakdown] {
		if t.minutes[i] > 0 {
			sizes[group]++
		}
	}
	all := make([]uint32, len(t.minutes))
	parts := make([][]uint32, n)
	for i, size := range sizes {
		parts[i], all = all[:0:size], all[size:]
	}
	for i, group := range t.groups[breakdown] {
		if m := t.minutes[i]; m > 0 {
			parts[group] = append(parts[group], m-1)
		}
	}
	return parts
}

// manyMinutes is from how many minutes on they are sorted by counting them.
const manyMinutes = 4096

// timeOf computes the median and the 90th percentile as [reportTime] defines them. The
// order of the minutes changes.
func timeOf(minutes []uint32) reportTime {
	n := len(minutes)
	if n == 0 {
		return reportTime{}
	}
	if most := slices.Max(minutes); n >= manyMinutes && int(most) < 64*n {
		sortCounting(minutes, int(most))
	} else {
		slices.Sort(minutes)
	}
	return reportTime{
		N:      n,
		Median: float64(minutes[(n-1)/2]+minutes[n/2]) / 2,
		P90:    float64(minutes[(9*n+9)/10-1]),
	}
}

// sortCounting sorts numbers of which most is the largest, in time proportional to both.
func sortCounting(numbers []uint32, most int) {
	counts := make([]uint32, most+1)
	for _, n := range numbers {
		counts[n]++
	}
	sorted := numbers[:0]
	for n, count := range counts {
		for range count {
			sorted = append(sorted, uint32(n))
		}
	}
}
