package web

import (
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
)

// SiteURL returns the URL of the page without a trailing slash.
func SiteURL(app core.App) string { return strings.TrimRight(app.Settings().Meta.AppURL, "/") }

// TaskPath returns the path of a task in the page for a role.
func TaskPath(role, number string) string {
	if role == actor.RoleClient {
		return "/tasks/" + number
	}
	return "/desk/" + number
}
