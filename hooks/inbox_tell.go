package hooks

import (
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
)

const (
	heldTold       = 20 // mails that wait are told of, each, in heldPeriod; more wait untold
	heldPeriod     = 10 * time.Minute
	heldTellsOf    = 10 // mails of one sender that are told of in a day
	receivedTold   = 10 // confirmations for one person in receivedPeriod
	receivedPeriod = 24 * time.Hour
)

// tellHeld tells managers of a mail that waits. Of a flood they are told once,
// and so of many strangers at once: all of them wait in the list. What is told
// of one sender has an end too, for the manager's own mail program may be what
// answers us.
func tellHeld(tx core.App, row *core.Record) error {
	now := clock.Now(tx)
	waiting, err := tx.CountRecords("inbox", dbx.HashExp{"status": inboxHeld}, since(now.Add(-heldPeriod)))
	if err != nil || waiting > heldTold {
		return err
	}
	ofSender, err := tx.CountRecords("inbox", dbx.HashExp{"status": inboxHeld, "sender": row.GetString("sender")}, since(now.Add(-samePeriod)))
	if err != nil || ofSender > heldTellsOf {
		return err
	}
	if row.GetString("reason") == heldFlood {
		n, err := tx.CountRecords("inbox", dbx.HashExp{"sender": row.GetString("sender"), "reason": heldFlood}, since(now.Add(-floodPeriod)))
		if err != nil || n > 1 {
			return err
		}
	}
	who, err := managers(tx)
	if err != nil {
		return err
	}
	return tell(tx, notice{kind: noticeHeld, held: row, users: who})
}

// tellReceived confirms to the client that the mail has become a task. A
// machine that answers confirmations gets no endless row of them.
func tellReceived(tx core.App, row, client *core.Record) error {
	if row.GetString("comment") != "" {
		return nil
	}
	n, err := tx.CountRecords("outbox", dbx.HashExp{"user": client.Id, "kind": noticeReceived}, since(clock.Now(tx).Add(-receivedPeriod)))
	if err != nil || n >= receivedTold {
		return err
	}
	task, err := tx.FindRecordById("tasks", row.GetString("task"))
	if err != nil {
		return err
	}
	return tell(tx, notice{kind: noticeReceived, task: task, users: []string{client.Id}})
}

func since(then time.Time) dbx.Expression {
	return dbx.NewExp("created > {:then}", dbx.Params{"then": dateTime(then)})
}
