package actor

import "github.com/pocketbase/pocketbase/core"

// The route guards run after apis.RequireAuth, which refuses guests.

// RequireStaff admits consultants, managers and superusers.
func RequireStaff(e *core.RequestEvent) error { return require(e, Of(e.Auth).IsInsider()) }

// RequireManager admits managers.
func RequireManager(e *core.RequestEvent) error { return require(e, Of(e.Auth).Role == RoleManager) }

// RequireOverseer admits managers and superusers.
func RequireOverseer(e *core.RequestEvent) error { return require(e, Of(e.Auth).IsOverseer()) }

func require(e *core.RequestEvent, allowed bool) error {
	if !allowed || IsGuest(e.Auth) {
		return e.ForbiddenError("", nil)
	}
	return e.Next()
}
