package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/tools/subscriptions"
)

// sse is the answer to GET /api/realtime, cut into messages as they come.
type sse struct {
	header   http.Header
	status   int
	part     []byte
	messages chan subscriptions.Message
	id       chan string
	over     <-chan struct{} // ends a write that nobody takes
}

func (s *sse) Header() http.Header    { return s.header }
func (s *sse) WriteHeader(status int) { s.status = status }
func (s *sse) Flush()                 {}

func (s *sse) Write(p []byte) (int, error) {
	s.part = append(s.part, p...)
	for {
		message, rest, found := bytes.Cut(s.part, []byte("\n\n"))
		if !found {
			return len(p), nil
		}
		s.part = rest
		head, data, _ := bytes.Cut(message, []byte("\ndata:"))
		id, name, _ := bytes.Cut(head, []byte("\nevent:"))
		if string(name) == "PB_CONNECT" {
			s.id <- string(bytes.TrimPrefix(id, []byte("id:")))
			continue
		}
		select {
		case s.messages <- subscriptions.Message{Name: string(name), Data: bytes.Clone(data)}:
		case <-s.over:
			return 0, context.Canceled
		}
	}
}

// connection is a stream of GET /api/realtime. Its channel has what has come.
type connection struct {
	subscriptions.Client
	heard chan subscriptions.Message
	close context.CancelFunc
}

func (c *connection) Channel() chan subscriptions.Message { return c.heard }

// newRealtime opens a stream, which ends with the test.
func newRealtime(d *desk) *connection {
	d.Helper()
	return newRealtimeFrom(d, "192.0.2.1:1")
}

// newRealtimeFrom is [newRealtime] from an address.
func newRealtimeFrom(d *desk, address string) *connection {
	d.Helper()
	ctx, stop := context.WithCancel(context.Background())
	out := &sse{header: http.Header{}, messages: make(chan subscriptions.Message, 300), id: make(chan string, 1)}
	req := httptest.NewRequestWithContext(ctx, "GET", "/api/realtime", nil)
	req.RemoteAddr = address
	var done sync.WaitGroup
	done.Go(func() {
		d.mux.ServeHTTP(out, req)
		close(out.messages)
	})
	d.Cleanup(func() {
		stop()
		done.Wait()
	})
	select {
	case id := <-out.id:
		client, err := d.app.SubscriptionsBroker().ClientById(id)
		if err != nil {
			d.Fatal(err)
		}
		client.Unset(apis.RealtimeClientIPKey) // each request of a test has another address
		return &connection{client, out.messages, stop}
	case <-time.After(longWait):
		d.Fatalf("no stream: %d", out.status)
		return nil
	}
}

func subscription(client subscriptions.Client, topics ...string) string {
	body, _ := json.Marshal(map[string]any{"clientId": client.Id(), "subscriptions": topics})
	return string(body)
}

// listen returns a stream that a person has subscribed.
func listen(d *desk, who string, topics ...string) *connection {
	d.Helper()
	c := newRealtime(d)
	d.want(204, who, "POST", "/api/realtime", subscription(c, topics...))
	return c
}

// hear waits for the next message.
func hear(c *connection) string {
	select {
	case m, open := <-c.heard:
		if !open {
			return "closed"
		}
		return string(m.Data)
	case <-time.After(longWait):
		return "nothing"
	}
}

// fence is a message of the test's own: a stream keeps the order, so what was sent
// before has come before.
const fence = "fence"

// heardSoFar returns the messages that were sent to a stream until now.
func heardSoFar(t testing.TB, c *connection) []subscriptions.Message {
	t.Helper()
	c.Send(subscriptions.Message{Name: fence, Data: []byte("{}")})
	var out []subscriptions.Message
	for {
		select {
		case m, open := <-c.heard:
			if !open {
				t.Fatal("the stream has ended")
			}
			if m.Name == fence {
				return out
			}
			out = append(out, m)
		case <-time.After(longWait):
			t.Fatal("the stream is stuck")
		}
	}
}

// rest returns the data of the messages that were sent to a stream until now; it is
// empty if there are none.
func rest(t testing.TB, c *connection) string {
	t.Helper()
	var out []string
	for _, m := range heardSoFar(t, c) {
		out = append(out, string(m.Data))
	}
	return strings.Join(out, "\n")
}
