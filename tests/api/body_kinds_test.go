package api

import (
	"io"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
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
		{urlType, "\xff\xfe=1", "json_utf8"},
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

// A field that a route of PocketBase would drop is refused by its name, which is
// case-sensitive.
func TestUnknownFieldsOfRoutes(t *testing.T) {
	d := newDesk(t)
	d.set(func(s *core.Settings) { s.RateLimits.Enabled = false })
	c := newRealtime(d)
	for _, row := range []struct{ who, url, body, field string }{
		{"", "/api/collections/users/auth-with-password", `{"identity":"olga","password":"` + password + `","remember":true}`, "remember"},
		{"", "/api/collections/users/auth-with-password", `{"identity":"olga","password":"` + password + `","Password":"x"}`, "Password"},
		{"", "/api/collections/_superusers/auth-with-password", `{"identity":"root@example.com","password":"` + password + `","x":1}`, "x"},
		{"olga", "/api/collections/users/auth-refresh", `{"role":"manager"}`, "role"},
		{"", "/api/collections/users/request-password-reset", `{"email":"olga@example.com","mail":"x"}`, "mail"},
		{"", "/api/collections/users/confirm-password-reset", `{"token":"x","password":"1","passwordConfirm":"1","role":"manager"}`, "role"},
		{"", "/api/collections/users/request-verification", `{"email":"olga@example.com","x":null}`, "x"},
		{"", "/api/collections/users/confirm-verification", `{"token":"x","y":1}`, "y"},
		{"olga", "/api/collections/users/request-email-change", `{"newEmail":"new@example.com","email":"x"}`, "email"},
		{"", "/api/collections/users/confirm-email-change", `{"token":"x","password":"y","z":1}`, "z"},
		{"root", "/api/collections/users/impersonate/" + id("olga"), `{"duration":60,"until":1}`, "until"},
		{"olga", "/api/realtime", strings.Replace(subscription(c, "tasks/*"), "{", `{"topics":[],`, 1), "topics"},
		{"olga", "/api/files/token", `{"file":"x"}`, "file"},
		{"root", "/api/backups", `{"name":"a.zip","files":false}`, "files"},
	} {
		d.want(400, row.who, "POST", row.url, row.body, `"`+row.field+`":{"code":"unknown_field"`)
	}
	d.want(400, "root", "PATCH", "/api/settings", `{"meta":{"appName":"Фирма"},"mail":{}}`, `"mail":{"code":"unknown_field"`)
	d.want(200, "root", "PATCH", "/api/settings", `{"meta":{"appName":"Фирма"},"smtp":{"enabled":false},"s3":{},"backups":{},"batch":{},"rateLimits":{},"trustedProxy":{},"logs":{}}`)
	d.check(d.ask("", "POST", "/api/collections/users/auth-with-password", "identity=olga&password="+password+"&remember=1", "Content-Type", urlType), 400, `"remember":{"code":"unknown_field"`)
	d.check(d.ask("", "POST", "/api/collections/users/auth-with-password", "identity=olga&password="+password, "Content-Type", urlType), 200)
}

// A form is held to what JSON is: texts in UTF-8, and nothing said twice.
func TestAmbiguousForms(t *testing.T) {
	d := newDesk(t)
	task := record("tasks", "work")
	for body, code := range map[string]string{
		"title=%FF%FE":            "json_utf8",
		"title=Одно&title=Другое": "json_duplicate",
		"@jsonPayload=" + url.QueryEscape(`{"title":"Одно"}`) + "&@jsonPayload=" + url.QueryEscape(`{"title":"Другое"}`): "json_duplicate",
		"title=Другое&@jsonPayload=" + url.QueryEscape(`{"title":"Одно"}`):                                               "json_duplicate",
	} {
		d.check(d.ask("olga", "PATCH", task, body, "Content-Type", urlType), 400, `"code":"`+code+`"`)
	}
	d.check(d.ask("olga", "PATCH", task, "@jsonPayload="+url.QueryEscape(`{"title":"Одно"}`), "Content-Type", urlType), 200, `"title":"Одно"`)
	var form strings.Builder
	w := multipart.NewWriter(&form)
	_ = w.WriteField("title", "\xff\xfe")
	_ = w.Close()
	d.check(d.ask("olga", "PATCH", task, form.String(), "Content-Type", w.FormDataContentType()), 400, `"code":"json_utf8"`)
}
