package desk

import (
	"slices"

	validation "github.com/pocketbase/ozzo-validation/v4"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
)

// The companions: objects that travel in the request of another record and are saved
// with it or not at all.
const (
	profileCompanion    = "profile"    // with a registration
	assessmentCompanion = "assessment" // with a change of a task
	changeCompanion     = "change"     // with a comment: of its task
)

// IsCompanion reports whether requests to create or to update a record of a
// collection may carry a companion of this name.
func IsCompanion(collection, name string, creates bool) bool {
	switch name {
	case profileCompanion:
		return collection == "users" && creates
	case assessmentCompanion:
		return collection == "tasks" && !creates
	case changeCompanion:
		return collection == "comments" && creates
	}
	return false
}

// RequiredCompanion returns the companion without which a request by who is refused;
// empty if there is none.
func RequiredCompanion(who actor.Actor, collection string, creates bool) string {
	if collection == "users" && creates && !who.IsTrusted() && who.Role != actor.RoleManager {
		return profileCompanion
	}
	return ""
}

// refuseOtherFields refuses the fields of a companion that its sender may not write.
// One that does not exist for the sender is unknown, whether the collection has it or
// not; known are those that exist.
func refuseOtherFields(values map[string]any, writable, known []string) error {
	found := validation.Errors{}
	for name := range values {
		switch {
		case slices.Contains(writable, name):
		case slices.Contains(known, name):
			found[name] = problem.New("read_only")
		default:
			found[name] = problem.New("unknown_field")
		}
	}
	if len(found) == 0 {
		return nil
	}
	return found
}
