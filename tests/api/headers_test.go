package api

import (
	"testing"

	"otklik/hooks/web"
)

// What the API answers is neither stored nor framed; files and the public site have
// rules of their own.
func TestHeaders(t *testing.T) {
	d := newDesk(t)
	d.check(d.attach("olga", "PATCH", record("tasks", "work"), 10), 200)
	const policy = "default-src 'none'; frame-ancestors 'none'"
	for _, row := range []struct{ who, method, url, cache, frame, policy string }{
		{"olga", "GET", records("tasks"), "no-store", "DENY", policy},
		{"olga", "GET", record("tasks", "ivannew"), "no-store", "DENY", policy}, // refusals too
		{"anna", "GET", "/api/desk/queue", "no-store", "DENY", policy},
		{"boss", "GET", "/api/desk/search?q=задача", "no-store", "DENY", policy},
		{"anna", "GET", "/api/desk/clients/" + id("olga") + "/card", "no-store", "DENY", policy},
		{"", "POST", "/api/collections/users/auth-with-password", "no-store", "DENY", policy},
		{"olga", "POST", "/api/files/token", "no-store", "DENY", policy},
		{"", "GET", "/api/health", "no-store", "DENY", policy},
		{"", "GET", records("site"), "", "DENY", policy},
	} {
		got := d.ask(row.who, row.method, row.url, "").header
		if got.Get("Cache-Control") != row.cache || got.Get("X-Frame-Options") != row.frame || got.Get("Content-Security-Policy") != row.policy {
			t.Errorf("%s %s: %v", row.method, row.url, got)
		}
		if got.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s %s: HSTS without a domain", row.method, row.url)
		}
	}
	key, _ := d.ask("olga", "POST", "/api/files/token", "").decode(t)["token"].(string)
	file := d.want(200, "", "GET", "/api/files/tasks/"+id("work")+"/"+d.task("work").GetStringSlice("files")[0]+"?token="+key, "")
	if file.header.Get("Cache-Control") != "private, no-store" || file.header.Get("X-Frame-Options") == "DENY" {
		t.Errorf("a file: %v", file.header)
	}
	web.RequireHTTPS(d.app)
	if got := d.ask("", "GET", "/api/health", "").header.Get("Strict-Transport-Security"); got != "max-age=31536000" {
		t.Errorf("HSTS: %q", got)
	}
}
