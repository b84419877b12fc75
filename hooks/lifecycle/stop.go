// Package lifecycle owns how the program ends and idles: what is being answered and
// sent is finished within limits, nothing outside the program can hold it longer, and
// memory that nobody needs goes back to the system.
package lifecycle

import (
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

const (
	// stopLimit is how long work with other servers may hold the program, counted
	// from the beginning of the stop. systemd and Docker kill after 90 and 10 seconds.
	stopLimit = 5 * time.Second

	// beginPriority tells all work to end before the first of it is waited for.
	beginPriority = -10001
)

// OnStop ends work that runs beside the requests. begin tells it to end and returns
// a channel that is closed when it has; nil if there is none. The program waits for
// it at most [stopLimit], and a request that is being answered may take part of that
// time. id names the hook.
func OnStop(app core.App, id string, begin func() <-chan struct{}) {
	var ended <-chan struct{}
	var limit <-chan time.Time
	app.OnTerminate().Bind(&hook.Handler[*core.TerminateEvent]{Id: id + "Begin", Priority: beginPriority, Func: func(e *core.TerminateEvent) error {
		ended, limit = begin(), time.After(stopLimit)
		return e.Next()
	}})
	app.OnTerminate().Bind(&hook.Handler[*core.TerminateEvent]{Id: id, Func: func(e *core.TerminateEvent) error {
		if ended != nil {
			select {
			case <-ended:
			case <-limit:
				e.App.Logger().Warn("The program stops without waiting further", "for", id)
			}
		}
		return e.Next()
	}})
}
