package desk

import (
	"slices"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/records"
)

// withdrawNotifications deletes the unread notifications and the unsent mail
// about actor's changes of a task since a time, and returns the deleted
// notifications. Those about comments and notes stay.
func withdrawNotifications(tx core.App, task, actor string, since time.Time) (gone []*core.Record, err error) {
	params := dbx.Params{"task": task, "actor": actor, "since": records.StoredTime(since), "answer": KindAnswer, "answered": KindAnswered}
	if err := tx.RecordQuery("notifications").AndWhere(dbx.NewExp("task = {:task} AND actor = {:actor} AND created >= {:since} AND read_at = '' AND comment = '' AND kind != {:answered}", params)).
		OrderBy("user").All(&gone); err != nil {
		return nil, err
	}
	if _, err := tx.DB().NewQuery("DELETE FROM notifications WHERE task = {:task} AND actor = {:actor} AND created >= {:since} AND read_at = '' AND comment = '' AND kind != {:answered}").
		Bind(params).Execute(); err != nil {
		return nil, err
	}
	_, err = tx.DB().NewQuery(`DELETE FROM outbox WHERE task = {:task} AND actor = {:actor} AND created >= {:since} AND status = 'queued' AND attempts = 0 AND kind NOT IN ({:answer}, {:answered})`).
		Bind(params).Execute()
	return gone, err
}

// waitingMails returns the rows of the waiting mails about a task.
func waitingMails(tx core.App, task string) (rows []dbx.NullStringMap, err error) {
	err = tx.DB().Select("*").From("outbox").Where(isWaiting(task, nil)).OrderBy("created").All(&rows)
	return rows, err
}

// replacedMails returns the mails of before that no longer exist.
func replacedMails(tx core.App, before []dbx.NullStringMap) (replaced []dbx.NullStringMap, err error) {
	for _, row := range before {
		found, err := tx.CountRecords("outbox", dbx.HashExp{"id": row["id"].String})
		if err != nil {
			return nil, err
		}
		if found == 0 {
			replaced = append(replaced, row)
		}
	}
	return replaced, nil
}

// restoreMails puts replaced mails back as they were. Answers written since go with the
// answers that come back.
func restoreMails(tx core.App, rows []dbx.NullStringMap) error {
	for _, row := range rows {
		values := dbx.Params{}
		for name, value := range row {
			if value.Valid {
				values[name] = value.String
			}
		}
		comments, err := shareAnswers(tx, row)
		if err != nil {
			return err
		}
		values["comments"] = comments
		if _, err := tx.DB().Insert("outbox", values).Execute(); err != nil {
			return err
		}
	}
	return nil
}

// shareAnswers returns the comments of a mail that comes back, and takes them from the
// mail about answers that waits now. If the mail that comes back is about answers too,
// it takes all, as far as it has room.
func shareAnswers(tx core.App, row dbx.NullStringMap) (comments types.JSONArray[string], err error) {
	_ = comments.Scan(row["comments"].String) // always valid: Enqueue wrote it
	now, err := findWaiting(tx, row["user"].String, row["task"].String, KindAnswer)
	if err != nil || now == nil {
		return comments, err
	}
	rest := slices.DeleteFunc(now.Comments, func(id string) bool { return slices.Contains(comments, id) })
	if row["kind"].String == KindAnswer && len(comments)+len(rest) <= maxAnswers {
		comments, rest = append(comments, rest...), nil
	}
	if len(rest) > 0 {
		_, err = tx.DB().Update("outbox", dbx.Params{"comments": rest}, dbx.HashExp{"id": now.ID}).Execute()
	} else {
		_, err = tx.DB().Delete("outbox", dbx.HashExp{"id": now.ID}).Execute()
	}
	return comments, err
}
