package api

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks"
	"otklik/hooks/sqlite"
)

// newHastyDesk is a desk that gives up at once when another program has the lock.
func newHastyDesk(t *testing.T) *desk {
	t.Helper()
	app, err := tests.NewTestAppWithConfig(core.BaseAppConfig{DataDir: seeded, EncryptionEnv: "OTKLIK_TEST", DBConnect: sqlite.ConnectWaiting(50 * time.Millisecond)})
	if err != nil {
		t.Fatal(err)
	}
	hooks.Register(app, hooks.Config{})
	return newDeskOn(t, app)
}

// run runs a statement on the connection that writes.
func (d *desk) run(statement string) {
	d.Helper()
	if _, err := d.app.NonconcurrentDB().NewQuery(statement).Execute(); err != nil {
		d.Fatal(err)
	}
}

// writes are changes of all kinds, by whom, with their routes.
var writes = []struct{ who, method, url, body string }{
	{"olga", "POST", records("tasks"), `{"title":"Новая задача"}`},
	{"olga", "PATCH", record("tasks", "work"), `{"title":"Другая"}`},
	{"olga", "DELETE", record("tasks", "work"), ""},
	{"olga", "POST", records("comments"), "{" + refTo("task", "work") + `,"body":"Ответ"}`},
	{"olga", "PATCH", record("users", "olga"), `{"name":"Ольга"}`},
	{"olga", "PATCH", record("profiles", "orgolga"), `{"phone":"+7 495 1"}`},
	{"olga", "PATCH", record("tasks", "done"), `{"status":"closed","assessment":{"rating":5}}`},
	{"", "POST", records("users"), register("faulty")},
	{"", "POST", "/api/collections/users/auth-with-password", `{"identity":"olga","password":"wrong"}`},
	{"", "POST", "/api/collections/users/request-password-reset", `{"email":"olga@example.com"}`},
	{"", "POST", "/api/collections/users/request-password-reset", `{"email":"nobody@example.com"}`},
	{"", "POST", "/api/collections/users/request-verification", `{"email":"olga@example.com"}`},
	{"root", "POST", "/api/collections", `{"name":"words","type":"base"}`},
	{"root", "PATCH", "/api/collections/tasks", `{"listRule":null}`},
	{"anna", "POST", "/api/desk/bulk", `{"ids":["` + id("work") + `"],"change":{"status":"done"}}`},
	{"olga", "POST", "/api/desk/sessions/end", ""},
	{"root", "PATCH", record("tasks", "work"), `{"title":"Третья"}`},
}

// wantFault makes every change, and wants each to fail by our fault, with a code and
// a time to try again, in the reader's language.
func (d *desk) wantFault(t *testing.T, status int, code string) {
	t.Helper()
	for _, c := range writes {
		for _, language := range []string{"ru", "en"} {
			got := d.ask(c.who, c.method, c.url, c.body, "Accept-Language", language)
			d.check(got, status, `"data":{"request":{"code":"`+code+`"`)
			if got.header.Get("Retry-After") == "" {
				t.Errorf("%s %s has no Retry-After", c.method, c.url)
			}
			if c.who == "" && strings.ContainsAny(got.body, "абвгдеж") != (language == "ru") {
				t.Errorf("%s %s in %s: %s", c.method, c.url, language, got.body)
			}
		}
	}
}

// While another program has the lock, changes are answered 503, and reads go on.
func TestBusyDatabase(t *testing.T) {
	d := newHastyDesk(t)
	other, err := sqlite.Connect(filepath.Join(d.app.DataDir(), "data.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	lock, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock.NewQuery("DELETE FROM lockouts").Execute(); err != nil {
		t.Fatal(err)
	}
	d.wantFault(t, 503, "busy")
	d.want(200, "olga", "GET", records("tasks"), "", `"totalItems":5`)
	d.want(200, "anna", "GET", "/api/desk/queue", "")
	if err := lock.Rollback(); err != nil {
		t.Fatal(err)
	}
	d.want(200, "olga", "POST", records("tasks"), `{"title":"Новая задача"}`)
}

// A full disk is answered 507. The largest size of the file stands for it.
func TestFullDatabase(t *testing.T) {
	d := newHastyDesk(t)
	var pages int
	if err := d.app.NonconcurrentDB().NewQuery("PRAGMA page_count").Row(&pages); err != nil {
		t.Fatal(err)
	}
	d.run(fmt.Sprintf("PRAGMA max_page_count = %d", pages))
	long := strings.Repeat("длинный текст ", 700)
	got := d.ask("olga", "POST", records("comments"), "{"+refTo("task", "work")+`,"body":"`+long+`"}`)
	for range 20 { // free pages of the file go first
		if got.status != 200 {
			break
		}
		got = d.ask("olga", "POST", records("comments"), "{"+refTo("task", "work")+`,"body":"`+long+`"}`)
	}
	d.check(got, 507, `"code":"disk_full"`)
	d.run("PRAGMA max_page_count = 1000000")
	d.want(200, "olga", "POST", records("comments"), "{"+refTo("task", "work")+`,"body":"`+long+`"}`)
}

// A missing table is our fault on every route that needs it, and for the session.
func TestMissingTable(t *testing.T) {
	for table, requests := range map[string][]struct {
		who, method, url, body string
		then                   int // when the table is there again
	}{
		"otklik_numbers": {{"olga", "POST", records("tasks"), `{"title":"Новая задача"}`, 200}},
		"comments":       {{"olga", "POST", records("comments"), "{" + refTo("task", "work") + `,"body":"Ответ"}`, 200}, {"olga", "GET", records("comments"), "", 200}, {"olga", "GET", record("comments", "olgaword"), "", 200}},
		"tasks":          {{"anna", "GET", "/api/desk/queue", "", 200}, {"olga", "PATCH", record("tasks", "work"), `{"title":"Другая"}`, 200}, {"anna", "POST", "/api/desk/bulk", `{"ids":["` + id("work") + `"],"change":{"status":"done"}}`, 200}},
		"lockouts":       {{"", "POST", "/api/collections/users/auth-with-password", `{"identity":"olga","password":"wrong"}`, 400}},
	} {
		d := newHastyDesk(t)
		d.run("PRAGMA legacy_alter_table = ON")
		d.run("ALTER TABLE " + table + " RENAME TO x_" + table)
		for _, c := range requests {
			d.check(d.ask(c.who, c.method, c.url, c.body), 503, `"code":"storage_failed"`)
		}
		d.run("ALTER TABLE x_" + table + " RENAME TO " + table)
		for _, c := range requests {
			if got := d.ask(c.who, c.method, c.url, c.body); got.status != c.then {
				t.Errorf("%s is there again: %s %s: %d %s", table, c.method, c.url, got.status, got.body)
			}
		}
	}
}

// A token that can't be looked up is not an invalid one: the page would sign out.
func TestTokensOfABrokenDatabase(t *testing.T) {
	d := newHastyDesk(t)
	key := token(t, d.app, "olga")
	d.run("PRAGMA legacy_alter_table = ON")
	d.run("ALTER TABLE users RENAME TO x_users")
	for _, scheme := range []string{"", "Bearer "} {
		d.check(d.ask("", "GET", records("tasks"), "", "Authorization", scheme+key), 503, `"code":"storage_failed"`)
	}
	d.check(d.ask("", "GET", records("tasks"), "", "Authorization", "nothing"), 200, `"totalItems":0`)
}

// A session that can't be looked up has not ended: neither a request, nor a file, nor
// a subscription is refused for good.
func TestSessionsOfABrokenDatabase(t *testing.T) {
	d := newHastyDesk(t)
	d.check(d.attach("olga", "POST", records("tasks"), 10, "title", "С файлом"), 200)
	task, err := d.app.FindFirstRecordByData("tasks", "title", "С файлом")
	if err != nil {
		t.Fatal(err)
	}
	key := token(t, d.app, "olga")
	fileToken, _ := d.with(key, "POST", "/api/files/token", "").decode(d)["token"].(string)
	file := "/api/files/" + task.BaseFilesPath() + "/" + task.GetStringSlice("files")[0] + "?token=" + fileToken
	client := newRealtime(d)
	broken := false
	d.app.OnRealtimeSubscribeRequest().Bind(&hook.Handler[*core.RealtimeSubscribeRequestEvent]{Priority: -1, Func: func(e *core.RealtimeSubscribeRequestEvent) error {
		if !broken { // after the request was let in
			broken = true
			d.run("ALTER TABLE otklik_ended_sessions RENAME TO x_ended")
			d.app.Store().Remove("otklikLiveSessions") // or it would not be asked again
		}
		return e.Next()
	}})
	d.check(d.with(key, "POST", "/api/realtime", subscription(client, "tasks/*")), 503, `"code":"storage_failed"`)
	if client.IsDiscarded() {
		t.Error("the stream was closed")
	}
	d.check(d.with(key, "GET", record("tasks", "work"), ""), 503, `"code":"storage_failed"`)
	d.check(d.ask("", "GET", file, ""), 503, `"code":"storage_failed"`)
	d.run("ALTER TABLE x_ended RENAME TO otklik_ended_sessions")
	d.check(d.with(key, "GET", record("tasks", "work"), ""), 200)
	d.check(d.ask("", "GET", file, ""), 200)
	d.check(d.with(key, "POST", "/api/realtime", subscription(client, "tasks/*")), 204)
}
