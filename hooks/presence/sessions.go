package presence

import (
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

const (
	// typingTimeout is how long a sign of typing holds without another.
	typingTimeout = 6 * time.Second
	// sessionTimeout is how long somebody without a realtime connection is
	// thought to be there.
	sessionTimeout = time.Minute
)

// One person may announce this much; a page that is typed into needs a fifth.
const (
	maxAnnouncements   = 30
	announcementWindow = 10 * time.Second
)

// session is one place at a task: a person may have it open in several tabs, each
// with a connection of its own.
type session struct{ task, user, connection string }

// sessionTimes is how long a seat is taken, and typed at. No end is: until its
// connection closes.
type sessionTimes struct{ until, typing time.Time }

// presence is who has which tasks open. It lives in memory: after a restart
// the pages connect and announce themselves again.
type presence struct {
	app   core.App
	mu    sync.Mutex
	seats map[session]sessionTimes
	asked map[string]*window // by person
	turn  int64              // grows with every reading, so that the newest can be told
}

type window struct {
	since time.Time
	n     int
}

func newPresence(app core.App) *presence {
	return &presence{app: app, seats: map[session]sessionTimes{}, asked: map[string]*window{}, turn: time.Now().UnixMicro()}
}

// clear clears everything, so that nothing runs out after the application has
// stopped.
func (p *presence) clear(e *core.TerminateEvent) error {
	p.mu.Lock()
	clear(p.seats)
	p.mu.Unlock()
	return e.Next()
}

// allow counts what a person announces.
func (p *presence) allow(user string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	w := p.asked[user]
	if w == nil || now.Sub(w.since) > announcementWindow {
		w = &window{since: now}
		p.asked[user] = w
	}
	w.n++
	return w.n <= maxAnnouncements
}

// join notes what was announced and says whether others have to be told. Who
// leaves without a connection leaves altogether.
func (p *presence) join(at session, state string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if state == presenceLeft {
		return p.remove(func(s session) bool {
			return s == at || (at.connection == "" && s.task == at.task && s.user == at.user)
		}) != nil
	}
	was, there := p.seats[at]
	is := sessionTimes{}
	if at.connection == "" {
		is.until = now.Add(sessionTimeout)
		time.AfterFunc(sessionTimeout, func() { p.expire(at) })
	}
	if state == presenceTyping {
		is.typing = now.Add(typingTimeout)
		time.AfterFunc(typingTimeout, func() { p.expire(at) })
	}
	p.seats[at] = is
	return !there || was.typing.After(now) != is.typing.After(now)
}

// remove clears the seats that fit and names their tasks. The caller has the
// lock.
func (p *presence) remove(fits func(session) bool) map[string]bool {
	var tasks map[string]bool
	for s := range p.seats {
		if !fits(s) {
			continue
		}
		if tasks == nil {
			tasks = map[string]bool{}
		}
		tasks[s.task] = true
		delete(p.seats, s)
	}
	return tasks
}

// leave clears the seats of a connection, but those kept, and tells.
func (p *presence) leave(connection string, kept func(session) bool) {
	p.mu.Lock()
	tasks := p.remove(func(s session) bool { return s.connection == connection && (kept == nil || !kept(s)) })
	p.mu.Unlock()
	for task := range tasks {
		p.broadcast(task)
	}
}

// expire ends the typing, or the seat, whose time has run out, and tells.
func (p *presence) expire(at session) {
	if p.expired(at, time.Now()) {
		p.broadcast(at.task)
	}
}

func (p *presence) expired(at session, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	is, there := p.seats[at]
	switch {
	case !there:
		return false
	case !is.until.IsZero() && !is.until.After(now):
		delete(p.seats, at)
	case !is.typing.IsZero() && !is.typing.After(now):
		is.typing = time.Time{}
		p.seats[at] = is
	default:
		return false
	}
	return true
}

// peopleAt lists who has a task open, true for those who are typing, and the turn of
// this reading.
func (p *presence) peopleAt(task string, now time.Time) (map[string]bool, int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	users := map[string]bool{}
	for s, is := range p.seats {
		if s.task == task && (is.until.IsZero() || is.until.After(now)) {
			users[s.user] = users[s.user] || is.typing.After(now)
		}
	}
	p.turn++
	return users, p.turn
}
