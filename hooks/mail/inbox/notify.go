package inbox

import (
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
	"otklik/hooks/desk"
	"otklik/hooks/records"
)

const (
	maxHeldNotices     = 20 // notifications of held mails in heldPeriod
	heldPeriod         = 10 * time.Minute
	maxHeldPerSender   = 10 // notifications of one sender's held mails in samePeriod
	maxReceivedNotices = 10 // confirmations for one client in receivedPeriod
	receivedPeriod     = 24 * time.Hour
)

// notifyHeld notifies managers of a held mail. A flood is notified once, and the
// number of notifications in [heldPeriod] is limited: all held mails are in the
// list anyway. The limit per sender stops loops, because the sender may be the
// manager's own mail client that answers our mails.
func notifyHeld(tx core.App, row *core.Record) error {
	now := clock.Now(tx)
	waiting, err := tx.CountRecords("inbox", dbx.HashExp{"status": inboxHeld}, createdAfter(now.Add(-heldPeriod)))
	if err != nil || waiting > maxHeldNotices {
		return err
	}
	ofSender, err := tx.CountRecords("inbox", dbx.HashExp{"status": inboxHeld, "sender": row.GetString("sender")}, createdAfter(now.Add(-samePeriod)))
	if err != nil || ofSender > maxHeldPerSender {
		return err
	}
	if row.GetString("reason") == heldFlood {
		n, err := tx.CountRecords("inbox", dbx.HashExp{"sender": row.GetString("sender"), "reason": heldFlood}, createdAfter(now.Add(-floodPeriod)))
		if err != nil || n > 1 {
			return err
		}
	}
	who, err := desk.ManagerIDs(tx)
	if err != nil {
		return err
	}
	return desk.Notify(tx, desk.Notification{Kind: desk.KindHeld, Held: row, Users: who})
}

// notifyReceived confirms to the client that the mail has become a task. The limit
// stops loops with a machine that answers confirmations.
func notifyReceived(tx core.App, row, client *core.Record) error {
	if row.GetString("comment") != "" {
		return nil
	}
	n, err := tx.CountRecords("outbox", dbx.HashExp{"user": client.Id, "kind": desk.KindReceived}, createdAfter(clock.Now(tx).Add(-receivedPeriod)))
	if err != nil || n >= maxReceivedNotices {
		return err
	}
	task, err := tx.FindRecordById("tasks", row.GetString("task"))
	if err != nil {
		return err
	}
	return desk.Notify(tx, desk.Notification{Kind: desk.KindReceived, Task: task, Users: []string{client.Id}})
}

func createdAfter(then time.Time) dbx.Expression {
	return dbx.NewExp("created > {:then}", dbx.Params{"then": records.DateTime(then)})
}
