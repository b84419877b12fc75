package pb_migrations

import (
	"slices"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The pages of signed links have a limit of their own: a mail gateway that
// follows every link of every mail an office gets is let through, and whoever
// tries links out is not.
func init() {
	m.Register(func(app core.App) error {
		const label = "/links/"
		s := app.Settings()
		if slices.ContainsFunc(s.RateLimits.Rules, func(r core.RateLimitRule) bool { return r.Label == label }) {
			return nil // the administrator's own
		}
		s.RateLimits.Rules = append(s.RateLimits.Rules, core.RateLimitRule{Label: label, MaxRequests: 300, Duration: 60})
		return app.Save(s)
	}, nil)
}
