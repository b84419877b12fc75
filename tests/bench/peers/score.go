package peers

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// score is what a server has done in a workload.
type score struct {
	server *server
	hands  []*hand
	rates  []float64 // answers a second, by slice
	costs  []float64 // processor time of an answer in ms, by slice
	took   []time.Duration
	failed int
	why    error
}

// slice has all hands of a server work for a slice of time.
func (s *score) slice(w workload, counts bool) error {
	if w.ready != nil {
		var group errgroup.Group
		for _, h := range s.hands {
			group.Go(func() error { return w.ready(h) })
		}
		if err := group.Wait(); err != nil {
			return fmt.Errorf("%s at %s: %w", w.name, s.server.name, err)
		}
	}
	var work sync.WaitGroup
	var mu sync.Mutex
	answered := 0
	spent, began := s.server.time(), time.Now()
	for _, h := range s.hands {
		work.Go(func() {
			took, failed, why := h.work(w, began.Add(w.slice))
			mu.Lock()
			defer mu.Unlock()
			answered += len(took)
			if counts {
				s.took, s.failed = append(s.took, took...), s.failed+failed
				if why != nil {
					s.why = why
				}
			}
		})
	}
	work.Wait()
	if wall, cost := time.Since(began), s.server.time()-spent; counts && answered > 0 {
		s.rates = append(s.rates, float64(answered)/wall.Seconds())
		s.costs = append(s.costs, milliseconds(cost)/float64(answered))
	}
	return nil
}

// work makes requests one after another until the end of a slice.
func (h *hand) work(w workload, end time.Time) (took []time.Duration, failed int, why error) {
	for time.Now().Before(end) {
		step := w.next(h)
		if step.do == nil {
			break
		}
		began := time.Now()
		if err := step.do(); err != nil {
			failed, why = failed+1, err
			h.at = 0
		} else if step.name != "" {
			took = append(took, time.Since(began))
		}
	}
	return took, failed, why
}

// rate is the median of the answers a second.
func (s *score) rate() float64 { return median(s.rates) }

// cost is the median of the processor time of an answer, in milliseconds.
func (s *score) cost() float64 { return median(s.costs) }

// quantile is of the time until an answer, in milliseconds.
func (s *score) quantile(q float64) float64 { return quantile(s.took, q) }

// ratio is the median of how much of another's value a server has in the same round.
func ratio(of, to []float64) float64 {
	var all []float64
	for i := range min(len(of), len(to)) {
		all = append(all, of[i]/to[i])
	}
	return median(all)
}

func median(of []float64) float64 {
	if len(of) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(of))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

func quantile(of []time.Duration, q float64) float64 {
	if len(of) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(of))
	return milliseconds(sorted[min(len(sorted)-1, int(q*float64(len(sorted))))])
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
