package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks"
	"otklik/hooks/sqlite"
	_ "otklik/pb_migrations"
)

// seeded is the data folder that every test clones, with the cast and its tasks.
var seeded string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	folder, err := os.MkdirTemp("", "otklik-test-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	if err := seed(folder); err != nil {
		panic(err)
	}
	seeded = folder
	return m.Run()
}

// The cast. Olga and Ivan are clients, Anna and Igor consultants, Boss a
// manager; Vera is a blocked client, Root the superuser.
var (
	roles    = map[string]string{"olga": "client", "ivan": "client", "vera": "client", "anna": "consultant", "igor": "consultant", "boss": "manager"}
	profiles = map[string][]string{
		"olga": {"ПАО Сбербанк", "7707083893", "773601001", "1027700132195"},
		"ivan": {"ООО «Яндекс»", "7736207543", "", ""},
		"vera": {"ИП Вера", "500100732259", "", ""},
	}
)

const password = "parol-12345"

// Texts that reveal a leak: only staff may read the first, only Ivan and staff the
// second.
const (
	noteSecret = "секрет-заметки"
	ivanSecret = "тайна-ивана"
)

// id returns a readable id of the length that PocketBase requires.
func id(name string) string { return name + strings.Repeat("0", 15-len(name)) }

// newApp returns an application on a clone of the seeded folder, without the page,
// which takes longer to load than everything else.
func newApp(t testing.TB) *tests.TestApp {
	t.Helper()
	return newAppWith(t, hooks.Config{})
}

func newAppWith(t testing.TB, config hooks.Config) *tests.TestApp {
	t.Helper()
	return newAppOn(t, config, sqlite.Connect)
}

func newAppOn(t testing.TB, config hooks.Config, connect core.DBConnectFunc) *tests.TestApp {
	t.Helper()
	app, err := tests.NewTestAppWithConfig(core.BaseAppConfig{DataDir: seeded, EncryptionEnv: "OTKLIK_TEST", DBConnect: connect})
	if err != nil {
		t.Fatal(err)
	}
	hooks.Register(app, config)
	// no test here cuts the power, so none waits for the disk
	if _, err := app.NonconcurrentDB().NewQuery("PRAGMA synchronous = OFF").Execute(); err != nil {
		t.Fatal(err)
	}
	return app
}

// token returns an auth token of a person without a log-in; an empty name is a guest.
func token(t testing.TB, app core.App, nick string) string {
	t.Helper()
	if nick == "" {
		return ""
	}
	collection := "users"
	if nick == "root" {
		collection = core.CollectionNameSuperusers
	}
	r, err := app.FindRecordById(collection, id(nick))
	if err != nil {
		t.Fatal(err)
	}
	key, err := r.NewAuthToken()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// desk is an application under test that handles requests.
type desk struct {
	testing.TB
	app   *tests.TestApp
	mux   http.Handler
	asked *atomic.Int64
	kept  *snapshot // nil unless a table goes back to it
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	return newDeskOn(t, newApp(t))
}

func newDeskOn(t testing.TB, app *tests.TestApp) *desk {
	t.Helper()
	app.OnServe().Unbind("otklikReportCounter") // tests count the days that they mean: it reads hours while others change them
	return serve(t, app)
}

// serve returns a desk with all that works beside its requests.
func serve(t testing.TB, app *tests.TestApp) *desk {
	t.Helper()
	t.Cleanup(app.Cleanup)
	router, err := apis.NewRouter(app)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{TB: t, app: app, asked: new(atomic.Int64)}
	err = app.OnServe().Trigger(&core.ServeEvent{App: app, Router: router, Server: &http.Server{}}, func(e *core.ServeEvent) error {
		var err error
		d.mux, err = e.Router.BuildMux()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	app.Store().Set("otklikIndexWait", longWait) // a search finds what was saved, on a busy machine too
	app.Cron().Stop()                            // tests run the jobs that they mean, see [desk.job]; a full minute would run others
	return d
}

// set changes the settings as the dashboard does, on a copy, because background jobs
// may be reading them.
func (d *desk) set(change func(*core.Settings)) {
	d.Helper()
	settings, err := d.app.Settings().Clone()
	if err != nil {
		d.Fatal(err)
	}
	change(settings)
	if err := d.app.Save(settings); err != nil {
		d.Fatal(err)
	}
}

// longWait is how long tests wait for what has to come: on a busy machine that may take
// long, and only what hangs takes longer.
const longWait = time.Minute

// response is the response to a request.
type response struct {
	status int
	header http.Header
	body   string
}

// ask makes a request as a person, each from another address, because the limiter
// counts by address; body is JSON or empty.
func (d *desk) ask(who, method, url, body string, headers ...string) response {
	d.Helper()
	n := d.asked.Add(1)
	return d.askFrom(fmt.Sprintf("10.0.%d.%d", n/250, n%250+1), who, method, url, body, headers...)
}

// askFrom makes a request from an address.
func (d *desk) askFrom(address, who, method, url, body string, headers ...string) response {
	d.Helper()
	req := httptest.NewRequest(method, url, bytes.NewBufferString(body))
	req.Header.Set("Content-Type", "application/json")
	req.RemoteAddr = net.JoinHostPort(address, "1")
	if who != "" {
		req.Header.Set("Authorization", token(d, d.app, who))
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	d.mux.ServeHTTP(rec, req)
	return response{rec.Code, rec.Header(), rec.Body.String()}
}

// want makes a request and checks the status and parts of the response.
func (d *desk) want(status int, who, method, url, body string, contains ...string) response {
	d.Helper()
	got := d.ask(who, method, url, body)
	d.check(got, status, contains...)
	return got
}

func (d *desk) check(got response, status int, contains ...string) {
	d.Helper()
	if got.status != status {
		d.Errorf("status %d, want %d: %s", got.status, status, got.body)
	}
	for _, part := range contains {
		if !strings.Contains(got.body, part) {
			d.Errorf("no %s in %s", part, got.body)
		}
	}
}

// task returns a task as stored.
func (d *desk) task(name string) *core.Record {
	d.Helper()
	r, err := d.app.FindRecordById("tasks", id(name))
	if err != nil {
		d.Fatal(err)
	}
	return r
}

// age moves times of a record into the past, bypassing the hooks.
func (d *desk) age(table, name string, by time.Duration, columns ...string) {
	d.Helper()
	at, _ := types.ParseDateTime(time.Now().Add(-by))
	for _, column := range columns {
		if _, err := d.app.DB().NewQuery("UPDATE " + table + " SET " + column + " = {:at} WHERE id = {:id}").
			Bind(map[string]any{"at": at.String(), "id": id(name)}).Execute(); err != nil {
			d.Fatal(err)
		}
	}
}

func record(collection, name string) string {
	return "/api/collections/" + collection + "/records/" + id(name)
}

func records(collection string) string { return "/api/collections/" + collection + "/records" }

// decode decodes a JSON response.
func (a response) decode(t testing.TB) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal([]byte(a.body), &out); err != nil {
		t.Fatalf("not JSON: %s", a.body)
	}
	return out
}

// count returns the number of matching rows.
func (d *desk) count(table, where string) int {
	d.Helper()
	var n int
	if err := d.app.DB().NewQuery("SELECT COUNT(*) FROM " + table + " WHERE " + where).Row(&n); err != nil {
		d.Fatal(err)
	}
	return n
}
