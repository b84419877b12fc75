package bench

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks"
	"otklik/hooks/sqlite"
)

// searched are words of the invented firms: in every tenth task, in hardly any,
// in none, begun and mistaken.
var searched = []string{
	"1С", "НДС", "ЕНС", "зарплата", "ЭЦП", "отчётность", "обновить", "банк", "касса", "налоговой", "акт сверки", "больничный",
	"требование налоговой", "6-НДФЛ за март", "счёт-фактура", "Сертификат недействителен", "закрытие месяца", "КриптоПро", "МЧД", "Диадок",
	"Рутокен", "маркировка", "лизинг", "субсидии", "Казахстана", "HASP", "Кузнецова", "зарпл", "обнавление", "неттакогослова",
}

// deskOf is a desk with so many tasks, and who asks it.
type deskOf struct {
	b                        *testing.B
	n                        int
	app                      core.App
	mux                      http.Handler
	staff, manager, client   string // tokens
	clientID, organizationID string // of the client with the most tasks
	consultantID, taskID     string
}

// BenchmarkScale asks what people ask all day of desks of OTKLIK_BENCH_TASKS
// tasks, through HTTP and all hooks. The first run makes the desks, in the folder
// for temporary files, and later ones find them there. The table at the end has
// the median of each question and how much it grows from the smallest desk to the
// largest.
func BenchmarkScale(b *testing.B) {
	var table scaleTable
	for s := range strings.SplitSeq(cmp.Or(os.Getenv("OTKLIK_BENCH_TASKS"), "1000,100000"), ",") {
		n, err := strconv.Atoi(s)
		if err != nil {
			b.Fatal(err)
		}
		d := openDesk(b, n)
		table.sizes = append(table.sizes, n)
		for _, q := range d.questions() {
			if d.request(q.token, q.urls[0]).Code == http.StatusNotFound {
				continue // of another version
			}
			b.Run(fmt.Sprintf("%d/%s", n, q.name), func(b *testing.B) { table.add(q.name, n, d.measure(b, q)) })
		}
		if err := d.app.OnTerminate().Trigger(&core.TerminateEvent{App: d.app}, func(e *core.TerminateEvent) error {
			return e.App.ClearBootstrap()
		}); err != nil {
			b.Fatal(err)
		}
	}
	table.print()
}

// question is one row of the table: addresses that are asked in turn.
type question struct {
	name, token string
	urls        []string
}

func (d *deskOf) questions() (all []question) {
	for _, view := range []string{"mine", "unassigned", "waiting", "answered", "overdue", "all", "archived", ""} {
		for _, sort := range []string{"newest", "oldest", "due", "urgent"} {
			address := "/api/desk/queue?view=" + view + "&sort=" + sort
			all = append(all, question{"queue " + view + " " + sort, d.manager, []string{address}})
			if middle := d.total(address) / 2; middle > 0 {
				all = append(all, question{"queue " + view + " " + sort + ", the middle", d.manager, []string{address + "&offset=" + strconv.Itoa(middle)}})
			}
		}
	}
	today := time.Now()
	month, year := today.AddDate(0, -1, 0).Format(time.DateOnly), today.AddDate(-1, 0, 0).Format(time.DateOnly)
	ago := today.AddDate(0, -18, 0)
	for _, f := range []struct{ name, filter string }{
		{"of a consultant", "consultant=" + d.consultantID}, {"of an organisation", "organization=" + d.organizationID},
		{"urgent", "priority=high"}, {"rated low", "rating=1,2"}, {"made in a month", "created=" + month + ".."},
		{"made long ago", "created=" + ago.AddDate(0, 0, -1).Format(time.DateOnly) + ".." + ago.Format(time.DateOnly)}, {"done in a month", "done=" + month + ".."},
	} {
		all = append(all, question{"queue all " + f.name, d.staff, []string{"/api/desk/queue?view=all&" + f.filter}})
	}
	words := func(route string) (urls []string) {
		for _, w := range searched {
			urls = append(urls, route+"q="+url.QueryEscape(w))
		}
		return urls
	}
	return append(all,
		question{"queue with words", d.staff, words("/api/desk/queue?view=all&")},
		question{"search of staff", d.staff, words("/api/desk/search?")},
		question{"search of a client", d.client, words("/api/desk/search?")},
		question{"similar of a client", d.client, words("/api/desk/search?mode=similar&")},
		question{"report of a month", d.manager, []string{"/api/desk/reports?from=" + month + "&to=" + today.Format(time.DateOnly)}},
		question{"report of a year", d.manager, []string{"/api/desk/reports?from=" + year + "&to=" + today.Format(time.DateOnly)}},
		question{"staff's load", d.manager, []string{"/api/desk/staff"}},
		question{"low ratings", d.manager, []string{"/api/desk/low"}},
		question{"the log", d.manager, []string{"/api/desk/log"}},
		question{"clients", d.manager, []string{"/api/desk/clients"}},
		question{"notifications of a manager", d.manager, []string{"/api/collections/notifications/records?perPage=20&sort=-created&expand=task"}},
		question{"records of a manager, counted", d.manager, []string{"/api/collections/tasks/records?perPage=50&sort=-number"}},
		question{"records of a consultant", d.staff, []string{"/api/collections/tasks/records?perPage=50&skipTotal=1&sort=-created"}},
		question{"records by status", d.staff, []string{"/api/collections/tasks/records?perPage=50&skipTotal=1&sort=-number&filter=" + url.QueryEscape("status='new'")}},
		question{"records by consultant", d.staff, []string{"/api/collections/tasks/records?perPage=50&skipTotal=1&sort=-number&filter=" + url.QueryEscape("consultant='"+d.consultantID+"' && status='in_progress'")}},
		question{"records by organisation", d.staff, []string{"/api/collections/tasks/records?perPage=50&skipTotal=1&sort=-number&filter=" + url.QueryEscape("profile='"+d.organizationID+"'")}},
		question{"a task's thread", d.staff, []string{"/api/collections/comments/records?perPage=200&skipTotal=1&sort=created&filter=" + url.QueryEscape("task='"+d.taskID+"'")}},
		question{"a task's history", d.staff, []string{"/api/collections/history/records?perPage=200&skipTotal=1&sort=created&filter=" + url.QueryEscape("task='"+d.taskID+"'")}},
		question{"a task", d.staff, []string{"/api/collections/tasks/records/" + d.taskID + "?expand=client,profile"}},
		question{"card of a client", d.staff, []string{"/api/desk/clients/" + d.clientID + "/card"}},
		question{"tasks of a client", d.client, []string{"/api/collections/tasks/records?perPage=50&skipTotal=1&sort=-number"}},
	)
}

// total is how long a list says it is.
func (d *deskOf) total(address string) int {
	var page struct{ Total int }
	if err := json.Unmarshal(d.request(d.manager, address).Body.Bytes(), &page); err != nil {
		d.b.Fatal(err)
	}
	return page.Total
}

// measure asks again and again and returns the median.
func (d *deskOf) measure(b *testing.B, q question) time.Duration {
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		got := d.request(q.token, q.urls[i%len(q.urls)])
		took = append(took, time.Since(start))
		if got.Code != http.StatusOK {
			b.Fatalf("%d %s", got.Code, got.Body)
		}
	}
	slices.Sort(took)
	p50, p95 := took[len(took)/2], took[len(took)*95/100]
	b.ReportMetric(float64(p50.Microseconds()), "p50_µs")
	b.ReportMetric(float64(p95.Microseconds()), "p95_µs")
	return p50
}

func (d *deskOf) request(token, address string) *httptest.ResponseRecorder {
	req := httptest.NewRequest("GET", address, nil)
	req.Header.Set("Authorization", token)
	rec := httptest.NewRecorder()
	d.mux.ServeHTTP(rec, req)
	return rec
}

// openDesk opens the desk of n tasks.
func openDesk(b *testing.B, n int) *deskOf {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: madeDesk(b, n), DBConnect: sqlite.Connect})
	hooks.Register(app, hooks.Config{})
	if err := app.Bootstrap(); err != nil {
		b.Fatal(err)
	}
	app.Settings().RateLimits.Enabled = false // and not saved
	router, err := apis.NewRouter(app)
	if err != nil {
		b.Fatal(err)
	}
	d := &deskOf{b: b, n: n, app: app}
	if err := app.OnServe().Trigger(&core.ServeEvent{App: app, Router: router, Server: &http.Server{}}, func(e *core.ServeEvent) (err error) {
		d.mux, err = e.Router.BuildMux()
		return err
	}); err != nil {
		b.Fatal(err)
	}
	d.staff, d.consultantID = d.login("anna")
	d.manager, _ = d.login("petrov")
	d.client, d.clientID = d.login("olga")
	profile, err := app.FindFirstRecordByData("profiles", "user", d.clientID)
	if err != nil {
		b.Fatal(err)
	}
	d.organizationID = profile.Id
	tasks, err := app.FindRecordsByFilter("tasks", "client = {:client}", "-number", 1, 0, dbx.Params{"client": d.clientID})
	if err != nil || len(tasks) == 0 {
		b.Fatal(err)
	}
	d.taskID = tasks[0].Id
	return d
}

func (d *deskOf) login(nick string) (token, id string) {
	r, err := d.app.FindFirstRecordByData("users", "username", nick)
	if err != nil {
		d.b.Fatal(err)
	}
	if token, err = r.NewAuthToken(); err != nil {
		d.b.Fatal(err)
	}
	return token, r.Id
}

// madeDesk is the folder of a desk of n tasks, made where it is not there yet:
// one a size and the last migration.
func madeDesk(b *testing.B, n int) string {
	steps := core.AppMigrations.Items()
	folder := filepath.Join(os.TempDir(), "otklik-bench", fmt.Sprintf("%d-%s", n, strings.TrimSuffix(steps[len(steps)-1].File, ".go")))
	if _, err := os.Stat(folder); err == nil {
		return folder
	}
	making := folder + ".part"
	if err := os.RemoveAll(making); err != nil {
		b.Fatal(err)
	}
	if err := hooks.SeedTasks(making, n, os.Stderr); err != nil {
		b.Fatal(err)
	}
	if err := os.Rename(making, folder); err != nil {
		b.Fatal(err)
	}
	return folder
}

// scaleTable has a row a question and a column a size.
type scaleTable struct {
	sizes []int
	names []string
	took  map[string]map[int]time.Duration
}

func (t *scaleTable) add(name string, n int, took time.Duration) {
	if t.took == nil {
		t.took = map[string]map[int]time.Duration{}
	}
	if t.took[name] == nil {
		t.took[name] = map[int]time.Duration{}
		t.names = append(t.names, name)
	}
	t.took[name][n] = took
}

func (t *scaleTable) print() {
	fmt.Printf("\n%-36s", "p50, µs")
	for _, n := range t.sizes {
		fmt.Printf("%12d", n)
	}
	fmt.Println("      growth")
	for _, name := range t.names {
		fmt.Printf("%-36s", name)
		for _, n := range t.sizes {
			fmt.Printf("%12d", t.took[name][n].Microseconds())
		}
		if first := t.took[name][t.sizes[0]]; first > 0 {
			fmt.Printf("%12.1f", float64(t.took[name][t.sizes[len(t.sizes)-1]])/float64(first))
		}
		fmt.Println()
	}
}
