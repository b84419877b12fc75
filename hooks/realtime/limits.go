package realtime

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/i18n"
	"otklik/hooks/network"
	"otklik/hooks/problem"
)

const (
	// maxStreams is how many streams one person may have: the tabs of several
	// devices, and connections that have broken without a word.
	maxStreams = 20
	// maxStreamsOfAddress is how many streams may come from one address: an office
	// behind it, or everybody behind a proxy that does not name them.
	maxStreamsOfAddress = 1000
	// maxTopics and maxTopicLength are what a stream may subscribe to. The length is
	// in bytes, without the options: the page's own have 330.
	maxTopics        = 200
	maxTopicLength   = 200
	maxOptionsLength = 2000
	// maxTopicsLength is the length of all topics of a stream, options included.
	maxTopicsLength = maxTopics * maxTopicLength
	// writeWithin is how long a reader may take for one message.
	writeWithin = 10 * time.Second
)

// usersCollection is that of everybody but superusers; siteCollection is public.
const (
	usersCollection = "users"
	siteCollection  = "site"
)

// connectTopic is the SDK's own name for the first message; it subscribes to it like
// to a topic.
const connectTopic = "PB_CONNECT"

// limits counts the streams of addresses and people.
type limits struct {
	mu        sync.Mutex
	addresses map[string]int
	people    map[string]int
}

// enter counts one more under a key, unless there are as many as allowed.
func (l *limits) enter(counts map[string]int, key string, allowed int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if counts[key] >= allowed {
		return false
	}
	counts[key]++
	return true
}

func (l *limits) leave(counts map[string]int, key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if counts[key]--; counts[key] <= 0 {
		delete(counts, key)
	}
}

// connect lets a stream in and gives it a client of ours.
func (l *limits) connect(e *core.RealtimeConnectRequestEvent) error {
	address := network.HostOf(e.RealIP())
	if !l.enter(l.addresses, address, maxStreamsOfAddress) {
		e.Response.Header().Set("Content-Type", "application/json") // PocketBase has announced a stream
		return refuse(e.RequestEvent, http.StatusTooManyRequests, "clientId", "too_many_streams", maxStreamsOfAddress)
	}
	defer l.leave(l.addresses, address)
	s := newStream(e.App)
	s.Set(apis.RealtimeClientIPKey, e.RealIP())
	e.Client = s
	defer l.release(s)
	return e.Next()
}

// release frees the place of a stream that has ended.
func (l *limits) release(s *stream) {
	s.Discard()
	s.mu.Lock()
	person := s.person
	s.mu.Unlock()
	if person != "" {
		l.leave(l.people, person)
	}
}

// subscribe checks the topics and counts the streams of a person.
func (l *limits) subscribe(e *core.RealtimeSubscribeRequestEvent) error {
	if len(e.Subscriptions) > maxTopics {
		return refuse(e.RequestEvent, http.StatusBadRequest, "subscriptions", "too_many_topics", maxTopics)
	}
	length := 0
	for _, name := range e.Subscriptions {
		path, options, _ := strings.Cut(name, "?")
		length += len(name)
		if len(path) > maxTopicLength || len(options) > maxOptionsLength || length > maxTopicsLength {
			return refuse(e.RequestEvent, http.StatusBadRequest, "subscriptions", "topic_too_long", maxTopicLength)
		}
		if actor.IsGuest(e.Auth) && !isPublic(e.App, path) {
			return refuse(e.RequestEvent, http.StatusUnauthorized, "subscriptions", "topic_for_users", 0)
		}
	}
	s, ours := e.Client.(*stream)
	if !actor.IsGuest(e.Auth) && ours && !l.count(s, e.Auth) {
		return refuse(e.RequestEvent, http.StatusTooManyRequests, "clientId", "too_many_streams", maxStreams)
	}
	return e.Next()
}

// isPublic reports whether a topic, without its options, is for everybody.
func isPublic(app core.App, path string) bool {
	of, _, _ := strings.Cut(path, "/")
	if path == connectTopic || of == siteCollection {
		return true
	}
	site, err := app.FindCachedCollectionByNameOrId(siteCollection)
	return err == nil && of == site.Id
}

// count makes a stream its person's, unless that person has too many.
func (l *limits) count(s *stream, auth *core.Record) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.person != "" || s.closed {
		return true // PocketBase refuses another person's token
	}
	person := auth.Collection().Id + "/" + auth.Id
	if !l.enter(l.people, person, maxStreams) {
		return false
	}
	s.person = person
	return true
}

// refuse answers with a code beside a field; limit is what the message names.
func refuse(e *core.RequestEvent, status int, field, code string, limit int) error {
	found := problem.FieldErrorWith(field, code, i18n.Params{"limit": limit})
	switch status {
	case http.StatusUnauthorized:
		return e.UnauthorizedError("", found)
	case http.StatusTooManyRequests:
		return e.TooManyRequestsError("", found)
	}
	return e.BadRequestError("", found)
}

// sendInTime closes a stream whose reader does not take a message in time.
func sendInTime(e *core.RealtimeMessageEvent) error {
	rc := http.NewResponseController(e.Response)
	if rc.SetWriteDeadline(time.Now().Add(writeWithin)) == nil {
		defer func() { _ = rc.SetWriteDeadline(time.Time{}) }()
	}
	return e.Next()
}
