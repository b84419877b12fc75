package desk

import (
	"encoding/json"
	"slices"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/subscriptions"

	"otklik/hooks/actor"
	"otklik/hooks/realtime"
	"otklik/hooks/records"
)

// RegisterNotificationsLive keeps open pages up to date with notifications.
func RegisterNotificationsLive(app core.App) {
	app.OnRecordAfterUpdateSuccess("tasks").BindFunc(hideNotifications)
	app.OnRecordAfterUpdateSuccess("tasks").BindFunc(readUnassigned)
}

// broadcastNotifications sends realtime events about a user's notifications to
// that user's open pages, in the format of PocketBase's record events. PocketBase
// sends none for a statement that changes many rows at once.
func broadcastNotifications(app core.App, user, action string, rows []*core.Record) {
	if len(rows) == 0 {
		return
	}
	for _, c := range app.SubscriptionsBroker().Clients() {
		auth, _ := c.Get(apis.RealtimeClientAuthKey).(*core.Record)
		if auth == nil || auth.Id != user || auth.GetBool("blocked") {
			continue
		}
		if action == "update" && actor.Of(auth).Role == actor.RoleClient {
			rows = slices.DeleteFunc(slices.Clone(rows), func(row *core.Record) bool { return !records.MayView(app, row, auth) })
		}
		sendNotifications(c, action, rows)
	}
}

func sendNotifications(c subscriptions.Client, action string, rows []*core.Record) {
	for _, row := range rows {
		data, err := json.Marshal(map[string]any{"action": action, "record": row})
		if err != nil {
			continue // a record of ours is always JSON
		}
		for _, topic := range realtime.Topics(c, row) {
			c.Send(subscriptions.Message{Name: topic, Data: data})
		}
	}
}

// hideNotifications removes the unread notifications of an archived task from the
// open pages of users who no longer see the task, and brings them back when it is
// restored.
func hideNotifications(e *core.RecordEvent) error {
	was, is := e.Record.Original().GetDateTime("archived_at").IsZero(), e.Record.GetDateTime("archived_at").IsZero()
	if was == is {
		return e.Next()
	}
	action := "delete"
	if is {
		action = "create"
	}
	if err := eachReader(e.App, e.Record.Id, dbx.NewExp("user IN (SELECT id FROM users WHERE role = {:consultant} OR id = {:client})", dbx.Params{"consultant": actor.RoleConsultant, "client": e.Record.GetString("client")}), func(user string, rows []*core.Record) error {
		broadcastNotifications(e.App, user, action, rows)
		return nil
	}); err != nil {
		e.App.Logger().Error("Failed to send events about hidden notifications", "task", e.Record.Id, "error", err)
	}
	return e.Next()
}

// readUnassigned marks the notifications "unassigned" of a task as read once the
// task is assigned.
func readUnassigned(e *core.RecordEvent) error {
	if e.Record.Original().GetString("status") != StatusNew || e.Record.GetString("status") == StatusNew {
		return e.Next()
	}
	kind := dbx.HashExp{"task": e.Record.Id, "kind": kindUnassigned}
	if err := eachReader(e.App, e.Record.Id, kind, func(user string, _ []*core.Record) error {
		return markRead(e.App, user, kind)
	}); err != nil {
		e.App.Logger().Error("Failed to mark notifications of an assigned task as read", "task", e.Record.Id, "error", err)
	}
	return e.Next()
}

// eachReader calls work for every user with unread notifications of a task.
func eachReader(app core.App, task string, which dbx.Expression, work func(user string, rows []*core.Record) error) error {
	var all []*core.Record
	if err := app.RecordQuery("notifications").AndWhere(dbx.HashExp{"task": task}).AndWhere(dbx.NewExp("read_at = ''")).
		AndWhere(which).OrderBy("user", "created").All(&all); err != nil {
		return err
	}
	return eachUser(all, work)
}

// eachUser calls work for every user with that user's notifications; all is
// ordered by user.
func eachUser(all []*core.Record, work func(user string, rows []*core.Record) error) error {
	for len(all) > 0 {
		user, n := all[0].GetString("user"), 1
		for n < len(all) && all[n].GetString("user") == user {
			n++
		}
		if err := work(user, all[:n]); err != nil {
			return err
		}
		all = all[n:]
	}
	return nil
}
