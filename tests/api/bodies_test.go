package api

import (
	"fmt"
	"io"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

// countedBody is a body that counts what is read of it.
type countedBody struct {
	io.Reader
	read int
}

func (b *countedBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	b.read += n
	return n, err
}

// send sends a body of a kind, in chunks if its length is not told.
func (d *desk) send(who, method, address, kind string, size int, told bool) (response, int) {
	d.Helper()
	body := &countedBody{Reader: io.LimitReader(spaces{}, int64(size))}
	req := httptest.NewRequest(method, address, body)
	req.ContentLength = -1
	if told {
		req.ContentLength = int64(size)
	}
	req.Header.Set("Content-Type", kind)
	n := d.asked.Add(1)
	req.RemoteAddr = fmt.Sprintf("10.9.%d.%d:1", n/250, n%250+1)
	if who != "" {
		req.Header.Set("Authorization", token(d, d.app, who))
	}
	rec := httptest.NewRecorder()
	d.mux.ServeHTTP(rec, req)
	return response{rec.Code, rec.Header(), rec.Body.String()}, body.read
}

// spaces is the beginning of a JSON text that never ends.
type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

const (
	jsonType = "application/json"
	formType = "multipart/form-data; boundary=x"
	urlType  = "application/x-www-form-urlencoded"
)

// A body above its caller's limit is refused before it is read, or as soon as it is
// seen to be larger.
func TestBodiesAreLimited(t *testing.T) {
	d := newDesk(t)
	const guest, person = 64 << 10, 1 << 20
	for _, c := range []struct {
		who, method, url, kind string
		limit                  int
	}{
		{"", "POST", records("tasks"), jsonType, guest},
		{"", "POST", records("tasks"), formType, guest},
		{"", "POST", records("users"), jsonType, guest},
		{"", "POST", "/api/collections/users/auth-with-password", jsonType, guest},
		{"", "POST", "/api/realtime", jsonType, guest},
		{"", "POST", "/api/backups/upload", formType, guest},
		{"", "POST", "/api/nothing", jsonType, guest},
		{"", "PATCH", record("inbox", "mail"), formType, guest},
		{"vera", "POST", records("tasks"), formType, guest},
		{"olga", "POST", records("tasks"), jsonType, person},
		{"olga", "POST", records("comments"), jsonType + "; charset=utf-8", person},
		{"olga", "POST", records("comments"), urlType, person},
		{"olga", "POST", records("notes"), formType, person},
		{"olga", "PATCH", record("site", "firm"), formType, person},
		{"olga", "PATCH", record("users", "olga"), formType, person},
		{"olga", "POST", records("inbox"), formType, person},
		{"olga", "POST", "/api/backups/upload", formType, person},
		{"anna", "PUT", "/api/collections/import", jsonType, person},
		{"anna", "POST", "/api/desk/bulk", jsonType, person},
		{"root", "PATCH", record("tasks", "work"), jsonType, person},
		{"root", "PATCH", "/api/settings", jsonType, person},
	} {
		for _, told := range []bool{true, false} {
			got, read := d.send(c.who, c.method, c.url, c.kind, 3*c.limit, told)
			if got.status != 413 && (told || got.status == 200) {
				t.Errorf("%q %s %s %s, told %t: %d %s", c.who, c.method, c.url, c.kind, told, got.status, got.body)
			}
			if told && (read > 0 || !strings.Contains(got.body, `"code":"body_large"`)) {
				t.Errorf("%q %s %s: %d bytes were read: %s", c.who, c.method, c.url, read, got.body)
			}
			if read > c.limit+1 {
				t.Errorf("%q %s %s %s: %d bytes were read of %d", c.who, c.method, c.url, c.kind, read, c.limit)
			}
		}
		if got, _ := d.send(c.who, c.method, c.url, c.kind, c.limit-100, true); got.status == 413 {
			t.Errorf("%q %s %s %s below the limit: %s", c.who, c.method, c.url, c.kind, got.body)
		}
	}
	// uploads keep the limits of their collections
	for _, c := range []struct{ who, url string }{{"olga", records("tasks")}, {"olga", records("comments")}, {"anna", records("notes")}, {"root", record("site", "firm")}, {"root", "/api/backups/upload"}} {
		method := map[bool]string{true: "PATCH", false: "POST"}[strings.Contains(c.url, id("firm"))]
		if got, _ := d.send(c.who, method, c.url, formType, 2<<20, true); got.status == 413 {
			t.Errorf("an upload of %s to %s: %d %s", c.who, c.url, got.status, got.body)
		}
	}
}

// JSON that is deep, wide, ambiguous or not in UTF-8 is refused with a code, wherever
// it is sent.
func TestHostileJSON(t *testing.T) {
	d := newDesk(t)
	deep := strings.Repeat(`{"a":`, 33) + "1" + strings.Repeat("}", 33)
	for _, c := range []struct{ code, body string }{
		{"json_deep", deep},
		{"json_deep", `{"title":"x","a":` + strings.Repeat("[", 5000)},
		{"json_wide", `{"title":"x","a":[` + strings.Repeat("{},", 5000) + `{}]}`},
		{"json_duplicate", `{"title":"Первая","title":"Вторая"}`},
		{"json_duplicate", `{"status":"closed","assessment":{"rating":1,"rating":5}}`},
		{"json_trailing", `{"title":"Первая"} {"title":"Вторая"}`},
		{"json_trailing", `{"title":"Первая"}]`},
		{"json_utf8", "{\"title\":\"Байты \xff\xfe\"}"},
		{"json_utf8", `{"title":"\ud83d"}`},
	} {
		for _, address := range [][2]string{{"POST", records("tasks")}, {"PATCH", record("tasks", "work")}, {"POST", "/api/desk/bulk"}, {"POST", "/api/realtime"}, {"POST", "/api/collections/users/auth-with-password"}, {"POST", "/api/notifications/read"}} {
			got := d.ask("olga", address[0], address[1], c.body)
			d.check(got, 400, `"code":"`+c.code+`"`)
		}
		if !strings.HasPrefix(c.code, "json_utf8") {
			body, kind := formOf(t, [][2]string{{"title", "Новая задача"}, {"@jsonPayload", c.body}})
			d.check(d.ask("olga", "POST", records("tasks"), body, "Content-Type", kind), 400, `"code":"`+c.code+`"`)
			d.check(d.ask("olga", "PATCH", record("tasks", "work"), "assessment="+url.QueryEscape(c.body), "Content-Type", urlType), 400, `"code":"`+c.code+`"`)
		}
	}
	d.check(d.ask("olga", "POST", records("tasks"), strings.Repeat("a=1&", 1500), "Content-Type", urlType), 400, `"code":"form_wide"`)
	d.check(d.ask("olga", "POST", records("tasks"), "title=%zz", "Content-Type", urlType), 400, `"code":"form_invalid"`)
	d.check(d.ask("olga", "POST", records("tasks"), "--x\r\nbroken", "Content-Type", formType), 400, `"code":"form_invalid"`)
	d.want(200, "olga", "POST", records("tasks"), ` {"title":"Новая задача","description":"{{{[[["} `+"\n")
}

// What is wrong with a request has its status, and every 400 has a code, on
// PocketBase's own routes too.
func TestEveryRefusalHasACode(t *testing.T) {
	d := newDeskOn(t, newsApp(t))
	d.set(func(s *core.Settings) { s.RateLimits.Enabled = false })
	for _, c := range []struct {
		status                 int
		who, method, url, body string
	}{
		{400, "", "POST", "/api/realtime", `{}`}, {400, "olga", "POST", "/api/realtime", `{"clientId":1}`}, {400, "olga", "POST", "/api/realtime", `nothing`}, {400, "olga", "POST", "/api/realtime", `[]`},
		{400, "", "POST", "/api/collections/users/auth-with-password", `{}`}, {400, "", "POST", "/api/collections/users/auth-with-password", `{"identity":"olga","password":"wrong"}`}, {400, "", "POST", "/api/collections/users/auth-with-password", `[`},
		{400, "", "POST", "/api/collections/users/request-password-reset", `{"email":"x"}`}, {400, "", "POST", "/api/collections/users/request-verification", `{}`},
		{400, "", "POST", "/api/collections/users/confirm-password-reset", `{"token":"x","password":"1","passwordConfirm":"2"}`}, {400, "", "POST", "/api/collections/users/confirm-password-reset", `nothing`},
		{400, "", "POST", "/api/collections/users/confirm-verification", `{"token":"x"}`}, {400, "", "POST", "/api/collections/users/confirm-email-change", `{"token":"x","password":"y"}`},
		{400, "olga", "POST", "/api/collections/users/request-email-change", `{"newEmail":"x"}`}, {400, "olga", "POST", "/api/collections/users/request-email-change", `7`},
		{403, "", "POST", "/api/collections/users/auth-with-oauth2", `{}`}, {403, "", "POST", "/api/collections/users/auth-with-otp", `{}`}, {403, "", "POST", "/api/collections/users/request-otp", `{}`},
		{400, "olga", "POST", records("tasks"), `{"title":`}, {400, "olga", "POST", records("tasks"), `[1]`}, {400, "olga", "POST", records("tasks"), `"x"`}, {400, "", "POST", records("tasks"), `{"title":"Новая"}`},
		{400, "olga", "POST", records("comments"), "{" + refTo("task", "nothing") + `,"body":"x"}`}, {400, "olga", "POST", records("comments"), "{" + refTo("task", "ivannew") + `,"body":"x"}`},
		{400, "olga", "POST", records("tasks"), `{"title":"За другого",` + refTo("client", "ivan") + "}"}, {400, "boss", "POST", records("users"), `{"role":"wizard"}`},
		{400, "olga", "GET", records("tasks") + "?filter=(((", ""}, {400, "olga", "GET", records("tasks") + "?sort=nothing", ""}, {400, "", "GET", records("tasks") + "?filter=nothing=1", ""}, {400, "olga", "GET", records("tasks") + "?page=x", ""},
		{400, "boss", "POST", records("staff"), `{"name":"x"}`}, {403, "olga", "POST", "/api/batch", `{}`}, {400, "olga", "POST", "/api/batch", `{`}, {400, "root", "PATCH", "/api/settings", `{"meta":{"appName":""}}`}, {400, "root", "POST", "/api/backups/upload", `{}`},
		{400, "anna", "POST", "/api/desk/bulk", `{}`}, {400, "boss", "POST", "/api/desk/staff", `nothing`}, {400, "olga", "POST", "/api/notifications/read", `{}`}, {400, "olga", "POST", presenceOf("work"), `{"state":"asleep"}`},
	} {
		got := d.ask(c.who, c.method, c.url, c.body)
		if got.status != c.status || got.status == 400 && !strings.Contains(got.body, `"code":"`) {
			t.Errorf("%q %s %s %s: %d %s, want %d", c.who, c.method, c.url, c.body, got.status, got.body, c.status)
		}
	}
	for _, kind := range []string{"text/xml", "text/plain", "multipart/form-data", "application/x-unknown"} {
		d.check(d.ask("olga", "POST", records("tasks"), "<x/>", "Content-Type", kind), 400, `"code":"`)
	}
}

// A damaged form on the page of a link is the sender's mistake.
func TestDamagedFormsOfLinks(t *testing.T) {
	d := newDesk(t)
	link := d.link("rate", "olga", "done", "done")
	for _, address := range []string{"/links/rate/none", link} {
		for _, c := range []struct{ kind, form string }{
			{formType, "nothing"}, {"multipart/form-data", "nothing"}, {"multipart/form-data; boundary=", "nothing"}, {urlType, "rating=%zz"},
		} {
			d.check(d.ask("", "POST", address, c.form, "Content-Type", c.kind), 400)
		}
	}
	d.check(d.post(link, "rating=5"), 200)
	if got := d.rated("done"); got != "5" {
		t.Errorf("rated %q", got)
	}
}

// Stored texts hold nothing that changes how others are shown.
func TestStoredTextsArePlain(t *testing.T) {
	d := newDeskOn(t, newsApp(t))
	const dirty = `а\u0000б\u001b[31mв\u202egpj.exe\u2066г\ufffdд`
	const clean = "аб[31mвgpj.exeгд"
	d.want(200, "olga", "POST", records("tasks"), `{"title":"`+dirty+`","description":"`+dirty+`"}`, `"title":"`+clean+`"`, `"description":"`+clean+`"`)
	d.want(200, "olga", "POST", records("comments"), "{"+refTo("task", "work")+`,"body":"`+dirty+`"}`, `"body":"`+clean+`"`)
	d.want(200, "olga", "PATCH", record("users", "olga"), `{"name":"`+dirty+`"}`, `"name":"`+clean+`"`)
	d.want(200, "boss", "PATCH", record("site", "firm"), `{"about":"<p>`+dirty+`</p>"}`, clean)
	d.want(200, "root", "PATCH", record("mail_templates", "template"), `{"subject":"`+dirty+`","body":"`+dirty+`"}`, `"subject":"`+clean+`"`, `"body":"`+clean+`"`)
	d.want(200, "olga", "GET", records("tasks")+"?sort=&filter=", "", `"totalItems"`)
}
