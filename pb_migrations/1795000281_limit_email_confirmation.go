package pb_migrations

import (
	"slices"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Confirming a new address asks for the password. Whoever finds a session open
// can have the mail sent to an address of their own, and must not get at the
// password by trying there what the lock-out of log-ins stops.
func init() {
	m.Register(func(app core.App) error {
		s := app.Settings()
		const label = "*:confirmEmailChange"
		if slices.ContainsFunc(s.RateLimits.Rules, func(r core.RateLimitRule) bool { return r.Label == label }) {
			return nil // the administrator has seen to it
		}
		s.RateLimits.Rules = append(s.RateLimits.Rules, core.RateLimitRule{Label: label, MaxRequests: 5, Duration: 300})
		return app.Save(s)
	}, nil)
}
