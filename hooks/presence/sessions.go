package presence

import (
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

const (
	// typingTimeout is the time after which a typing state expires if not renewed.
	typingTimeout = 6 * time.Second
	// sessionTimeout is the time after which a session without a realtime connection
	// expires if not renewed.
	sessionTimeout = time.Minute
)

// The rate limit of announcements per person. A page with an active typist needs a
// fifth of it.
const (
	maxAnnouncements   = 30
	announcementWindow = 10 * time.Second
)

// session is one open task in one tab. A person may have a task open in several
// tabs, each with a connection of its own.
type session struct{ task, user, connection string }

// sessionTimes says when a session and its typing state expire. With a zero until
// the session lasts until its connection closes.
type sessionTimes struct{ until, typing time.Time }

// presence holds all sessions. It lives in memory: after a restart the pages
// reconnect and announce themselves again.
type presence struct {
	app      core.App
	mu       sync.Mutex
	sessions map[session]sessionTimes
	recent   map[string]*window // by users id
	turn     int64              // grows with every read, to order the messages
}

// window counts the announcements of one person since a time.
type window struct {
	since time.Time
	n     int
}

func newPresence(app core.App) *presence {
	return &presence{app: app, sessions: map[session]sessionTimes{}, recent: map[string]*window{}, turn: time.Now().UnixMicro()}
}

// clear removes all sessions, so that no timer broadcasts after the application has
// stopped.
func (p *presence) clear(e *core.TerminateEvent) error {
	p.mu.Lock()
	clear(p.sessions)
	p.mu.Unlock()
	return e.Next()
}

// allow counts an announcement and reports whether it is within the rate limit.
func (p *presence) allow(user string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	w := p.recent[user]
	if w == nil || now.Sub(w.since) > announcementWindow {
		w = &window{since: now}
		p.recent[user] = w
	}
	w.n++
	return w.n <= maxAnnouncements
}

// join applies an announcement and reports whether the audience has changed. Leaving
// without a connection ends all sessions of the person at the task.
func (p *presence) join(at session, state string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if state == presenceLeft {
		return p.remove(func(s session) bool {
			return s == at || (at.connection == "" && s.task == at.task && s.user == at.user)
		}) != nil
	}
	was, present := p.sessions[at]
	is := sessionTimes{}
	if at.connection == "" {
		is.until = now.Add(sessionTimeout)
		time.AfterFunc(sessionTimeout, func() { p.expire(at) })
	}
	if state == presenceTyping {
		is.typing = now.Add(typingTimeout)
		time.AfterFunc(typingTimeout, func() { p.expire(at) })
	}
	p.sessions[at] = is
	return !present || was.typing.After(now) != is.typing.After(now)
}

// remove deletes the matching sessions and returns their tasks. The caller holds
// the lock.
func (p *presence) remove(matches func(session) bool) map[string]bool {
	var tasks map[string]bool
	for s := range p.sessions {
		if !matches(s) {
			continue
		}
		if tasks == nil {
			tasks = map[string]bool{}
		}
		tasks[s.task] = true
		delete(p.sessions, s)
	}
	return tasks
}

// leave ends the sessions of a connection, except the kept ones, and broadcasts.
func (p *presence) leave(connection string, kept func(session) bool) {
	p.mu.Lock()
	tasks := p.remove(func(s session) bool { return s.connection == connection && (kept == nil || !kept(s)) })
	p.mu.Unlock()
	for task := range tasks {
		p.broadcast(task)
	}
}

// expire ends an expired session or typing state and broadcasts.
func (p *presence) expire(at session) {
	if p.expired(at, time.Now()) {
		p.broadcast(at.task)
	}
}

// expired ends an expired session or typing state and reports whether it did.
func (p *presence) expired(at session, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	is, present := p.sessions[at]
	switch {
	case !present:
		return false
	case !is.until.IsZero() && !is.until.After(now):
		delete(p.sessions, at)
	case !is.typing.IsZero() && !is.typing.After(now):
		is.typing = time.Time{}
		p.sessions[at] = is
	default:
		return false
	}
	return true
}

// peopleAt returns the users ids of those who have a task open, true for those who
// are typing, and the turn of this read.
func (p *presence) peopleAt(task string, now time.Time) (map[string]bool, int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	users := map[string]bool{}
	for s, is := range p.sessions {
		if s.task == task && (is.until.IsZero() || is.until.After(now)) {
			users[s.user] = users[s.user] || is.typing.After(now)
		}
	}
	p.turn++
	return users, p.turn
}
