package hooks

import (
	"cmp"
	"slices"

	"github.com/pocketbase/pocketbase/core"
)

// The roles of those who change things. The first three are values of
// users.role.
const (
	roleClient     = "client"
	roleConsultant = "consultant"
	roleManager    = "manager"
	roleSuperuser  = "superuser"
	roleSystem     = "system"
)

// roles are the values of users.role; staffRoles are those of staff.
var (
	roles      = append([]string{roleClient}, staffRoles...)
	staffRoles = []string{roleConsultant, roleManager}
)

// actor is who makes a change. The id is a users id and empty for superusers
// and the system.
type actor struct{ id, role string }

// actorKey is where a request leaves its actor on a record on the way to the
// hooks of the model, which do not know the request.
const actorKey = "@actor"

// actorOf reads the caller of a request; nil is a guest and has no role.
func actorOf(auth *core.Record) actor {
	switch {
	case auth == nil:
		return actor{}
	case auth.IsSuperuser():
		return actor{role: roleSuperuser}
	default:
		return actor{id: auth.Id, role: auth.GetString("role")}
	}
}

// actorBehind reads who a record is being saved for; a save nobody has signed
// is the system's.
func actorBehind(record *core.Record) actor {
	if who, ok := record.GetRaw(actorKey).(actor); ok {
		return who
	}
	return actor{role: roleSystem}
}

// sign notes on the record for whom it is being saved.
func sign(record *core.Record, who actor) { record.SetRaw(actorKey, who) }

// trusted is true of those whom the allow-lists of fields do not bind.
func (a actor) trusted() bool { return a.role == roleSuperuser || a.role == roleSystem }

// staff is true of consultants and managers.
func (a actor) staff() bool { return slices.Contains(staffRoles, a.role) }

// insider is true of staff and superusers, who may know what clients do not.
func (a actor) insider() bool { return a.staff() || a.role == roleSuperuser }

// overseer is true of managers and superusers, who look after the whole desk.
func (a actor) overseer() bool { return a.role == roleManager || a.role == roleSuperuser }

// mine is the consultant of the actor's own tasks: of an administrator, who has
// none, an id that is nobody's, for an empty one would be everybody.
func (a actor) mine() string { return cmp.Or(a.id, "-") }
