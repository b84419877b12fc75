package reports

import (
	"slices"

	"otklik/hooks/desk"
)

// tally accumulates figures. It keeps the minutes of each task, because a median
// needs all of them.
type tally struct {
	Figures
	answers, works []int32
}

// created counts a created task: whether it is still open, and the minutes to its
// first answer, negative if there is none.
func (t *tally) created(open bool, answered int32) {
	t.Created++
	if open {
		t.Open++
	}
	if answered >= 0 {
		t.answers = append(t.answers, answered)
	}
}

func (t *tally) done(minutes int32) {
	t.Done++
	t.works = append(t.works, minutes)
}

func (t *tally) rated(rating int) {
	if rating > len(t.Ratings) {
		return
	}
	t.Rated++
	t.Ratings[rating-1]++
	if rating <= desk.LowRating {
		t.Low++
	}
}

// figures returns the figures after everything has been counted.
func (t *tally) figures() Figures {
	t.Answer, t.Work = timeOf(t.answers), timeOf(t.works)
	return t.Figures
}

// timeOf computes the median and the 90th percentile as [reportTime] defines them.
func timeOf(minutes []int32) reportTime {
	n := len(minutes)
	if n == 0 {
		return reportTime{}
	}
	slices.Sort(minutes)
	return reportTime{
		N:      n,
		Median: float64(minutes[(n-1)/2]+minutes[n/2]) / 2,
		P90:    float64(minutes[(9*n+9)/10-1]),
	}
}
