package pb_migrations

import (
	"log/slog"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The limiter counts by address; a whole office shares one, so the limits are
// for a firm at work and not for one person. The lock-out of an account is a
// hook's.
var rateLimits = []core.RateLimitRule{
	{Label: "*:auth", MaxRequests: 60, Duration: 60},
	{Label: "*:authRefresh", MaxRequests: 300, Duration: 60},
	{Label: "*:requestPasswordReset", MaxRequests: 5, Duration: 300},
	{Label: "*:requestVerification", MaxRequests: 5, Duration: 300},
	{Label: "*:requestEmailChange", MaxRequests: 5, Duration: 300},
	{Label: "*:requestOTP", MaxRequests: 3, Duration: 300},
	{Label: "users:create", MaxRequests: 60, Duration: 300},
	{Label: "*:create", MaxRequests: 60, Duration: 10},
	{Label: "/api/batch", MaxRequests: 1, Duration: 1},
	{Label: "/api/", MaxRequests: 1200, Duration: 10},
}

// The firm's name, the accent of the dashboard, limits and retention. Batch
// stays off: its parts would pass the hooks in another order than requests do.
func init() {
	m.Register(func(app core.App) error {
		s := app.Settings()
		s.Meta.AppName = "Отклик"
		s.Meta.AccentColor = "#2848a9"
		s.Meta.SenderName = "Отклик"
		s.RateLimits.Enabled = true
		s.RateLimits.Rules = rateLimits
		s.Batch.Enabled = false
		s.Logs.MaxDays = 14
		s.Logs.MinLevel = int(slog.LevelWarn) // what went wrong; a line for every request would fill the disk
		return app.Save(s)
	}, nil)
}
