package realtime

import (
	"testing"
)

// A rule is decided in memory, or is unknown: it is never decided otherwise than SQL
// would.
func TestRule(t *testing.T) {
	values := map[string]value{
		"@request.auth.role": {"client", textual}, "@request.auth.id": {"me", textual}, "@request.auth.blocked": {"false", boolean},
		"client": {"me", textual}, "other": {"you", textual}, "archived_at": {"", textual}, "done": {"true", boolean}, "number": {},
	}
	look := func(name string) value { return values[name] }
	for _, row := range []struct {
		rule string
		want verdict
	}{
		{`client = @request.auth.id`, yes},
		{`other = @request.auth.id`, no},
		{`other != @request.auth.id`, yes},
		{`archived_at = ""`, yes},
		{`archived_at = null`, yes},
		{`archived_at != ""`, no},
		{`done = true && @request.auth.blocked = false`, yes},
		{`done = "true"`, unknown},
		{`client = true`, unknown},
		{`number = 1`, unknown},
		{`missing = ""`, unknown},
		{`client ~ "m"`, unknown},
		{`client ?= "me"`, unknown},
		{`client:lower = "me"`, unknown},
		{`@now = ""`, unknown},
		{`client = "me" && client ~ "m"`, unknown},
		{`client = "you" && client ~ "m"`, no},
		{`client ~ "m" || client = "me"`, yes},
		{`client ~ "m" || client = "you"`, unknown},
		{`(client = "me" && done = true) || (other = "me")`, yes},
		{`(client = "you" && done = true) || (other = "me")`, no},
		{`client = "me" || client = "you" && done = false`, unknown},
		{`client = "me" || (client = "you" && done = false)`, yes},
		{`client = "me" && (client = "you" || done = true)`, yes},
		{`((client = "me"))`, yes},
		{`client =`, unknown},
		{`// nothing`, unknown},
	} {
		if got := parseRule(row.rule).decide(look); got != row.want {
			t.Errorf("%s: %d, want %d", row.rule, got, row.want)
		}
	}
}
