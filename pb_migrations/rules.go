// Package pb_migrations holds the schema of Otklik as typed Go migrations. A
// blank import registers them with PocketBase, which runs them in the order of
// their file names. A released file is never edited; a change is a new file.
package pb_migrations

import "strings"

// The fragments below say who asks and which rows they may reach. Which values
// and which steps are allowed is decided by the hooks.
//
// Every rule begins with the signed-in, unblocked test: a guest's
// @request.auth.id equals an empty relation.
const (
	signedIn   = `@request.auth.collectionName = "users" && @request.auth.blocked = false`
	client     = signedIn + ` && @request.auth.role = "client"`
	consultant = signedIn + ` && @request.auth.role = "consultant"`
	manager    = signedIn + ` && @request.auth.role = "manager"`
	staff      = signedIn + ` && (@request.auth.role = "consultant" || @request.auth.role = "manager")`

	kept     = ` && archived_at = ""`
	taskKept = ` && task.archived_at = ""`
)

// anyOf joins alternatives into one rule, each in its own brackets.
func anyOf(alternatives ...string) *string {
	rule := "(" + strings.Join(alternatives, ") || (") + ")"
	return &rule
}

// everybody is the rule that lets guests in; nil is the one for superusers only.
func everybody() *string {
	rule := ""
	return &rule
}
