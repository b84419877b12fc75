package hooks

import "github.com/pocketbase/pocketbase/core"

// The doors of the desk's routes. They stand behind apis.RequireAuth, which has
// turned guests away.

// staffOnly lets consultants, managers and superusers in.
func staffOnly(e *core.RequestEvent) error { return admit(e, actorOf(e.Auth).insider()) }

// managersOnly lets managers in.
func managersOnly(e *core.RequestEvent) error { return admit(e, actorOf(e.Auth).role == roleManager) }

// overseersOnly lets managers and superusers in.
func overseersOnly(e *core.RequestEvent) error { return admit(e, actorOf(e.Auth).overseer()) }

func admit(e *core.RequestEvent, may bool) error {
	if !may || e.Auth.GetBool("blocked") {
		return e.ForbiddenError("", nil)
	}
	return e.Next()
}
