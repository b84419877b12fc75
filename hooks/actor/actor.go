// Package actor owns who acts: roles, their predicates, the actor a record is
// saved for, and the guards of routes by role.
package actor

import (
	"cmp"
	"slices"

	"github.com/pocketbase/pocketbase/core"
)

// The roles of those who change things. The first three are values of
// users.role.
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

// Actor is who makes a change. The id is a users id and empty for superusers
// and the system.
type Actor struct{ ID, Role string }

// recordKey is where a request leaves its actor on a record on the way to the
// hooks of the model, which do not know the request.
const recordKey = "@actor"

// Of reads the caller of a request; nil is a guest and has no role.
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

// OfRecord reads who a record is being saved for; a save nobody has signed
// is the system's.
func OfRecord(record *core.Record) Actor {
	if who, ok := record.GetRaw(recordKey).(Actor); ok {
		return who
	}
	return Actor{Role: RoleSystem}
}

// SetActor notes on the record for whom it is being saved.
func SetActor(record *core.Record, who Actor) { record.SetRaw(recordKey, who) }

// IsTrusted is true of those whom the allow-lists of fields do not bind.
func (a Actor) IsTrusted() bool { return a.Role == RoleSuperuser || a.Role == RoleSystem }

// IsStaff is true of consultants and managers.
func (a Actor) IsStaff() bool { return slices.Contains(StaffRoles, a.Role) }

// IsInsider is true of staff and superusers, who may know what clients do not.
func (a Actor) IsInsider() bool { return a.IsStaff() || a.Role == RoleSuperuser }

// IsOverseer is true of managers and superusers, who look after the whole desk.
func (a Actor) IsOverseer() bool { return a.Role == RoleManager || a.Role == RoleSuperuser }

// OwnID is the consultant of the actor's own tasks: of an administrator, who has
// none, an id that is nobody's, for an empty one would be everybody.
func (a Actor) OwnID() string { return cmp.Or(a.ID, "-") }
