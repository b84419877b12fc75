package inbox

import (
	"errors"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
	"otklik/hooks/jobs"
	"otklik/hooks/records"
)

// Retention is how long ignored mails are kept, and those of strangers that became
// nothing.
const Retention = 90 * 24 * time.Hour

// mostBatches limits one run of [deleteOld]; the next run continues.
const mostBatches = 40

// deleteOld deletes mails older than [Retention] with their files: the ignored ones,
// and the held and refused ones that belong to no user.
func deleteOld(app core.App, now time.Time) error {
	for range mostBatches {
		var old []*core.Record
		err := app.RecordQuery("inbox").
			AndWhere(dbx.Or(dbx.HashExp{"status": inboxIgnored}, dbx.HashExp{"status": []any{inboxHeld, inboxRefused}, "user": ""})).
			AndWhere(dbx.NewExp("created < {:then}", dbx.Params{"then": records.DateTime(now.Add(-Retention))})).Limit(jobs.BatchSize).All(&old)
		for _, row := range old {
			err = errors.Join(err, app.Delete(row))
		}
		if err != nil || len(old) == 0 {
			return err
		}
	}
	return nil
}

// The room for mails that wait and prove nobody: of strangers, of senders that are not
// verified, and of floods. It is what may arrive in [roomPeriod], in bytes, of all
// senders and of one.
const (
	room         = 500 << 20
	roomOfSender = 50 << 20
	roomPeriod   = 24 * time.Hour
)

// ErrNoRoom is returned for a mail of an unknown sender while too many of them wait.
// Its mail server brings it again later.
var ErrNoRoom = errors.New("too many mails of unknown senders wait")

// keepWithinRoom refuses a held mail that finds no room. One that is fetched by IMAP
// is held without its raw form, for it stays in the mailbox.
func (in *incoming) keepWithinRoom(tx core.App, row *core.Record) error {
	unknown := row.GetString("user") == "" || row.GetString("reason") == heldFlood
	if row.GetString("status") != inboxHeld || !unknown {
		return nil
	}
	var all, ofSender int
	err := tx.DB().NewQuery(`SELECT COALESCE(SUM(size), 0), COALESCE(SUM(size) FILTER (WHERE sender = {:sender}), 0) FROM inbox
			WHERE status = {:held} AND created > {:then} AND (user = '' OR reason = {:flood})`).
		Bind(dbx.Params{"sender": row.GetString("sender"), "held": inboxHeld, "flood": heldFlood, "then": records.DateTime(clock.Now(tx).Add(-roomPeriod))}).
		Row(&all, &ofSender)
	if err != nil || all+len(in.Raw) <= room && ofSender+len(in.Raw) <= roomOfSender {
		return err
	}
	if in.Via != ViaIMAP {
		return ErrNoRoom
	}
	row.Set("raw", nil)
	row.Set("size", 0)
	return nil
}
