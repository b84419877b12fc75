package realtime

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/subscriptions"
)

const (
	// maxWaiting and maxWaitingBytes limit what waits for a reader who is slower than
	// the events. A stream with more is closed: its page connects anew and reads what
	// it has missed.
	maxWaiting      = 2000
	maxWaitingBytes = 1 << 20
	// subscribeWithin is how long a stream may be without a subscription.
	subscribeWithin = 30 * time.Second
)

// stream is PocketBase's client of one connection, with a queue that is bounded and
// keeps the order of events. PocketBase starts a goroutine for each message, which
// waits for the reader however long that takes.
type stream struct {
	*subscriptions.DefaultClient
	app core.App
	out chan subscriptions.Message

	mu        sync.Mutex
	topics    map[string][]topic // by the id of their collection; those that the broadcaster serves
	others    map[string]subscriptions.SubscriptionOptions
	person    string      // whose stream it is; set once, by limits
	subscribe *time.Timer // ends a stream without subscriptions
	waiting   []subscriptions.Message
	bytes     int // of waiting
	pumping   bool
	closed    bool
	done      chan struct{}
}

func newStream(app core.App) *stream {
	s := &stream{
		DefaultClient: subscriptions.NewDefaultClient(), app: app,
		out: make(chan subscriptions.Message), topics: map[string][]topic{}, done: make(chan struct{}),
	}
	s.subscribe = time.AfterFunc(subscribeWithin, s.endUnsubscribed)
	return s
}

// Channel returns the channel from which PocketBase writes to the connection.
func (s *stream) Channel() chan subscriptions.Message { return s.out }

// endUnsubscribed ends the stream unless it has a subscription by now.
func (s *stream) endUnsubscribed() {
	if len(s.DefaultClient.Subscriptions()) == 0 {
		s.end()
	}
}

// end closes the stream and its connection.
func (s *stream) end() {
	s.app.SubscriptionsBroker().Unregister(s.Id())
	s.Discard() // it may not be registered yet
}

// Subscribe adds topics. Those about records that need no filter are the
// broadcaster's, and hidden from PocketBase's own delivery.
func (s *stream) Subscribe(names ...string) {
	s.DefaultClient.Subscribe(names...)
	s.sort()
}

// Unsubscribe removes topics, all if none is named.
func (s *stream) Unsubscribe(names ...string) {
	s.DefaultClient.Unsubscribe(names...)
	s.sort()
}

// sort finds the broadcaster's topics among all, and starts the time within which a
// stream without any has to subscribe. It is locked from the reading on: of two requests
// at once, the one that reads later must write later.
func (s *stream) sort() {
	s.mu.Lock()
	defer s.mu.Unlock()
	auth, _ := s.Get(apis.RealtimeClientAuthKey).(*core.Record)
	all := s.DefaultClient.Subscriptions()
	topics, others := map[string][]topic{}, map[string]subscriptions.SubscriptionOptions{}
	for name, options := range all {
		if t, collection, ok := parseTopic(s.app, name, options, auth); ok {
			topics[collection] = append(topics[collection], t)
		} else {
			others[name] = options
		}
	}
	s.topics, s.others = topics, others
	switch {
	case len(all) > 0 || s.closed:
		s.subscribe.Stop()
	default:
		s.subscribe.Reset(subscribeWithin)
	}
}

// Subscriptions returns the subscriptions that begin with one of the prefixes, as
// PocketBase asks for them on each event, without the broadcaster's; all if there is
// no prefix.
func (s *stream) Subscriptions(prefixes ...string) map[string]subscriptions.SubscriptionOptions {
	if len(prefixes) == 0 {
		return s.DefaultClient.Subscriptions()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var found map[string]subscriptions.SubscriptionOptions
	for name, options := range s.others {
		begins := func(prefix string) bool { return strings.HasPrefix(name+"?", prefix) } // the mark ends a topic without options
		if slices.ContainsFunc(prefixes, begins) {
			if found == nil {
				found = map[string]subscriptions.SubscriptionOptions{}
			}
			found[name] = options
		}
	}
	return found
}

// about returns the broadcaster's topics about a record.
func (s *stream) about(collection, id string) []topic {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []topic
	for _, t := range s.topics[collection] {
		if t.record == "" || t.record == id {
			found = append(found, t)
		}
	}
	return found
}

// Send queues a message, or closes the stream if too much waits already. It never
// waits for the reader.
func (s *stream) Send(m subscriptions.Message) {
	if !s.queue(m) {
		s.app.Logger().Debug("A reader of realtime events was too slow", "stream", s.Id())
		s.end()
	}
}

// queue reports whether there was room for the message, or nobody left to read it.
func (s *stream) queue(m subscriptions.Message) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return true
	}
	if len(s.waiting) >= maxWaiting || s.bytes+len(m.Data) > maxWaitingBytes {
		return false
	}
	s.waiting = append(s.waiting, m)
	s.bytes += len(m.Data)
	if !s.pumping {
		s.pumping = true
		go s.pump()
	}
	return true
}

// pump passes the waiting messages on, one after another, and ends with the last.
func (s *stream) pump() {
	for {
		m, ok := s.next()
		if !ok {
			return
		}
		select {
		case s.out <- m:
		case <-s.done:
		}
	}
}

// next takes the first waiting message; false ends the pump. The pump is the only
// one that sends, so it closes the channel of a closed stream.
func (s *stream) next() (subscriptions.Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		close(s.out)
		return subscriptions.Message{}, false
	}
	if len(s.waiting) == 0 {
		s.waiting, s.pumping = nil, false
		return subscriptions.Message{}, false
	}
	m := s.waiting[0]
	s.waiting[0] = subscriptions.Message{}
	s.waiting = s.waiting[1:]
	s.bytes -= len(m.Data)
	return m, true
}

// Discard closes the stream; what waits is dropped.
func (s *stream) Discard() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.closed, s.waiting = true, nil
	s.subscribe.Stop()
	close(s.done)
	if !s.pumping {
		close(s.out)
	}
}

// IsDiscarded reports whether the stream is closed.
func (s *stream) IsDiscarded() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}
