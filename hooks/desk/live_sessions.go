package desk

import (
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/pocketbase/pocketbase/core"
)

// keptSessions is how many sessions are known to live without a look at the database,
// those asked for last.
const keptSessions = 10_000

// liveSessions holds sessions that were found not to be signed out. Only this program
// signs out, and then calls forget: each request would otherwise look.
type liveSessions struct {
	sync.Mutex
	known *simplelru.LRU[string, struct{}]
	// ends counts the sign-outs, so that what was read before one isn't kept after it.
	ends int
}

// liveSessionsKey is the key of the sessions in the application's store.
const liveSessionsKey = "otklikLiveSessions"

func liveSessionsOf(app core.App) *liveSessions {
	return app.Store().GetOrSet(liveSessionsKey, func() any {
		known, err := simplelru.NewLRU[string, struct{}](keptSessions, nil)
		if err != nil {
			panic(err) // the size is a positive constant
		}
		return &liveSessions{known: known}
	}).(*liveSessions)
}

// has reports whether a session is known to live. ends is for keep.
func (l *liveSessions) has(id string) (known bool, ends int) {
	l.Lock()
	defer l.Unlock()
	_, known = l.known.Get(id)
	return known, l.ends
}

// keep notes that a session lives, unless one was signed out since ends was returned.
func (l *liveSessions) keep(id string, ends int) {
	l.Lock()
	defer l.Unlock()
	if l.ends == ends {
		l.known.Add(id, struct{}{})
	}
}

// forget notes that a session was signed out.
func (l *liveSessions) forget(id string) {
	l.Lock()
	defer l.Unlock()
	l.known.Remove(id)
	l.ends++
}
