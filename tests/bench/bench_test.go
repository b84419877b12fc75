// Package bench prices our rules and hooks: the same work through HTTP on
// Otklik and on bare PocketBase collections of the same fields and indexes,
// turn by turn in one run, so that a noisy machine slows both. The metric
// of_bare is our throughput as a part of the bare one.
package bench

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"

	"otklik/hooks"
	"otklik/hooks/sqlite"
	_ "otklik/pb_migrations"
)

// rows is how many tasks there are, of clients with a hundred each.
const (
	rows      = 10_000
	perClient = 100
)

// side is one of the two applications.
type side struct {
	b               *testing.B
	app             *tests.TestApp
	mux             http.Handler
	client, manager string // tokens
	clientID        string
	made            int
}

// ours is Otklik as its users run it.
func ours(b *testing.B) *side { return oursWith(b, hooks.Config{}) }

func oursWith(b *testing.B, config hooks.Config) *side {
	app, err := tests.NewTestAppWithConfig(core.BaseAppConfig{DataDir: b.TempDir(), EncryptionEnv: "OTKLIK_BENCH", DBConnect: sqlite.Connect,
		DataMaxOpenConns: sqlite.Connections, DataMaxIdleConns: sqlite.Connections})
	if err != nil {
		b.Fatal(err)
	}
	hooks.Register(app, config)
	return prepare(b, app)
}

// bare has the same collections without our hooks, and the rules anybody would
// write first.
func bare(b *testing.B) *side {
	app, err := tests.NewTestApp(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	own := `client = @request.auth.id || @request.auth.role = "manager"`
	signedIn := `@request.auth.id != ""`
	for _, name := range []string{"tasks", "assessments"} {
		c, err := app.FindCollectionByNameOrId(name)
		if err != nil {
			b.Fatal(err)
		}
		c.ListRule, c.ViewRule, c.UpdateRule, c.CreateRule = &own, &own, &own, &signedIn
		if err := app.Save(c); err != nil {
			b.Fatal(err)
		}
	}
	return prepare(b, app)
}

func prepare(b *testing.B, app *tests.TestApp) *side {
	b.Cleanup(app.Cleanup)
	s := &side{b: b, app: app}
	app.Settings().RateLimits.Enabled = false
	if err := app.Save(app.Settings()); err != nil {
		b.Fatal(err)
	}
	router, err := apis.NewRouter(app)
	if err != nil {
		b.Fatal(err)
	}
	if err := app.OnServe().Trigger(&core.ServeEvent{App: app, Router: router, Server: &http.Server{}}, func(e *core.ServeEvent) (err error) {
		s.mux, err = e.Router.BuildMux()
		return err
	}); err != nil {
		b.Fatal(err)
	}
	s.fill()
	return s
}

// fill writes people and tasks below the hooks, the same on both sides.
func (s *side) fill() {
	s.manager, _ = s.person(s.app, "manager", "manager")
	consultant := s.id("consultant")
	s.person(s.app, "consultant", "consultant")
	err := s.app.RunInTransaction(func(tx core.App) error {
		for i := range rows / perClient {
			name := fmt.Sprintf("client%03d", i)
			token, id := s.clientPerson(tx, name)
			if i == 0 {
				s.client, s.clientID = token, id
			}
		}
		for n := 1; n <= rows; n++ {
			name := fmt.Sprintf("client%03d", n%(rows/perClient))
			s.exec(tx, "tasks", dbx.Params{
				"id": s.id(fmt.Sprintf("t%05d", n)), "number": n, "title": fmt.Sprintf("Задача %d", n), "description": "Описание", "status": "done", "priority": "normal",
				"client": s.id(name), "profile": s.id("p" + name), "consultant": consultant, "files": "[]", "done_at": now(), "closed_at": "", "archived_at": "", "rev": 1, "idempotency_key": "", "created": now(), "updated": now(),
			})
		}
		_, err := tx.DB().NewQuery("UPDATE otklik_numbers SET last = {:n}").Bind(dbx.Params{"n": rows}).Execute()
		return err
	})
	if err != nil {
		s.b.Fatal(err)
	}
	if _, err := s.app.DB().NewQuery("ANALYZE").Execute(); err != nil {
		s.b.Fatal(err)
	}
	s.made = rows
}

func now() string { return time.Now().UTC().Format("2006-01-02 15:04:05.000Z") }

func (s *side) id(name string) string { return name + strings.Repeat("0", 15-len(name)) }

func (s *side) exec(app core.App, table string, values dbx.Params) {
	if _, err := app.DB().Insert(table, values).Execute(); err != nil {
		s.b.Fatal(err)
	}
}

func (s *side) person(app core.App, nick, role string) (token, id string) {
	c, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		s.b.Fatal(err)
	}
	r := core.NewRecord(c)
	r.Id = s.id(nick)
	r.Set("username", nick)
	r.SetEmail(nick + "@example.com")
	r.Set("role", role)
	r.RefreshTokenKey()
	if _, err := app.DB().Insert("users", dbx.Params{
		"id": r.Id, "username": nick, "email": r.Email(), "role": role, "password": "nobody logs in", "tokenKey": r.TokenKey(), "name": nick, "locale": "ru",
		"verified": true, "blocked": false, "emailVisibility": false, "created": now(), "updated": now(),
	}).Execute(); err != nil {
		s.b.Fatal(err)
	}
	token, err = r.NewAuthToken()
	if err != nil {
		s.b.Fatal(err)
	}
	return token, r.Id
}

// clientPerson writes a client with an organisation.
func (s *side) clientPerson(app core.App, nick string) (token, id string) {
	token, id = s.person(app, nick, "client")
	s.exec(app, "profiles", dbx.Params{"id": s.id("p" + nick), "user": id, "organization": "ООО " + nick, "inn": "7707083893", "kpp": "", "ogrn": "", "address": "", "phone": "", "contact": "", "created": now(), "updated": now()})
	return token, id
}

// ask makes one request, which must succeed.
func (s *side) ask(token, method, url, body string) {
	req := httptest.NewRequest(method, url, strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", token)
	rec := httptest.NewRecorder()
	s.mux.ServeHTTP(rec, req)
	if rec.Code != http.StatusOK {
		s.b.Fatalf("%s %s: %d %s", method, url, rec.Code, rec.Body)
	}
}

// compare does the work on both sides turn by turn.
func compare(b *testing.B, work func(s *side, isOurs bool, i int)) {
	a, z := ours(b), bare(b)
	for i := range 20 { // warm
		work(a, true, i)
		work(z, false, i)
	}
	var tookOurs, tookBare time.Duration
	for i := 20; b.Loop(); i++ {
		start := time.Now()
		work(a, true, i)
		middle := time.Now()
		work(z, false, i)
		tookOurs += middle.Sub(start)
		tookBare += time.Since(middle)
	}
	b.ReportMetric(float64(tookBare)/float64(tookOurs), "of_bare")
	b.ReportMetric(float64(tookOurs.Microseconds())/float64(b.N), "µs_ours")
	b.ReportMetric(float64(tookBare.Microseconds())/float64(b.N), "µs_bare")
}

func BenchmarkCreateTask(b *testing.B) {
	compare(b, func(s *side, isOurs bool, _ int) {
		if isOurs {
			s.ask(s.client, "POST", "/api/collections/tasks/records", `{"title":"Новая задача","description":"Описание"}`)
			return
		}
		s.made++
		s.ask(s.client, "POST", "/api/collections/tasks/records", fmt.Sprintf(
			`{"title":"Новая задача","description":"Описание","status":"new","priority":"normal","rev":1,"number":%d,"client":"%s","profile":"%s"}`, s.made, s.clientID, s.id("pclient000")))
	})
}

func BenchmarkListOwnTasks(b *testing.B) {
	compare(b, func(s *side, _ bool, _ int) {
		s.ask(s.client, "GET", "/api/collections/tasks/records?perPage=50&skipTotal=1&sort=-number", "")
	})
}

func BenchmarkListAllTasks(b *testing.B) {
	compare(b, func(s *side, _ bool, _ int) {
		s.ask(s.manager, "GET", "/api/collections/tasks/records?perPage=50&skipTotal=1&sort=-number", "")
	})
}

// BenchmarkCloseWithRating closes a task and rates it: one request here, the
// two it would be on bare collections there.
func BenchmarkCloseWithRating(b *testing.B) {
	compare(b, func(s *side, isOurs bool, i int) {
		task := s.id(fmt.Sprintf("b%06d", i))
		s.exec(s.app, "tasks", dbx.Params{
			"id": task, "number": 1_000_000 + i, "title": "Закрыть", "description": "", "status": "done", "priority": "normal", "client": s.clientID, "profile": s.id("pclient000"),
			"consultant": s.id("consultant"), "files": "[]", "done_at": now(), "closed_at": "", "archived_at": "", "rev": 1, "idempotency_key": "", "created": now(), "updated": now(),
		})
		url := "/api/collections/tasks/records/" + task
		if isOurs {
			s.ask(s.client, "PATCH", url, `{"status":"closed","assessment":{"rating":5,"comment":"Спасибо"}}`)
			return
		}
		s.ask(s.client, "PATCH", url, `{"status":"closed","closed_at":"`+now()+`","rev":2}`)
		s.ask(s.client, "POST", "/api/collections/assessments/records", fmt.Sprintf(`{"task":"%s","client":"%s","consultant":"%s","rating":5,"comment":"Спасибо"}`, task, s.clientID, s.id("consultant")))
	})
}

// BenchmarkComment is the price of telling: a client writes on a task that has
// a consultant, who is told in the page and by mail, and on one that has none.
// The metric of_silent is the time of the first as a part of the second.
func BenchmarkComment(b *testing.B) {
	s := ours(b)
	for _, name := range []string{"told", "silent"} {
		consultant, status := "", "new"
		if name == "told" {
			consultant, status = s.id("consultant"), "in_progress"
		}
		s.exec(s.app, "tasks", dbx.Params{
			"id": s.id(name), "number": 2_000_000 + len(name), "title": "Разговор", "description": "", "status": status, "priority": "normal", "client": s.clientID, "profile": s.id("pclient000"),
			"consultant": consultant, "files": "[]", "done_at": "", "closed_at": "", "archived_at": "", "rev": 1, "idempotency_key": "", "created": now(), "updated": now(),
		})
	}
	write := func(task string) time.Duration {
		start := time.Now()
		s.ask(s.client, "POST", "/api/collections/comments/records", `{"task":"`+s.id(task)+`","body":"Ещё вопрос"}`)
		return time.Since(start)
	}
	for range 20 { // warm
		write("told")
		write("silent")
	}
	var told, silent time.Duration
	for b.Loop() {
		told += write("told")
		silent += write("silent")
	}
	b.ReportMetric(float64(told)/float64(silent), "of_silent")
	b.ReportMetric(float64(told.Microseconds())/float64(b.N), "µs_told")
	b.ReportMetric(float64(silent.Microseconds())/float64(b.N), "µs_silent")
}
