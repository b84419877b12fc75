package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks"
)

// builtPage returns a minimal built page.
func builtPage() fstest.MapFS {
	tree := fstest.MapFS{}
	for _, c := range []struct{ name, body string }{
		{"index.html", "<!doctype html><html><head><meta charset=\"utf-8\">\n<title>Отклик</title></head><body><div id=\"app\"></div></body></html>"},
		{"routes.json", `[{"pattern":"/","scripts":[],"styles":[]},
			{"pattern":"/tasks","scripts":["assets/tasks-1.js","assets/thread-1.js"],"styles":["assets/tasks-1.css"],"early":"assets/early-1.js"},
			{"pattern":"/tasks/:number","scripts":[],"styles":[]}, {"pattern":"/verify/:token","scripts":[],"styles":[]},
			{"pattern":"","scripts":["assets/missing-1.js"],"styles":[]}]`},
		{"sw.js", "worker()"},
		{"assets/main-1.js", "main()"},
		{"assets/bare-1.svg", "<svg/>"},
		{"secret.map", "{}"},
	} {
		tree[c.name] = &fstest.MapFile{Data: []byte(c.body)}
	}
	for _, packed := range []string{"assets/main-1.js.br", "assets/main-1.js.gz", "sw.js.gz"} {
		tree[packed] = &fstest.MapFile{Data: []byte("packed " + packed)}
	}
	return tree
}

func deskWithPage(t *testing.T, tree fstest.MapFS) *desk {
	t.Helper()
	return newDeskOn(t, newAppWith(t, hooks.Config{Page: tree}))
}

func TestMissingIsMissing(t *testing.T) {
	d := deskWithPage(t, builtPage())
	for _, path := range []string{"/api/nope", "/assets/nope.js", "/assets/nope", "/favicon.ico", "/.env", "/index.html", "/routes.json", "/assets/main-1.js.br", "/secret.map", "/../go.mod"} {
		got := d.ask("", "GET", path, "")
		if got.status != 404 && got.status != 301 && got.status != 307 || strings.Contains(got.body, "<div id=\"app\">") {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
	d.check(d.ask("", "GET", "/no/such/page", ""), 404, "<div id=\"app\">", "assets/missing-1.js")
	for _, path := range []string{"/", "/tasks", "/tasks/", "/tasks/12", "/verify/abc.def"} {
		d.check(d.ask("", "GET", path, ""), 200, "<title>Отклик</title>")
	}
}

func TestPageTellsWhatAViewNeeds(t *testing.T) {
	d := deskWithPage(t, builtPage())
	d.check(d.ask("", "GET", "/tasks", ""), 200, `<link rel="modulepreload" crossorigin href="/assets/thread-1.js">`, `<link rel="stylesheet" crossorigin href="/assets/tasks-1.css">`)
	early := `<meta charset="utf-8">` + "\n" + `<script type="module" async crossorigin fetchpriority="high" src="/assets/early-1.js">`
	d.check(d.ask("", "GET", "/tasks", ""), 200, early)
	if got := d.ask("", "GET", "/", ""); strings.Contains(got.body, "modulepreload") || strings.Contains(got.body, "early") {
		t.Errorf("the start page loads what it does not need: %s", got.body)
	}
}

// The document has the site record, if guests may read it.
func TestPageHasTheSite(t *testing.T) {
	d := deskWithPage(t, builtPage())
	site, err := d.app.FindFirstRecordByFilter("site", "name != 'x'")
	if err != nil {
		t.Fatal(err)
	}
	site.Set("name", "Бухгалтерия </script><b>")
	if err := d.app.Save(site); err != nil {
		t.Fatal(err)
	}
	got := d.want(200, "", "GET", "/", "", `<script type="application/json" id="site">{`, `"name":"Бухгалтерия \u003c/script\u003e\u003cb\u003e"`)
	if strings.Count(got.body, "</script>") != 1 {
		t.Errorf("the data ends early: %s", got.body)
	}
	collection, err := d.app.FindCollectionByNameOrId("site")
	if err != nil {
		t.Fatal(err)
	}
	collection.ListRule = nil
	if err := d.app.Save(collection); err != nil {
		t.Fatal(err)
	}
	if got := d.ask("", "GET", "/", ""); strings.Contains(got.body, "Бухгалтерия") {
		t.Error("guests read what they may not")
	}
}

// A change of the site is in every document from then on, however it is made.
func TestPageFollowsTheSite(t *testing.T) {
	d := deskWithPage(t, builtPage())
	site, err := d.app.FindFirstRecordByFilter("site", "id != ''")
	if err != nil {
		t.Fatal(err)
	}
	at := records("site") + "/" + site.Id
	save := func(app core.App, name string) error {
		site.Set("name", name)
		return app.Save(site)
	}
	tags := map[string]string{}
	for i, change := range []struct {
		name string
		make func(name string) error
	}{
		{"", func(string) error { return nil }},
		{"Из панели", func(name string) error { d.want(200, "boss", "PATCH", at, `{"name":"`+name+`"}`); return nil }},
		{"Из программы", func(name string) error { return save(d.app, name) }},
		{"Из операции", func(name string) error {
			return d.app.RunInTransaction(func(tx core.App) error {
				err := save(tx, name)
				d.want(200, "", "GET", "/", "", "Из программы")
				return err
			})
		}},
	} {
		if err := change.make(change.name); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/", "/tasks", "/tasks/12"} {
			got := d.want(200, "", "GET", path, "", change.name)
			if again := d.ask("", "GET", path, ""); again.body != got.body || again.header.Get("ETag") != got.header.Get("ETag") {
				t.Errorf("%s after change %d is not the same again", path, i)
			}
			if old := d.ask("", "GET", path, "", "If-None-Match", tags[path]); old.status != 200 {
				t.Errorf("%s after change %d: %d for the tag of before", path, i, old.status)
			}
			tags[path] = got.header.Get("ETag")
		}
		d.check(d.ask("", "GET", "/no/such/page", ""), 404, change.name)
	}
	collection, err := d.app.FindCollectionByNameOrId("site")
	if err != nil {
		t.Fatal(err)
	}
	collection.Fields.GetByName("phone").SetHidden(true)
	if err := d.app.Save(collection); err != nil {
		t.Fatal(err)
	}
	if got := d.want(200, "", "GET", "/", "", `"email":""`); strings.Contains(got.body, `"phone"`) {
		t.Errorf("the document has a field that was hidden: %s", got.body)
	}
	if _, err := d.app.DB().Delete("site", nil).Execute(); err != nil {
		t.Fatal(err)
	}
	fresh := core.NewRecord(collection)
	fresh.Set("name", "Заново")
	if err := d.app.Save(fresh); err != nil {
		t.Fatal(err)
	}
	d.want(200, "", "GET", "/", "", "Заново")
}

// Requests that overlap with a change of the site keep none of what was before it.
func TestPageFollowsTheSiteUnderLoad(t *testing.T) {
	d := deskWithPage(t, builtPage())
	site, err := d.app.FindFirstRecordByFilter("site", "id != ''")
	if err != nil {
		t.Fatal(err)
	}
	var stop atomic.Bool
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for !stop.Load() {
				d.ask("", "GET", "/tasks", "")
			}
		})
	}
	for i := range 50 {
		name := fmt.Sprintf("Фирма №%d.", i)
		site.Set("name", name)
		if err := d.app.Save(site); err != nil {
			t.Error(err)
		}
		d.check(d.ask("", "GET", "/tasks", ""), 200, name)
	}
	stop.Store(true)
	readers.Wait()
}

func TestPageIsStrict(t *testing.T) {
	got := deskWithPage(t, builtPage()).ask("", "GET", "/", "")
	policy := got.header.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'self';", "style-src 'self';", "require-trusted-types-for 'script'", "trusted-types otklik"} {
		if !strings.Contains(policy, part) {
			t.Errorf("no %s in %s", part, policy)
		}
	}
	if got.header.Get("X-Content-Type-Options") != "nosniff" || got.header.Get("Cache-Control") != "no-cache" {
		t.Errorf("headers %v", got.header)
	}
}

func TestPageIsCompressedByTheBuild(t *testing.T) {
	d := deskWithPage(t, builtPage())
	const script = "/assets/main-1.js"
	for _, row := range []struct{ path, accept, coding, body string }{
		{script, "", "", "main()"},
		{script, "gzip, deflate, br, zstd", "br", "packed assets/main-1.js.br"},
		{script, "GZIP", "gzip", "packed assets/main-1.js.gz"},
		{script, "br;q=0.5, gzip;q=0.8", "gzip", "packed assets/main-1.js.gz"},
		{script, "br;q=0, *;q=0.1", "gzip", "packed assets/main-1.js.gz"},
		{script, "br; q=0, gzip; q=0", "", "main()"},
		{script, "identity, br;q=0.2", "", "main()"},
		{script, "br;q=much", "", "main()"},
		{"/sw.js", "br, gzip", "gzip", "packed sw.js.gz"},
		{"/assets/bare-1.svg", "br, gzip", "", "<svg/>"},
	} {
		got := d.ask("", "GET", row.path, "", "Accept-Encoding", row.accept)
		if got.status != 200 || got.header.Get("Content-Encoding") != row.coding || got.body != row.body {
			t.Errorf("%s for %q: %d %q %q, want %q", row.path, row.accept, got.status, got.header.Get("Content-Encoding"), got.body, row.coding)
		}
		if varies := slices.Contains(got.header.Values("Vary"), "Accept-Encoding"); varies != (row.path != "/assets/bare-1.svg") {
			t.Errorf("%s: Vary is %q", row.path, got.header.Values("Vary"))
		}
	}
	d.check(d.ask("", "GET", "/", "", "Accept-Encoding", "gzip"), 200, "\x1f\x8b")
}

func TestPageIsKeptByBrowsers(t *testing.T) {
	d := deskWithPage(t, builtPage())
	for _, c := range []struct{ path, cache string }{{"/assets/main-1.js", "public, max-age=31536000, immutable"}, {"/sw.js", "no-cache"}, {"/", "no-cache"}} {
		got := d.ask("", "GET", c.path, "", "Accept-Encoding", "gzip")
		if got.header.Get("Cache-Control") != c.cache {
			t.Errorf("%s: %s", c.path, got.header.Get("Cache-Control"))
		}
		tag := got.header.Get("ETag")
		if again := d.ask("", "GET", c.path, "", "Accept-Encoding", "gzip", "If-None-Match", tag); again.status != 304 || again.body != "" {
			t.Errorf("%s again: %d %q", c.path, again.status, again.body)
		}
		if plain := d.ask("", "GET", c.path, "", "If-None-Match", tag); plain.status != 200 || plain.header.Get("ETag") == tag {
			t.Errorf("%s: the plain form has the tag of the packed one", c.path)
		}
		head := d.ask("", http.MethodHead, c.path, "", "Accept-Encoding", "gzip")
		if head.status != 200 || head.body != "" || head.header.Get("Content-Length") != got.header.Get("Content-Length") {
			t.Errorf("HEAD %s: %d %q %v", c.path, head.status, head.body, head.header)
		}
	}
	if head := d.ask("", http.MethodHead, "/no/such/page", ""); head.status != 404 || head.body != "" {
		t.Errorf("HEAD of nothing: %d %q", head.status, head.body)
	}
	if got := d.ask("", "GET", "/no/such/page", ""); got.header.Get("ETag") != "" {
		t.Error("a 404 has an ETag")
	}
}

// A program built without the page says so, and everything else works.
func TestWithoutPage(t *testing.T) {
	d := deskWithPage(t, fstest.MapFS{".gitkeep": {}})
	d.check(d.ask("", "GET", "/", ""), 200, "<code>make</code>")
	d.check(d.ask("", "GET", "/tasks", ""), 404, "<code>make</code>")
	d.check(d.ask("", "GET", "/api/health", ""), 200)
}

// A broken page is an error at start.
func TestBrokenPage(t *testing.T) {
	for _, c := range []struct {
		what  string
		spoil func(fstest.MapFS)
	}{
		{"no routes.json", func(m fstest.MapFS) { delete(m, "routes.json") }},
		{"not JSON", func(m fstest.MapFS) { m["routes.json"] = &fstest.MapFile{Data: []byte("[")} }},
		{"no 404", func(m fstest.MapFS) { m["routes.json"] = &fstest.MapFile{Data: []byte(`[{"pattern":"/"}]`)} }},
		{"no head", func(m fstest.MapFS) { m["index.html"] = &fstest.MapFile{Data: []byte("<html>")} }},
	} {
		tree := builtPage()
		c.spoil(tree)
		app := newAppWith(t, hooks.Config{Page: tree})
		router, err := apis.NewRouter(app)
		if err != nil {
			t.Fatal(err)
		}
		serve := &core.ServeEvent{App: app, Router: router, Server: &http.Server{}}
		if app.OnServe().Trigger(serve, func(*core.ServeEvent) error { return nil }) == nil {
			t.Errorf("%s: it starts", c.what)
		}
		app.Cleanup()
	}
}

// The document shows of the site what the API shows a guest, whatever hides or adds
// fields of it.
func TestDocumentShowsWhatGuestsMayRead(t *testing.T) {
	d := deskWithPage(t, builtPage())
	collection, err := d.app.FindCollectionByNameOrId("site")
	if err != nil {
		t.Fatal(err)
	}
	collection.Fields.Add(&core.TextField{Name: "inner_note"}) // an administrator's own
	if err := d.app.Save(collection); err != nil {
		t.Fatal(err)
	}
	d.app.OnRecordEnrich("site").BindFunc(func(e *core.RecordEnrichEvent) error {
		if e.RequestInfo.Auth == nil {
			e.Record.Hide("phone")
			e.Record.WithCustomData(true).Set("greeting", "Добро пожаловать")
		}
		return e.Next()
	})
	_, after, _ := strings.Cut(d.want(200, "", "GET", "/", "").body, ` id="site">`)
	text, _, _ := strings.Cut(after, "</script>")
	var shown map[string]any
	if err := json.Unmarshal([]byte(text), &shown); err != nil {
		t.Fatal(err)
	}
	items := d.want(200, "", "GET", records("site"), "").decode(d)["items"].([]any)
	if !reflect.DeepEqual(shown, items[0]) || shown["phone"] != nil || shown["inner_note"] != nil || shown["greeting"] == nil {
		t.Errorf("the document has %v, the API %v", shown, items[0])
	}
}
