package hooks_test

import (
	"net/url"
	"strings"
	"testing"
)

// TestClients is how a manager finds the client whom a mail is from.
func TestClients(t *testing.T) {
	d := newDesk(t)
	for q, want := range map[string]string{
		"":                 "",
		"olga":             "olga",
		"OLGA@example.com": "olga",
		"сбербанк":         "olga",
		"7707083893":       "olga",
		"anna":             "", // works here
		"vera":             "", // is blocked
		"%":                "",
		"_":                "",
		"'":                "",
	} {
		var found []string
		for _, item := range d.want(200, "boss", "GET", "/api/desk/clients?q="+url.QueryEscape(q), "").decode(t)["items"].([]any) {
			found = append(found, item.(map[string]any)["username"].(string))
		}
		if strings.Join(found, " ") != want {
			t.Errorf("%q finds %v, want %q", q, found, want)
		}
	}
	d.want(200, "boss", "GET", "/api/desk/clients?q=olga", "", `"email":"olga@example.com"`, `"organization":"ПАО Сбербанк"`)
}
