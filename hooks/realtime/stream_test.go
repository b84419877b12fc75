package realtime

import (
	"fmt"
	"sync"
	"testing"

	"github.com/pocketbase/pocketbase/core"
	_ "github.com/pocketbase/pocketbase/migrations" // those of the tables of every application
)

// Requests at once about one stream lose no topic, and bring none back.
func TestSubscribingAtOnce(t *testing.T) {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: t.TempDir()})
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = app.ClearBootstrap() }()
	s := newStream(app)
	defer s.Discard()
	for round := range 200 {
		var all sync.WaitGroup
		for n := range 8 {
			all.Go(func() { s.Subscribe(fmt.Sprintf("some/%d/%d", round, n)) })
		}
		if round > 0 {
			all.Go(func() { s.Unsubscribe(fmt.Sprintf("some/%d/0", round-1)) })
		}
		all.Wait()
		if known, sorted := s.Subscriptions(), s.Subscriptions("some"); len(known) != len(sorted) {
			t.Fatalf("round %d: %d topics, of which %d are heard", round, len(known), len(sorted))
		}
	}
}
