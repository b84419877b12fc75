package lifecycle

import (
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

const (
	// startSettles is how long after the start its own garbage is given back.
	startSettles = 2 * time.Second
	// idlePeriod is how long little must be asked before memory is given back.
	idlePeriod = time.Minute
	// idleRequests is how many requests an idle period may have: a monitor that asks
	// for the health every ten seconds keeps no memory.
	idleRequests = 10
)

// ReleaseIdleMemory returns memory to the system after the start, in a moment that may
// be busy already, and after busy times. Go keeps what requests have used for the next
// ones, several times of what is live.
func ReleaseIdleMemory(e *core.ServeEvent) {
	var asked load
	e.Router.BindFunc(func(e *core.RequestEvent) error {
		asked.requests.Add(1)
		return e.Next()
	})
	stopped := make(chan struct{})
	e.Server.RegisterOnShutdown(sync.OnceFunc(func() { close(stopped) })) // several may shut it down
	go func() {
		select {
		case <-stopped:
			return
		case <-time.After(startSettles):
			debug.FreeOSMemory()
			if err := releaseCode(); err != nil {
				e.App.Logger().Debug("The memory of the start stays taken", "error", err)
			}
		}
		for period := time.Tick(idlePeriod); ; {
			select {
			case <-stopped:
				return
			case <-period:
				if asked.settled() {
					debug.FreeOSMemory()
				}
			}
		}
	}()
}

// load is what a server has been asked in the current period.
type load struct {
	requests atomic.Int64
	released bool // nothing was asked since
}

// settled ends a period and reports whether memory is to be given back: little was
// asked in it, and something since the last time.
func (l *load) settled() bool {
	asked := l.requests.Swap(0)
	if asked > 0 {
		l.released = false
	}
	if asked > idleRequests || l.released {
		return false
	}
	l.released = true
	return true
}
