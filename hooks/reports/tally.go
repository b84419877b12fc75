package reports

import (
	"slices"

	"otklik/hooks/desk"
)

// tally is figures on their way: the times of each task are kept until all are
// there, for a median is of all of them.
type tally struct {
	Figures
	answers, works []int32
}

// created counts a task that was made: open if it still is, and answered after
// so many minutes unless they are negative.
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

func (t *tally) finished(rating int) {
	t.Finished++
	if rating < 1 || rating > len(t.Ratings) {
		return
	}
	t.Rated++
	t.Ratings[rating-1]++
	if rating <= desk.LowRating {
		t.Low++
	}
}

// figures are the tally once everything has been counted.
func (t *tally) figures() Figures {
	t.Answer, t.Work = timeOf(t.answers), timeOf(t.works)
	return t.Figures
}

// timeOf is the median and the ninth tenth of all, as [reportTime] defines them.
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
