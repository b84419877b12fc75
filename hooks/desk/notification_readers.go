package desk

import (
	"slices"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/actor"
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
