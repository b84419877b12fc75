package web

import (
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
)

// SiteURL is where the page is, without a slash at its end.
func SiteURL(app core.App) string { return strings.TrimRight(app.Settings().Meta.AppURL, "/") }

// TaskPath is the address of a task in the page of somebody of the role.
func TaskPath(role, number string) string {
	if role == actor.RoleClient {
		return "/tasks/" + number
	}
	return "/desk/" + number
}
