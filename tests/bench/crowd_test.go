package bench

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// crowd makes b.N requests by so many people at once, and reports the median, the
// slowest hundredth, and how many times slower that is: 3 for a fair queue.
func crowd(b *testing.B, people int, ask func(i int)) {
	took := make([]time.Duration, b.N)
	var next atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	for range people {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < b.N; i = int(next.Add(1)) - 1 {
				start := time.Now()
				ask(i)
				took[i] = time.Since(start)
			}
		})
	}
	all.Wait()
	b.StopTimer()
	slices.Sort(took)
	p50, p99 := took[len(took)/2], took[len(took)*99/100]
	b.ReportMetric(float64(p50.Microseconds()), "µs_p50")
	b.ReportMetric(float64(p99.Microseconds()), "µs_p99")
	b.ReportMetric(float64(p99)/float64(p50), "p99/p50")
}

// BenchmarkCreateTaskAtOnce creates tasks with 64 clients at once: they write one after
// another, and should do so in turn.
func BenchmarkCreateTaskAtOnce(b *testing.B) {
	s := ours(b)
	tokens := make([]string, 64)
	for i := range tokens {
		tokens[i], _ = s.clientPerson(s.app, fmt.Sprintf("writer%03d", i))
	}
	crowd(b, len(tokens), func(i int) {
		s.ask(tokens[i%len(tokens)], "POST", "/api/collections/tasks/records", `{"title":"Новая задача","description":"Описание"}`)
	})
}

// BenchmarkQueueAtOnce reads the queue with one reader and with more than there are
// connections to the database.
func BenchmarkQueueAtOnce(b *testing.B) {
	for _, readers := range []int{1, 64} {
		b.Run(fmt.Sprintf("readers=%d", readers), func(b *testing.B) {
			s := ours(b)
			crowd(b, readers, func(int) { s.ask(s.manager, "GET", "/api/desk/queue?status=done", "") })
		})
	}
}
