package api

import (
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

// A body that no route can mean is the sender's mistake on every route, those of
// PocketBase included.
func TestBodiesOfAnotherKind(t *testing.T) {
	d := newDesk(t)
	d.set(func(s *core.Settings) { s.RateLimits.Enabled = false })
	bodies := []struct{ kind, body, code string }{
		{"application/json", `null`, "json_object"},
		{"application/json", `[]`, "json_object"},
		{"application/json", ` 7 `, "json_object"},
		{"application/json", `"x"`, "json_object"},
		{"application/json", `{`, "json_invalid"},
		{"application/json", `{"title":}`, "json_invalid"},
		{"application/json", ` `, "json_invalid"},
		{"application/json", `{"x":1e}`, "json_invalid"},
		{"application/json", `{"x":[-1e999]}`, "json_invalid"},
		{urlType, `a=%zz`, "form_invalid"},
		{urlType, "\xff\xfe=1", "form_invalid"},
		{"multipart/form-data", `x`, "form_invalid"},
		{"multipart/form-data; boundary=x", `x`, "form_invalid"},
		{"text/xml", `<x/>`, "body_type"},
		{"application/xml", `<x>`, "body_type"},
		{"text/plain", `{}`, "body_type"},
		{"Application/Octet", `x`, "body_type"},
		{"", `{}`, "body_type"},
	}
	for _, route := range []struct{ who, method, url string }{
		{"olga", "POST", "/api/collections/users/auth-refresh"},
		{"", "POST", "/api/collections/users/auth-with-password"},
		{"", "POST", "/api/collections/users/auth-with-oauth2"},
		{"", "POST", "/api/collections/users/auth-with-otp"},
		{"", "POST", "/api/collections/users/request-otp"},
		{"", "POST", "/api/collections/users/request-password-reset"},
		{"", "POST", "/api/collections/users/confirm-password-reset"},
		{"", "POST", "/api/collections/users/request-verification"},
		{"", "POST", "/api/collections/users/confirm-verification"},
		{"olga", "POST", "/api/collections/users/request-email-change"},
		{"", "POST", "/api/collections/users/confirm-email-change"},
		{"root", "POST", "/api/collections/users/impersonate/" + id("olga")},
		{"", "POST", records("users")},
		{"olga", "POST", records("tasks")},
		{"olga", "PATCH", record("tasks", "work")},
		{"olga", "POST", "/api/realtime"},
		{"olga", "POST", "/api/batch"},
		{"olga", "POST", "/api/files/token"},
		{"anna", "POST", "/api/desk/bulk"},
		{"boss", "POST", "/api/desk/staff"},
		{"olga", "POST", "/api/notifications/read"},
		{"olga", "POST", presenceOf("work")},
		{"root", "PATCH", "/api/settings"},
		{"root", "POST", "/api/backups"},
		{"root", "POST", "/api/collections"},
	} {
		for _, b := range bodies {
			got := d.ask(route.who, route.method, route.url, b.body, "Content-Type", b.kind)
			if got.status != 400 || !strings.Contains(got.body, `"code":"`+b.code+`"`) {
				t.Errorf("%s %s %s %q: %d %s", route.method, route.url, b.kind, b.body, got.status, got.body)
			}
		}
	}
}

// A body that is announced without a length and turns out empty is none.
func TestEmptyBodyWithoutALength(t *testing.T) {
	d := newDesk(t)
	req := httptest.NewRequest("POST", "/api/collections/users/auth-refresh", io.MultiReader())
	req.ContentLength = -1
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", token(d, d.app, "olga"))
	out := httptest.NewRecorder()
	d.mux.ServeHTTP(out, req)
	if out.Code != 200 {
		t.Errorf("%d %s", out.Code, out.Body)
	}
}
