package desk

import (
	"slices"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/list"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/actor"
	"otklik/hooks/mail/outbox"
	"otklik/hooks/text"
)

// Reader is the recipient of a notification.
type Reader struct {
	ID       string                  `db:"id"`
	Email    string                  `db:"email"`
	Name     string                  `db:"name"`
	Username string                  `db:"username"`
	Locale   string                  `db:"locale"`
	Role     string                  `db:"role"`
	Blocked  bool                    `db:"blocked"`
	Muted    types.JSONArray[string] `db:"muted"`
}

// recipient is a reader of a notification, and what there is that it may join.
type recipient struct {
	Reader
	Unread  string                  `db:"unread"`  // the id of the unread notification of its kind about its task
	Waiting string                  `db:"waiting"` // the id of such a mail before its first attempt
	Joined  types.JSONArray[string] `db:"joined"`  // the comments of that mail
}

// findRecipients finds those who may receive a notification, by id: one statement for
// all that is asked about each.
func findRecipients(app core.App, n Notification, ids []string) (map[string]*recipient, error) {
	var found []*recipient
	task := ""
	if n.Task != nil {
		task = n.Task.Id
	}
	// the literals repeat the conditions of partial indexes
	waiting := "FROM outbox WHERE user = u.id AND kind = {:kind} AND task = {:task} AND task != '' AND status = '" + outbox.StatusQueued + "' AND attempts = 0 LIMIT 1"
	columns := []string{"id", "email", "name", "username", "locale", "role", "blocked", "muted",
		"COALESCE((SELECT id FROM notifications WHERE user = u.id AND kind = {:kind} AND task = {:task} AND read_at = '' LIMIT 1), '') AS unread",
		"COALESCE((SELECT id " + waiting + "), '') AS waiting", "COALESCE((SELECT comments " + waiting + "), '[]') AS joined"}
	err := app.DB().Select(columns...).From("users u").Where(dbx.HashExp{"id": list.ToInterfaceSlice(ids)}).
		AndBind(dbx.Params{"kind": n.Kind, "task": task}).All(&found)
	byID := make(map[string]*recipient, len(found))
	for _, who := range found {
		if who.MayReceive(n.Kind, n.Task) {
			byID[who.ID] = who
		}
	}
	return byID, err
}

// FindReader finds a user by id; nil if the user no longer exists.
func FindReader(app core.App, id string) (*Reader, error) {
	var found []*Reader
	err := app.DB().Select("id", "email", "name", "username", "locale", "role", "blocked", "muted").
		From("users").Where(dbx.HashExp{"id": id}).All(&found)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// MayReceive repeats the view rules of the collections. A task keeps its
// consultant when that user is blocked or becomes a client, but the user is no
// longer notified. task is nil if the event has no task.
func (r *Reader) MayReceive(kind string, task *core.Record) bool {
	switch {
	case r.Blocked:
		return false
	case NotificationKindOf(kind).role == actor.RoleManager:
		return r.Role == actor.RoleManager
	case r.Role == actor.RoleClient:
		return task != nil && task.GetString("client") == r.ID
	}
	return true
}

func (r *Reader) hasMuted(kind, channel string) bool {
	return slices.Contains(r.Muted, kind+"."+channel)
}

// DisplayName returns the name used in a letter, in one line.
func (r *Reader) DisplayName() string {
	if name := text.OneLine(r.Name); name != "" {
		return name
	}
	return r.Username
}
