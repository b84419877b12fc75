package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
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
	ctx, stop := context.WithCancel(context.Background())
	out := &sse{header: http.Header{}, messages: make(chan subscriptions.Message, 300), id: make(chan string, 1)}
	req := httptest.NewRequestWithContext(ctx, "GET", "/api/realtime", nil)
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
	case <-time.After(10 * time.Second):
		d.Fatalf("no stream: %d", out.status)
		return nil
	}
}

func subscription(client subscriptions.Client, topics ...string) string {
	body, _ := json.Marshal(map[string]any{"clientId": client.Id(), "subscriptions": topics})
	return string(body)
}

// listen subscribes a person and returns the channel of messages.
func listen(d *desk, who string, topics ...string) <-chan subscriptions.Message {
	d.Helper()
	client := newRealtime(d)
	d.want(204, who, "POST", "/api/realtime", subscription(client, topics...))
	return client.Channel()
}

// hear waits for the next message; it returns an empty string if none comes.
func hear(from <-chan subscriptions.Message) string {
	select {
	case m, open := <-from:
		if !open {
			return "closed"
		}
		return string(m.Data)
	case <-time.After(300 * time.Millisecond):
		return ""
	}
}
