package bench

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"time"
)

// silent takes a stream and tells the id of its connection.
type silent struct {
	header http.Header
	id     chan string
}

func (s *silent) Header() http.Header { return s.header }
func (s *silent) WriteHeader(int)     {}
func (s *silent) Flush()              {}

func (s *silent) Write(p []byte) (int, error) {
	if id, found := strings.CutPrefix(string(p), "id:"); found {
		select {
		case s.id <- strings.TrimSpace(id):
		default:
		}
	}
	return len(p), nil
}

// listen opens a stream of a person, which ends with the benchmark.
func (s *side) listen(token string, topics string) {
	ctx, stop := context.WithCancel(context.Background())
	s.b.Cleanup(stop)
	out := &silent{header: http.Header{}, id: make(chan string, 1)}
	go s.mux.ServeHTTP(out, httptest.NewRequestWithContext(ctx, "GET", "/api/realtime", nil))
	req := httptest.NewRequest("POST", "/api/realtime", strings.NewReader(fmt.Sprintf(`{"clientId":%q,"subscriptions":[%s]}`, <-out.id, topics)))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", token)
	rec := httptest.NewRecorder()
	s.mux.ServeHTTP(rec, req)
	if rec.Code != http.StatusNoContent {
		s.b.Fatalf("%d %s", rec.Code, rec.Body)
	}
}

// BenchmarkCommentWithListeners is what a comment costs all processors with nobody on
// the line, with 200 clients of whom one is concerned, and with 180 of them and 20
// of staff, who are all concerned.
func BenchmarkCommentWithListeners(b *testing.B) {
	for _, who := range []struct {
		name           string
		clients, staff int
	}{{"none", 0, 0}, {"clients", 200, 0}, {"both", 180, 20}} {
		b.Run(who.name, func(b *testing.B) {
			s := ours(b)
			topics := `"tasks/*","comments/*","history/*","assessments/*","notifications/*"`
			for i := range who.clients {
				token, _ := s.person(s.app, fmt.Sprintf("listener%03d", i), "client")
				s.listen(token, topics)
			}
			for i := range who.staff {
				token, _ := s.person(s.app, fmt.Sprintf("staff%03d", i), "consultant")
				s.listen(token, topics)
			}
			body := fmt.Sprintf(`{"task":%q,"body":"Ответ"}`, s.id("t00001"))
			s.ask(s.manager, "POST", "/api/collections/comments/records", body)
			start := processorTime()
			for b.Loop() {
				s.ask(s.manager, "POST", "/api/collections/comments/records", body)
			}
			time.Sleep(100 * time.Millisecond) // the last events are written
			b.ReportMetric(float64((processorTime()-start).Microseconds())/float64(b.N), "µs_cpu/op")
		})
	}
}

// processorTime is what the Go code of this process has taken of all processors. The
// runtime adds it up when it collects garbage.
func processorTime() time.Duration {
	runtime.GC()
	sample := []metrics.Sample{{Name: "/cpu/classes/user:cpu-seconds"}}
	metrics.Read(sample)
	return time.Duration(sample[0].Value.Float64() * float64(time.Second))
}
