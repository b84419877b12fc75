// Package actor owns the actors of changes: the roles and their predicates, the
// actor for whom a record is saved, and the guards of routes by role.
package actor

import (
	"cmp"
	"slices"

	"github.com/pocketbase/pocketbase/core"
)

// The roles of actors. The first three are the values of users.role.
const (
	RoleClient     = "client"
	RoleConsultant = "consultant"
	RoleManager    = "manager"
	RoleSuperuser  = "superuser"
	RoleSystem     = "system"
)

// Roles are the values of users.role; StaffRoles are those of staff.
var (
	Roles      = append([]string{RoleClient}, StaffRoles...)
	StaffRoles = []string{RoleConsultant, RoleManager}
)

// Actor makes a change. ID is a user id, empty for superusers and the system.
type Actor struct{ ID, Role string }

// recordKey is the key under which a record carries its actor to the model hooks,
// which don't know the request.
const recordKey = "@actor"

// Of returns the actor of a request's auth record. A guest's is nil; its actor has
// no role.
func Of(auth *core.Record) Actor {
	switch {
	case auth == nil:
		return Actor{}
	case auth.IsSuperuser():
		return Actor{Role: RoleSuperuser}
	default:
		return Actor{ID: auth.Id, Role: auth.GetString("role")}
	}
}

// IsGuest reports whether a caller has no rights of a person: a guest, or somebody who
// is blocked.
func IsGuest(auth *core.Record) bool { return auth == nil || auth.GetBool("blocked") }

// OfRecord returns the actor for whom a record is being saved: the system, unless
// [SetActor] has set another.
func OfRecord(record *core.Record) Actor {
	if who, ok := record.GetRaw(recordKey).(Actor); ok {
		return who
	}
	return Actor{Role: RoleSystem}
}

// SetActor sets the actor for whom a record is being saved.
func SetActor(record *core.Record, who Actor) { record.SetRaw(recordKey, who) }

// IsTrusted reports whether the allow-lists of fields don't apply to the actor.
func (a Actor) IsTrusted() bool { return a.Role == RoleSuperuser || a.Role == RoleSystem }

// IsStaff reports whether the actor is a consultant or a manager.
func (a Actor) IsStaff() bool { return slices.Contains(StaffRoles, a.Role) }

// IsInsider reports whether the actor belongs to staff or is a superuser, and so may
// see what is hidden from clients.
func (a Actor) IsInsider() bool { return a.IsStaff() || a.Role == RoleSuperuser }

// IsOverseer reports whether the actor is a manager or a superuser.
func (a Actor) IsOverseer() bool { return a.Role == RoleManager || a.Role == RoleSuperuser }

// OwnID returns the id by which to find the actor's own tasks. A superuser, who has
// none, gets an id that matches no user: an empty one would match all.
func (a Actor) OwnID() string { return cmp.Or(a.ID, "-") }
