package desk

import (
	"net/http"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/subscriptions"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/realtime"
)

// RegisterArchive makes a client's delete archive the task.
func RegisterArchive(app core.App) {
	app.OnRecordDeleteRequest("tasks").BindFunc(archiveTask)
	app.OnRecordAfterUpdateSuccess("tasks").BindFunc(announceArchived)
}

// archiveTask archives a task instead of deleting it. The task disappears for
// the client and from the queue, and a manager can restore it until the server
// removes it. A superuser's delete is final.
func archiveTask(e *core.RecordRequestEvent) error {
	who := actor.Of(e.Auth)
	if who.IsTrusted() {
		return e.Next()
	}
	err := e.App.RunInTransaction(func(tx core.App) error {
		stored, err := ReadTask(tx, e.Record.Id)
		if err != nil || !stored.GetDateTime("archived_at").IsZero() {
			return e.NotFoundError("", err)
		}
		stored.Set("archived_at", clock.Now(e.App))
		actor.SetActor(stored, who)
		return tx.Save(stored)
	})
	if err != nil {
		return err
	}
	return e.NoContent(http.StatusNoContent)
}

// announceArchived sends a delete event to the subscribers who no longer see
// the task. The view rule hides an archived task from them, and the update event
// with it.
func announceArchived(e *core.RecordEvent) error {
	t := e.Record
	was := t.Original().GetDateTime("archived_at")
	if is := t.GetDateTime("archived_at"); !was.IsZero() || is.IsZero() {
		return e.Next()
	}
	event := []byte(`{"action":"delete","record":{"id":"` + t.Id + `","collectionId":"` + t.Collection().Id + `","collectionName":"tasks"}}`)
	for _, c := range e.App.SubscriptionsBroker().Clients() {
		auth, _ := c.Get(apis.RealtimeClientAuthKey).(*core.Record)
		who := actor.Of(auth)
		if !(who.Role == actor.RoleClient && who.ID == t.GetString("client")) && who.Role != actor.RoleConsultant {
			continue
		}
		for _, topic := range realtime.Topics(c, t) {
			c.Send(subscriptions.Message{Name: topic, Data: event})
		}
	}
	return e.Next()
}
