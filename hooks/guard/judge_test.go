package guard

import (
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

func TestJudge(t *testing.T) {
	users := core.NewAuthCollection("users")
	users.Fields.Add(&core.TextField{Name: "role"}, &core.BoolField{Name: "blocked"})
	person := func(role string, blocked bool) *core.Record {
		r := core.NewRecord(users)
		r.Id = "anna00000000000"
		r.Set("role", role)
		r.Set("blocked", blocked)
		return r
	}
	const signedIn = `@request.auth.collectionName = "users" && @request.auth.blocked = false`
	for _, c := range []struct {
		rule                           string
		guest, client, manager, locked bool
	}{
		{signedIn, false, true, true, false},
		{`(` + signedIn + ` && @request.auth.role = "manager")`, false, false, true, false},
		{`(` + signedIn + ` && user = @request.auth.id) || (` + signedIn + ` && @request.auth.role = "manager")`, false, true, true, false},
		{`(` + signedIn + ` && (@request.auth.role = "consultant" || @request.auth.role = "manager"))`, false, false, true, false},
		{`@request.auth.id != ""`, false, true, true, true},
		{`@request.auth.id = ""`, true, false, false, false},
		{`@request.auth.role != "manager"`, true, true, false, true},
		{`@request.auth.role = "manager" && title = "x" || public = true`, true, true, true, true},
		{`public = true`, true, true, true, true},
		{`@request.auth.role ?= "manager"`, true, true, true, true},
		{`"manager" = @request.auth.role`, true, true, true, true},
		{`@request.auth.unknown = "x"`, true, true, true, true},
		{`not a rule`, true, true, true, true},
	} {
		for name, person := range map[string]struct {
			auth *core.Record
			want bool
		}{
			"guest": {nil, c.guest}, "client": {person("client", false), c.client},
			"manager": {person("manager", false), c.manager}, "blocked": {person("client", true), c.locked},
		} {
			if got := mayMeet(c.rule, person.auth); got != person.want {
				t.Errorf("%s: %s may meet it: %t, want %t", c.rule, name, got, person.want)
			}
		}
	}
}

// What remains of a rule for a caller are its conditions on the row.
func TestConditionsOnTheRow(t *testing.T) {
	users := core.NewAuthCollection("users")
	users.Fields.Add(&core.TextField{Name: "role"})
	client := core.NewRecord(users)
	client.Set("role", "client")
	for rule, want := range map[string]string{
		`(@request.auth.role = "client" && task.client = @request.auth.id) || (@request.auth.role = "manager")`: `task.client = @request.auth.id`,
		`@request.auth.role = "client" && (a = 1 || b = 2) && c = ""`:                                           `(a = 1 || b = 2) && c = `,
		`@request.auth.role = "client" && (a = 1 || @request.auth.role = "manager")`:                            `a = 1`,
		`(@request.auth.role = "client" && a = 1) || (@request.auth.role = "client" && b = 2)`:                  `a = 1 || b = 2`,
		`a = 1 && (a = 1 || @request.auth.role = "client")`:                                                     `a = 1`,
	} {
		if met, got := judge(rule, client); met != depends || got != want {
			t.Errorf("%s: %q, want %q", rule, got, want)
		}
	}
}
