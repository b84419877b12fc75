package actor

import "github.com/pocketbase/pocketbase/core"

// The doors of the desk's routes. They stand behind apis.RequireAuth, which has
// turned guests away.

// RequireStaff lets consultants, managers and superusers in.
func RequireStaff(e *core.RequestEvent) error { return require(e, Of(e.Auth).IsInsider()) }

// RequireManager lets managers in.
func RequireManager(e *core.RequestEvent) error { return require(e, Of(e.Auth).Role == RoleManager) }

// RequireOverseer lets managers and superusers in.
func RequireOverseer(e *core.RequestEvent) error { return require(e, Of(e.Auth).IsOverseer()) }

func require(e *core.RequestEvent, may bool) error {
	if !may || e.Auth.GetBool("blocked") {
		return e.ForbiddenError("", nil)
	}
	return e.Next()
}
