package lifecycle

import (
	"context"
	"mime"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// The limits of finishing what is being answered when the program stops.
const (
	requestLimit = 3 * time.Second  // an ordinary request takes a fraction of it
	uploadLimit  = 30 * time.Second // a photo from a phone on a slow line
	drainPoll    = 20 * time.Millisecond
)

// drainPriority ends the requests after all work was told to end, and before
// PocketBase's own shutdown of priority -9999, which cuts after one second.
const drainPriority = -10000

// drain finishes the requests of a server.
type drain struct {
	app     core.App
	server  *http.Server
	uploads atomic.Int64       // being received or saved
	cancel  context.CancelFunc // of the contexts of all requests
}

// Register makes the server finish its requests when the program stops: streams end
// at once, uploads have [uploadLimit], all others [requestLimit].
func Register(app core.App) {
	var serving atomic.Pointer[drain] // a stop may come while the server starts
	app.OnServe().Bind(&hook.Handler[*core.ServeEvent]{Id: "otklikDrain", Priority: 9998, Func: func(e *core.ServeEvent) error {
		requests, cancel := context.WithCancel(context.Background())
		d := &drain{app: e.App, server: e.Server, cancel: cancel}
		serving.Store(d)
		// PocketBase cancels its own context as soon as the stop begins
		e.Server.BaseContext = func(net.Listener) context.Context { return requests }
		if err := e.Next(); err != nil {
			return err
		}
		e.Server.Handler = d.count(e.Server.Handler)
		return nil
	}})
	app.OnTerminate().Bind(&hook.Handler[*core.TerminateEvent]{Id: "otklikDrain", Priority: drainPriority, Func: func(e *core.TerminateEvent) error {
		if d := serving.Load(); d != nil {
			d.finish(e.IsRestart)
		}
		return e.Next()
	}})
}

// count counts the uploads in hand.
func (d *drain) count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
			d.uploads.Add(1)
			defer d.uploads.Add(-1)
		}
		next.ServeHTTP(w, r)
	})
}

// finish waits for the requests in hand and cuts what exceeds its limit. A restart
// leaves the listener to PocketBase, which keeps the program alive until the new one
// takes its place.
func (d *drain) finish(restart bool) {
	defer d.cancel()
	began := time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), uploadLimit)
	defer cancel()
	idle := make(chan struct{})
	if restart {
		d.app.Store().Set(restartKey, true)
	} else {
		go func() {
			defer close(idle)
			_ = d.server.Shutdown(ctx)
		}()
	}
	for {
		for _, client := range d.app.SubscriptionsBroker().Clients() {
			client.Discard() // ends its stream
		}
		uploading := d.uploads.Load() > 0
		if !uploading && (restart || time.Since(began) > requestLimit) {
			return
		}
		select {
		case <-idle:
			return
		case <-ctx.Done():
			return
		case <-time.After(drainPoll):
		}
	}
}

// restartKey marks in the application's store that a new program is about to take
// the place of this one.
const restartKey = "otklikRestarts"

// restartLimit is how long a restart may take.
const restartLimit = time.Minute

// AwaitRestart waits for the new program to take the place of this one, if it is
// about to. It returns if there is no restart, or if it has failed.
func AwaitRestart(app core.App) {
	for began := time.Now(); app.Store().Has(restartKey) && time.Since(began) < restartLimit; {
		time.Sleep(drainPoll)
	}
}
