package lifecycle

import (
	"net/http"
	"sync"
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

// A stop that comes while the server starts ends either before it or with it.
func TestStopWhileStarting(t *testing.T) {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: t.TempDir()})
	Register(app)
	var both sync.WaitGroup
	var served, stopped error
	server := &http.Server{Handler: http.NotFoundHandler()}
	both.Go(func() {
		event := &core.ServeEvent{App: app, Server: server}
		served = app.OnServe().Trigger(event, func(*core.ServeEvent) error { return nil })
	})
	both.Go(func() {
		event := &core.TerminateEvent{App: app}
		stopped = app.OnTerminate().Trigger(event, func(*core.TerminateEvent) error { return nil })
	})
	both.Wait()
	if served != nil || stopped != nil || server.BaseContext == nil {
		t.Error(served, stopped)
	}
}
