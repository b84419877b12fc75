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
	maxHeldNotices     = 20 // mails that wait are told of, each, in heldPeriod; more wait untold
	heldPeriod         = 10 * time.Minute
	maxHeldPerSender   = 10 // mails of one sender that are told of in a day
	maxReceivedNotices = 10 // confirmations for one person in receivedPeriod
	receivedPeriod     = 24 * time.Hour
)

// notifyHeld tells managers of a mail that waits. Of a flood they are told once,
// and so of many strangers at once: all of them wait in the list. What is told
// of one sender has an end too, for the manager's own mail program may be what
// answers us.
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

// notifyReceived confirms to the client that the mail has become a task. A
// machine that answers confirmations gets no endless row of them.
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
