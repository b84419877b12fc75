package api

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// A manager finds the client who has sent a mail.
func TestClients(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct{ q, want string }{
		{"", ""},
		{"olga", "olga"},
		{"OLGA@example.com", "olga"},
		{"сбербанк", "olga"},
		{"7707083893", "olga"},
		{"anna", ""}, // works here
		{"vera", ""}, // is blocked
		{"%", ""},
		{"_", ""},
		{"'", ""},
	} {
		var found []string
		for _, item := range d.want(200, "boss", "GET", "/api/desk/clients?q="+url.QueryEscape(c.q), "").decode(t)["items"].([]any) {
			found = append(found, item.(map[string]any)["username"].(string))
		}
		if strings.Join(found, " ") != c.want {
			t.Errorf("%q finds %v, want %q", c.q, found, c.want)
		}
	}
	d.want(200, "boss", "GET", "/api/desk/clients?q=olga", "", `"email":"olga@example.com"`, `"organization":"ПАО Сбербанк"`)
}

// The list reports whether there are more clients.
func TestClientsAreMore(t *testing.T) {
	d := newDesk(t)
	for i := range 6 { // beside the three of the cast
		if i == 5 {
			d.want(200, "boss", "GET", "/api/desk/clients?all=1", "", `"more":false`)
		}
		if _, err := d.app.DB().NewQuery("INSERT INTO users (id, username, email, tokenKey, role) VALUES ({:id}, {:id}, {:id}, {:id}, 'client'); INSERT INTO profiles (id, user, organization, inn) VALUES ({:id}, {:id}, 'ООО Ещё одно', '7736207543')").
			Bind(map[string]any{"id": id(fmt.Sprintf("more%d", i))}).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	for _, query := range []string{"all=1", "q=o&all=1"} {
		if page := d.want(200, "boss", "GET", "/api/desk/clients?"+query, "").decode(t); len(page["items"].([]any)) != 8 || page["more"] != true {
			t.Errorf("%s: %d items, more: %v", query, len(page["items"].([]any)), page["more"])
		}
	}
	d.want(200, "boss", "GET", "/api/desk/clients?q=", "", `"items":[]`, `"more":false`)
}
