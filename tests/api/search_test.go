package api

import (
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/search"
)

// Clients find their own tasks and nothing in notes; staff find everything that is
// not deleted.
func TestSearchByRole(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct{ who, q, want string }{
		{"anna", noteSecret, "ivandone work"}, {"boss", noteSecret, "ivandone work"}, {"root", noteSecret, "ivandone work"},
		{"olga", noteSecret, ""}, {"ivan", noteSecret, ""},
		{"anna", ivanSecret, "ivandone ivannew"}, {"ivan", ivanSecret, "ivandone ivannew"}, {"olga", ivanSecret, ""},
		{"olga", "слово анны", "work"}, {"ivan", "слово анны", "ivandone"}, {"anna", "слово анны", "work"},
		{"olga", "удалённой", ""}, {"anna", "удалённой", ""}, {"boss", "удалённой", ""},
		{"olga", "7707083893", "shut done wait work new"}, {"olga", "7736207543", ""}, {"olga", "яндекс", ""}, {"ivan", "яндекс", "ivandone ivannew"},
		{"olga", "gone", "done"}, {"anna", "gone", ""},
	} {
		names, _ := d.search(c.who, c.q)
		slices.Sort(names)
		want := strings.Fields(c.want)
		slices.Sort(want)
		if !slices.Equal(names, want) {
			t.Errorf("%s finds %v by %q, want %v", c.who, names, c.q, want)
		}
	}
	d.want(401, "", "GET", "/api/desk/search?q=x", "")
	d.want(400, "anna", "GET", "/api/desk/search?q=x&limit=51", "", "search_limit")
	d.want(400, "olga", "GET", "/api/desk/search?q=x&mode=zzz", "", `"mode":{"code":"validation_invalid_value"`)
	for _, offset := range []string{"-1", "451", "x", "99999999999999999999"} {
		d.want(400, "anna", "GET", "/api/desk/search?q=x&offset="+offset, "", "search_offset")
	}
}

// Tasks of others do not affect a client's search: every response is byte for byte
// the same with and without them.
func TestSearchTellsNothing(t *testing.T) {
	with, without := newDesk(t), newDesk(t)
	with.corpus()
	for _, c := range corpus {
		if c.client == "olga" {
			if _, err := with.app.DB().Delete("otklik_search", dbx.HashExp{"rowid": with.task(c.name).GetInt("number")}).Execute(); err != nil {
				t.Fatal(err)
			}
			if err := with.app.Delete(with.task(c.name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	number := with.task("slow").GetString("number")
	for _, q := range []string{
		"база", "тормозит", "тормозт", "задача", "задчаа", "зад", "маркировка", "1", number, "№ " + number, "7736207543", "яндекс", "яндкс", "work", "wrk",
		"who:c" + id("ivan"), "c" + id("ivan"), `"c` + id("ivan") + `"`, "who : c" + id("ivan") + " OR база", "notes : секрет", "{notes} : секрет", "title:*", "* OR *",
		"NEAR(база тормозит)", `база" OR "тормозит`, "база NOT задача", "ОТ AND", "'; DROP TABLE otklik_search; --", strings.Repeat("база ", 500), "a*", "^задача", "\x00", "(", `"`,
	} {
		for _, mode := range []string{"", "&mode=similar"} {
			url := "/api/desk/search?q=" + url.QueryEscape(q) + mode
			a, b := with.want(200, "olga", "GET", url, ""), without.want(200, "olga", "GET", url, "")
			if !reflect.DeepEqual(a.decode(t), b.decode(t)) {
				t.Errorf("%q%s: with others %s\nwithout %s", q, mode, a.body, b.body)
			}
		}
	}
}

// The index is updated in the transaction that saves, and rolled back with it.
func TestSearchIsFresh(t *testing.T) {
	d := newDesk(t)
	marks := func(app core.App) (n int) {
		t.Helper()
		if err := app.DB().NewQuery("SELECT COUNT(*) FROM otklik_index_marks").Row(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	taskAbout := func(word string) *core.Record {
		c, err := d.app.FindCollectionByNameOrId("tasks")
		if err != nil {
			t.Fatal(err)
		}
		r := core.NewRecord(c)
		r.Load(map[string]any{"title": word, "client": id("olga")})
		return r
	}
	errBack := errors.New("back")
	err := d.app.RunInTransaction(func(tx core.App) error {
		if err := tx.Save(taskAbout("самовар")); err != nil {
			return err
		}
		if n := marks(tx); n != 1 {
			t.Errorf("%d tasks are marked in the transaction, want 1", n)
		}
		return errBack
	})
	if names, _ := d.search("anna", "самовар"); !errors.Is(err, errBack) || len(names) != 0 || marks(d.app) != 0 {
		t.Errorf("%v; %v found and %d tasks marked after it was rolled back", err, names, marks(d.app))
	}
	for _, step := range []struct {
		status            int
		who, method, path string
		body, q, want     string
	}{
		{200, "olga", "PATCH", record("tasks", "work"), `{"title":"Сломался самовар"}`, "самовар", "work"},
		{200, "olga", "PATCH", record("tasks", "work"), `{"description":"Медный чайник"}`, "чайником", "work"},
		{200, "olga", "PATCH", record("tasks", "work"), `{"title":"Починен"}`, "самовар", ""},
		{200, "anna", "POST", records("comments"), `{"task":"` + id("work") + `","body":"Нужна прокладка"}`, "прокладки", "work"},
		{200, "anna", "PATCH", record("comments", "annaword"), `{"body":"Про керосин"}`, "керосин", "work"},
		{204, "root", "DELETE", record("comments", "annaword"), "", "керосин", ""},
		{200, "anna", "POST", records("notes"), `{"task":"` + id("work") + `","body":"Прижимист"}`, "прижимистый", "work"},
		{200, "olga", "PATCH", record("profiles", "orgolga"), `{"organization":"ООО Лесоруб"}`, "лесоруб починен", "work"},
		{204, "olga", "DELETE", record("tasks", "work"), "", "чайник", ""},
		{200, "boss", "PATCH", record("tasks", "work"), `{"archived_at":""}`, "чайник", "work"},
		{204, "root", "DELETE", record("tasks", "work"), "", "чайник", ""},
	} {
		d.want(step.status, step.who, step.method, step.path, step.body)
		if names, _ := d.search("anna", step.q); strings.Join(names, " ") != step.want {
			t.Errorf("after %s %s %s: %q finds %v, want %s", step.method, step.path, step.body, step.q, names, step.want)
		}
	}
}

// A result shows its matches highlighted, and user text never becomes markup.
func TestSearchHits(t *testing.T) {
	d := newDesk(t)
	d.corpus()
	d.want(200, "olga", "PATCH", record("tasks", "edo"), `{"title":"<b>Жирный</b> & \"тонкий\"","description":"<img src=x onerror=alert(1)> жирная строка"}`)
	for _, c := range []struct{ who, q, where, title, snippet string }{
		{"anna", "жирный", "title", `&lt;b&gt;<mark>Жирный</mark>&lt;/b&gt; &amp; &#34;тонкий&#34;`, `&lt;img src=x onerror=alert(1)&gt; <mark>жирная</mark> строка`},
		{"anna", "реиндексация", "comment", "Тормозит база 1С", "Сделали <mark>реиндексацию</mark>"},
		{"anna", "реинд", "comment", "Тормозит база 1С", "Сделали <mark>реиндексацию</mark>"},
		{"anna", noteSecret, "note", "", "<mark>секрет</mark>-<mark>заметки</mark>"},
		{"anna", "косвенных", "description", "Закрытие месяца: ошибка на счёте 26", "Не распределяются <mark>косвенные</mark> расходы"},
		{"anna", "7736207543 обувь", "title", "Честный знак: маркировка <mark>обуви</mark>", "ООО «Яндекс», ИНН <mark>7736207543</mark>"},
	} {
		_, items := d.search(c.who, c.q)
		if len(items) == 0 {
			t.Errorf("%q finds nothing", c.q)
			continue
		}
		got := items[0]
		if got["where"] != c.where || got["snippet"] != c.snippet || (c.title != "" && got["title_marked"] != c.title) {
			t.Errorf("%q: where %v\ntitle   %v\nsnippet %v\nwant %s\n%s\n%s", c.q, got["where"], got["title_marked"], got["snippet"], c.where, c.title, c.snippet)
		}
	}
	_, items := d.search("olga", "жирный")
	for _, secret := range []string{"consultant", "client", "inn", "organization", "due_at"} {
		if _, there := items[0][secret]; there {
			t.Errorf("a client's item has %s: %v", secret, items[0])
		}
	}
}

// A text without spaces, such as a path or a URL, gives a snippet with the match and
// of the usual length.
func TestSearchHitsWithoutBlanks(t *testing.T) {
	d := newDesk(t)
	path := strings.Repeat("путь/к/файлу-", 60)
	for _, text := range []string{path + "самовар", path + "самовар " + path, "самовар/" + path, "начало " + path + "самовар/" + path + " конец", "самоваррр" + strings.Repeat("р", 5000)} {
		d.want(200, "olga", "PATCH", record("tasks", "work"), `{"description":"`+text+`"}`)
		_, items := d.search("olga", "самовар")
		if got, _ := items[0]["snippet"].(string); !strings.Contains(got, "<mark>самовар") || len(got) > 1000 {
			t.Errorf("of %.60s…: %d bytes, %.400s", text, len(got), got)
		}
	}
}

// A new task finds a similar earlier one of the client's, with its answer.
func TestSimilar(t *testing.T) {
	d := newDesk(t)
	d.corpus()
	for _, c := range []struct{ who, q, want, answer string }{
		{"ivan", "Очень тормозит база 1С", "slow", "Сделали реиндексацию"},
		{"ivan", "не печатаются чеки на принтере", "print", "Обновили драйвер кассы"},
		{"olga", "выписка из банка не грузится", "bank", "Поменялся БИК банка"},
		{"olga", "Очень тормозит база", "", ""},
		{"olga", "в на по", "", ""},
		{"ivan", "Здравствуйте! Добрый день, подскажите, пожалуйста", "", ""},
	} {
		names, items := d.search(c.who, c.q, "&mode=similar&limit=3")
		if len(names) == 0 {
			names, items = []string{""}, []map[string]any{{}}
		}
		if answer, _ := items[0]["answer"].(string); names[0] != c.want || answer != c.answer {
			t.Errorf("%s %q: %v with the answer %q, want %s and %q", c.who, c.q, names, answer, c.want, c.answer)
		}
	}
}

// An index that is empty or of another version is made anew while the desk serves: it says
// how far it is, finds what is new at once, and in the end all.
func TestSearchIsMadeAnew(t *testing.T) {
	for _, broken := range []string{
		"INSERT INTO otklik_search (otklik_search) VALUES ('delete-all')",
		"INSERT INTO otklik_search (otklik_search) VALUES ('delete-all'); UPDATE otklik_index_state SET version = 99, cursor = 0",
		"INSERT INTO otklik_search (otklik_search) VALUES ('delete-all'); UPDATE otklik_index_state SET version = 99, cursor = 400, total = 600", // was interrupted
	} {
		app := newApp(t)
		(&desk{TB: t, app: app}).manyTasks(600)
		if err := search.IndexAll(app); err != nil {
			t.Fatal(err)
		}
		if _, err := app.DB().NewQuery(broken).Execute(); err != nil {
			t.Fatal(err)
		}
		d := newDeskOn(t, app)
		d.want(200, "olga", "PATCH", record("tasks", "work"), `{"title":"Сломался самовар"}`)
		if names, _ := d.search("anna", "самовар"); strings.Join(names, " ") != "work" {
			t.Errorf("found %v", names)
		}
		deadline := time.Now().Add(longWait)
		for strings.Contains(d.want(200, "anna", "GET", "/api/desk/search?q=x", "").body, `"indexing"`) {
			if time.Now().After(deadline) {
				t.Fatal("it is never complete")
			}
			time.Sleep(10 * time.Millisecond)
		}
		want := d.count("tasks", "archived_at = ''")
		if strings.Contains(broken, "400") {
			want = d.count("tasks", "archived_at = '' AND (number <= 400 OR id = '"+id("work")+"')")
		}
		if n := d.count("otklik_search", "1"); n != want {
			t.Errorf("after %s: %d tasks can be found, want %d", broken, n, want)
		}
	}
}

// The index follows each change of what it holds, also of many tasks at once, and of
// changes that come while it is written.
func TestSearchFollowsMany(t *testing.T) {
	d := newDesk(t)
	d.manyTasks(600)
	d.run("UPDATE tasks SET title = 'Перенос базы ' || number WHERE number >= 100")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 10 {
				d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Медный чайник"}`)
			}
		})
	}
	all.Wait()
	d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Последний самовар"}`)
	for q, want := range map[string]string{"чайник": "work", "самовар": "work"} {
		if names, _ := d.search("anna", q); strings.Join(names, " ") != want {
			t.Errorf("%s finds %v", q, names)
		}
	}
	if n := d.count("otklik_search", "otklik_search MATCH 'перенос'"); n < 500 {
		t.Errorf("%d tasks are found by their new title", n)
	}
	if n := d.count("otklik_index_marks", "1"); n != 0 {
		t.Errorf("%d marks are left", n)
	}
}

// For a very common word only the newest tasks are ranked. They were filled in past
// the hooks and indexed at the start.
func TestSearchOfFrequentWords(t *testing.T) {
	app := newApp(t)
	(&desk{TB: t, app: app}).manyTasks(600)
	if _, err := app.DB().NewQuery("UPDATE tasks SET title = 'Просьба', description = 'О задаче' WHERE number >= 100 AND number % 50 != 0").Execute(); err != nil {
		t.Fatal(err)
	}
	d := newDeskOn(t, app)
	for _, c := range []struct{ who, want string }{{"anna", "[600 550 500 450 400]"}, {"ivan", "[8 7]"}} {
		var numbers []int
		_, items := d.search(c.who, "задача", "&limit=5")
		for _, item := range items {
			numbers = append(numbers, int(item["number"].(float64)))
		}
		if got := fmt.Sprint(numbers[:min(5, len(numbers))]); got != c.want {
			t.Errorf("%s finds %s, want %s", c.who, got, c.want)
		}
	}
	var pages []any
	for offset := 0; ; offset += 50 {
		page := d.want(200, "anna", "GET", fmt.Sprintf("/api/desk/search?limit=50&offset=%d&q=%s", offset, url.QueryEscape("задача")), "").decode(t)
		for _, item := range page["items"].([]any) {
			pages = append(pages, item.(map[string]any)["number"])
		}
		if page["more"] != true {
			break
		}
	}
	distinct := map[any]bool{}
	for _, n := range pages {
		distinct[n] = true
	}
	if len(pages) != 500 || len(distinct) != 500 || fmt.Sprint(pages[:6]) != "[600 550 500 450 400 350]" {
		t.Errorf("page by page there are %d of %d tasks, first %v", len(distinct), len(pages), pages[:6])
	}
}

// The status filter applies to all results, not to the first page.
func TestSearchByStatus(t *testing.T) {
	d := newDesk(t)
	for i := range 60 {
		status := "new"
		if i == 0 {
			status = "closed"
		}
		if err := add(d.app, "tasks", fmt.Sprintf("many%02dx", i), map[string]any{"title": "Сверка", "client": id("olga"), "status": status, "consultant": id("anna")}); err != nil {
			t.Fatal(err)
		}
	}
	if names, _ := d.search("olga", "сверка", "&limit=50&status=closed"); strings.Join(names, " ") != "many00x" {
		t.Errorf("of the closed %v", names)
	}
	d.want(400, "olga", "GET", "/api/desk/search?q=x&status=lost", "", `"status":{"code":`)
}
