// Package realtime owns the streams of GET /api/realtime: how many there may be,
// what they may subscribe to, what waits for a slow reader, and who is sent which
// event of a record.
//
// PocketBase asks the rule of the collection by SQL for each subscriber of each
// event, and the writer waits for it. Here a rule is decided in memory, see [rule];
// only one that can't be is asked.
package realtime

import (
	"sync"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

const (
	// connectPriority replaces the client of a stream before any other hook sees it.
	connectPriority = -100
	// broadcastPriority sends events right after PocketBase has sent its own.
	broadcastPriority = -98
	// deletePriority chooses the readers of a deletion as late as PocketBase does:
	// all other hooks may still refuse it.
	deletePriority = 99
)

// Register binds the limits of streams and the delivery of records' events.
func Register(app core.App) {
	limits := &limits{addresses: map[string]int{}, people: map[string]int{}}
	app.OnRealtimeConnectRequest().Bind(&hook.Handler[*core.RealtimeConnectRequestEvent]{Func: limits.connect, Priority: connectPriority})
	app.OnRealtimeSubscribeRequest().Bind(&hook.Handler[*core.RealtimeSubscribeRequestEvent]{Func: limits.subscribe, Priority: connectPriority})
	app.OnRealtimeMessageSend().BindFunc(sendInTime)

	b := &broadcaster{app: app, people: &people{}}
	bind := func(to *hook.TaggedHook[*core.ModelEvent], priority int, work func(*core.ModelEvent) error) {
		to.Bind(&hook.Handler[*core.ModelEvent]{Func: work, Priority: priority})
	}
	bind(app.OnModelAfterCreateSuccess(), broadcastPriority, b.created)
	bind(app.OnModelAfterUpdateSuccess(), broadcastPriority, b.updated)
	bind(app.OnModelDelete(), deletePriority, b.deleting)
	bind(app.OnModelAfterDeleteSuccess(), broadcastPriority, b.deleted)
	app.OnModelAfterDeleteError().Bind(&hook.Handler[*core.ModelErrorEvent]{Func: b.kept, Priority: broadcastPriority})
}

// broadcaster sends the events of records to the streams that have subscribed to
// them.
type broadcaster struct {
	app     core.App
	people  *people
	pending sync.Map // of deletions that are not committed yet: []parcel by key
}
