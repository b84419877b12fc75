package api

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// TestWholeStory takes a task through its life cycle as its client and its
// consultant.
func TestWholeStory(t *testing.T) {
	d := newDesk(t)
	got := d.want(200, "olga", "POST", records("tasks"), `{"title":"  Не  проводится счёт ","priority":"high"}`, `"status":"new"`, `"priority":"high"`, `"rev":1`, `"title":"Не  проводится счёт"`).decode(t)
	task := "/api/collections/tasks/records/" + got["id"].(string)
	ref := fmt.Sprintf(`{"task":"%s",`, got["id"])

	d.want(200, "anna", "PATCH", task, `{"consultant":"`+id("anna")+`"}`, `"status":"in_progress"`)
	d.want(400, "igor", "PATCH", task, `{"consultant":"`+id("igor")+`"}`, `"already_taken"`)
	d.want(200, "anna", "POST", records("comments"), ref+`"body":"Пришлите снимок"}`, `"author":"`+id("anna")+`"`)
	d.want(200, "anna", "PATCH", task, `{"status":"waiting"}`)
	d.want(200, "olga", "POST", records("comments"), ref+`"body":"Вот"}`)
	d.want(200, "olga", "GET", task, "", `"status":"in_progress"`)
	d.want(200, "anna", "PATCH", task, `{"status":"done"}`)
	d.want(200, "olga", "POST", records("comments"), ref+`"body":"Спасибо"}`)
	d.want(200, "olga", "GET", task, "", `"status":"done"`) // a thank-you is no complaint
	d.want(200, "olga", "PATCH", task, `{"status":"closed","assessment":{"rating":5,"comment":"Быстро"}}`, `"status":"closed"`)
	d.want(200, "olga", "GET", records("assessments")+"?filter=task%3D%22"+got["id"].(string)+"%22", "", `"rating":5`, `"consultant":"`+id("anna")+`"`)
	history := d.want(200, "olga", "GET", records("history")+"?perPage=100&filter=task%3D%22"+got["id"].(string)+"%22", "").body
	for _, c := range []struct {
		event string
		n     int
	}{{"created", 1}, {"assigned", 1}, {"status", 5}, {"assessed", 1}} {
		if found := strings.Count(history, `"event":"`+c.event+`"`); found != c.n {
			t.Errorf("%d events %s, want %d: %s", found, c.event, c.n, history)
		}
	}
}

func TestCloseAndAssessAreOne(t *testing.T) {
	d := newDesk(t)
	got := d.want(400, "olga", "PATCH", record("tasks", "done"), `{"status":"closed","assessment":{"rating":7}}`)
	data := got.decode(t)["data"].(map[string]any)["assessment"].(map[string]any)["rating"].(map[string]any)
	if data["code"] == "" || data["message"] == "" {
		t.Errorf("no error under assessment.rating: %s", got.body)
	}
	if s := d.task("done").GetString("status"); s != "done" {
		t.Errorf("half of it was kept: the task is %s", s)
	}
	d.want(400, "olga", "PATCH", record("tasks", "new"), `{"status":"closed","assessment":{"rating":5}}`, `nobody_to_assess`)
	if s := d.task("new").GetString("status"); s != "new" {
		t.Errorf("half of it was kept: the task is %s", s)
	}
	d.want(400, "anna", "PATCH", record("tasks", "done"), `{"status":"done","assessment":{"rating":5}}`, `assessed_by_client_only`)
	d.want(400, "olga", "PATCH", record("tasks", "done"), `{"status":"closed","assessment":{}}`, `assessment_empty`)
	d.want(200, "olga", "PATCH", record("tasks", "work"), `{"status":"closed","assessment":{"comment":"Спасибо"}}`) // never done, judged as done
}

func TestAssessments(t *testing.T) {
	d := newDesk(t)
	create := func(status int, who, body string, contains ...string) {
		t.Helper()
		d.want(status, who, "POST", records("assessments"), body, contains...)
	}
	task := func(name, rest string) string { return `{"task":"` + id(name) + `"` + rest + `}` }
	create(400, "olga", task("work", `,"rating":5`), "not_finished")
	create(400, "olga", task("done", ``), "assessment_empty")
	create(400, "olga", task("done", `,"rating":6`), `"rating"`)
	create(400, "olga", task("done", `,"rating":2.5`), `"rating"`)
	create(400, "olga", task("shut", `,"rating":5`), `"task"`) // it has one
	create(200, "olga", task("done", `,"comment":"Только слова","consultant":"`+id("igor")+`","client":"`+id("ivan")+`"`), `"rating":0`, `"consultant":"`+id("anna")+`"`, `"client":"`+id("olga")+`"`)
	d.want(200, "olga", "PATCH", record("assessments", "shutrate"), `{"rating":1}`, `"rating":1`)
	d.want(400, "olga", "PATCH", record("assessments", "shutrate"), `{"rating":0,"comment":""}`, "assessment_empty")
	d.want(400, "olga", "PATCH", record("assessments", "shutrate"), `{"task":"`+id("done")+`"}`, "read_only")
	d.want(200, "olga", "GET", records("history")+`?filter=event%3D"assessed"`, "", `"before":{"rating":4}`)

	d.age("assessments", "shutrate", 15*24*time.Hour, "created")
	d.want(200, "olga", "PATCH", record("assessments", "shutrate"), `{"rating":2}`) // the task was finished later than that
	d.age("tasks", "shut", 15*24*time.Hour, "done_at", "closed_at")
	d.want(400, "olga", "PATCH", record("assessments", "shutrate"), `{"rating":3}`, "assess_expired")
}

func TestNamesInUpdates(t *testing.T) {
	d := newDesk(t)
	for _, field := range []string{`"number":5`, `"rev_":1`, `"done_at":"2020-01-01 00:00:00Z"`, `"closed_at":"2020-01-01 00:00:00Z"`, `"archived_at":"2020-01-01 00:00:00Z"`, `"consultant":"` + id("anna") + `"`, `"profile":"` + id("orgivan") + `"`, `"client":"` + id("ivan") + `"`} {
		got := d.ask("olga", "PATCH", record("tasks", "new"), "{"+field+"}")
		if got.status != 400 && field != `"rev_":1` { // what is no field is passed over
			t.Errorf("%s: %d %s", field, got.status, got.body)
		}
	}
	before := d.task("new")
	if before.GetInt("rev") != 1 || before.GetString("consultant") != "" {
		t.Errorf("something was written: %v", before.PublicExport())
	}
}

func TestRev(t *testing.T) {
	d := newDesk(t)
	d.want(200, "olga", "PATCH", record("tasks", "work"), `{"title":"Первая","rev":1}`, `"rev":2`)
	d.want(409, "olga", "PATCH", record("tasks", "work"), `{"title":"Вторая","rev":1}`, "rev_conflict", `"current":2`)
	for _, rev := range []string{"true", "2.5", "[2]", "null", `""`, `"two"`, `{"a":2}`, "-2", "1e300"} {
		d.want(409, "olga", "PATCH", record("tasks", "work"), `{"title":"Вторая","rev":`+rev+`}`, "rev_conflict")
	}
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"waiting","rev":"2"}`, `"title":"Первая"`, `"rev":3`)
	d.want(200, "olga", "PATCH", record("tasks", "work"), `{"title":"Первая"}`, `"rev":3`) // nothing changed
	for _, rev := range []string{`"x"`, `-1`, `null`, `{}`} {
		d.want(409, "olga", "PATCH", record("tasks", "work"), `{"title":"Третья","rev":`+rev+`}`, "rev_conflict")
	}
}

// Two changes of different fields based on the same copy do not overwrite each other.
func TestNoLostUpdates(t *testing.T) {
	d := newDesk(t)
	a, b := d.task("work"), d.task("work")
	a.Set("title", "Новая тема")
	b.Set("description", "Новое описание")
	for _, r := range []*core.Record{a, b} {
		r.IgnoreUnchangedFields(true)
		if err := d.app.Save(r); err != nil {
			t.Fatal(err)
		}
	}
	if now := d.task("work"); now.GetString("title") != "Новая тема" || now.GetString("description") != "Новое описание" {
		t.Errorf("an update was lost: %v", now.PublicExport())
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			body := `{"title":"Тема ` + fmt.Sprint(i) + `"}`
			if i%2 == 0 {
				body = `{"description":"Описание ` + fmt.Sprint(i) + `"}`
			}
			d.ask("olga", "PATCH", record("tasks", "work"), body)
		})
	}
	wg.Wait()
	now := d.task("work")
	if !strings.HasPrefix(now.GetString("title"), "Тема ") || !strings.HasPrefix(now.GetString("description"), "Описание ") {
		t.Errorf("an update was lost: %v", now.PublicExport())
	}
	if now.GetInt("rev") != 1+2+8 {
		t.Errorf("rev is %d after 10 changes", now.GetInt("rev"))
	}
}

// Concurrent uploads and removals of files all take effect.
func TestNoLostFiles(t *testing.T) {
	d := newDesk(t)
	attach := func(name string) response {
		var form bytes.Buffer
		w := multipart.NewWriter(&form)
		part, _ := w.CreateFormFile("files+", name)
		_, _ = part.Write([]byte("текст " + name))
		_ = w.Close()
		return d.ask("olga", "PATCH", record("tasks", "work"), form.String(), "Content-Type", w.FormDataContentType())
	}
	d.check(attach("old.txt"), 200)
	d.check(attach("kept.txt"), 200)
	var old, kept string
	for _, f := range d.task("work").GetStringSlice("files") {
		if strings.HasPrefix(f, "old") {
			old = f
		} else {
			kept = f
		}
	}
	// Another has attached one after this form has read the task. JSON reads it within its
	// transaction, so that nobody comes between.
	var once atomic.Bool
	d.app.OnRecordUpdateRequest("tasks").Bind(&hook.Handler[*core.RecordRequestEvent]{Priority: -99, Func: func(e *core.RecordRequestEvent) error {
		if once.CompareAndSwap(false, true) {
			d.check(attach("meanwhile.txt"), 200)
		}
		return e.Next()
	}})
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	_ = w.WriteField("files-", old)
	_ = w.Close()
	d.check(d.ask("olga", "PATCH", record("tasks", "work"), form.String(), "Content-Type", w.FormDataContentType()), 200)
	files := strings.Join(d.task("work").GetStringSlice("files"), " ")
	if !strings.Contains(files, "meanwhile") || !strings.Contains(files, kept) || strings.Contains(files, old) {
		t.Errorf("the files are %s", files)
	}
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() { d.check(attach(fmt.Sprintf("new%d.txt", i)), 200) })
	}
	wg.Wait()
	if n := len(d.task("work").GetStringSlice("files")); n != 8 {
		t.Errorf("%d files of 8", n)
	}
	for _, theirs := range []string{"stranger.txt", kept + "x"} {
		d.want(400, "olga", "PATCH", record("tasks", "work"), `{"files+":["`+theirs+`"]}`, `"files"`)
		d.want(400, "olga", "POST", records("tasks"), `{"title":"Чужой файл","files":["`+theirs+`"]}`, `"files"`)
	}
}

func TestNumbersHaveNoGapsOrTwins(t *testing.T) {
	d := newDesk(t)
	first := d.task("veranew").GetInt("number")
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() { d.ask("olga", "POST", records("tasks"), `{"title":"Разом"}`) })
		wg.Go(func() { d.ask("olga", "POST", records("tasks"), `{"title":"x"}`) }) // too short: takes no number
	}
	wg.Wait()
	var numbers []int
	if err := d.app.DB().NewQuery("SELECT number FROM tasks WHERE title = 'Разом' ORDER BY number").Column(&numbers); err != nil {
		t.Fatal(err)
	}
	if len(numbers) != 12 {
		t.Fatalf("%d tasks were made of 12", len(numbers))
	}
	for i, n := range numbers {
		if n != first+1+i {
			t.Fatalf("numbers %v after %d", numbers, first)
		}
	}
	last := d.task("veranew")
	d.want(204, "root", "DELETE", record("tasks", last.Id[:7]), "")
	d.want(200, "olga", "POST", records("tasks"), `{"title":"После удаления"}`, fmt.Sprintf(`"number":%d`, first+13)) // never again
}

func TestIdempotencyKey(t *testing.T) {
	d := newDesk(t)
	ask := func(who, key, title string) response {
		return d.ask(who, "POST", records("tasks"), `{"title":"`+title+`"}`, "Idempotency-Key", key)
	}
	var wg sync.WaitGroup
	ids := make([]string, 6)
	for i := range ids {
		wg.Go(func() { ids[i], _ = ask("olga", "k", "Двойное нажатие").decode(t)["id"].(string) })
	}
	wg.Wait()
	for _, other := range ids {
		if other == "" || other != ids[0] {
			t.Fatalf("different tasks: %v", ids)
		}
	}
	if got := ask("olga", "k", "Ещё раз"); got.header.Get("Idempotent-Replayed") != "true" || !strings.Contains(got.body, "Двойное") {
		t.Errorf("no replay: %v %s", got.header, got.body)
	}
	if got := ask("ivan", "k", "Чужой ключ"); strings.Contains(got.body, ids[0]) || got.status != 200 {
		t.Errorf("somebody else's task: %s", got.body)
	}
	decomposed := "ки\u0306" // й in two letters
	if first, again := ask("olga", decomposed, "Ключ кириллицей"), ask("olga", decomposed, "Ещё раз"); again.status != 200 || again.body != first.body {
		t.Errorf("no replay: %d %s", again.status, again.body)
	}
	d.check(ask("olga", strings.Repeat("k", 65), "Длинный"), 400, "idempotency_key_long")
	if strings.Contains(ask("olga", "k2", "Скрытый ключ").body, "idempotency_key") {
		t.Error("the key is in the answer")
	}
}

func TestHandOver(t *testing.T) {
	d := newDesk(t)
	to := func(who string) string { return `{"consultant":"` + who + `"}` }
	d.want(400, "anna", "PATCH", record("tasks", "new"), to(id("igor")), "take_first")
	d.want(400, "anna", "PATCH", record("tasks", "work"), to(id("olga")), "not_staff")
	d.want(400, "anna", "PATCH", record("tasks", "work"), to("nobody000000000"), `"consultant"`)
	d.want(200, "anna", "PATCH", record("tasks", "work"), to(""), `"status":"new"`)
	d.want(200, "igor", "PATCH", record("tasks", "work"), to(id("igor")), `"status":"in_progress"`)
	d.want(200, "igor", "PATCH", record("tasks", "work"), to(id("anna")), `"consultant":"`+id("anna")+`"`)
	d.want(400, "igor", "PATCH", record("tasks", "work"), `{"status":"done"}`, "not_your_task")
	d.want(200, "boss", "PATCH", record("tasks", "work"), to(id("boss")))
	d.want(200, "root", "PATCH", record("users", "igor"), `{"blocked":true}`)
	d.want(400, "boss", "PATCH", record("tasks", "work"), to(id("igor")), "not_staff")
}

// Saves from the dashboard are held to the same invariants, with field errors.
func TestSuperuserIsHeldToTheWorkflow(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct{ body, code string }{
		{`{"status":"waiting"}`, "bad_transition"},
		{`{"status":"in_progress"}`, "needs_consultant"},
		{`{"status":"bogus"}`, `"status"`},
		{`{"consultant":"` + id("olga") + `"}`, "not_staff"},
		{`{"number":100}`, "read_only"},
		{`{"client":"` + id("ivan") + `"}`, "read_only"},
		{`{"title":"x"}`, `"title"`},
		{`{"profile":"` + id("orgivan") + `"}`, "read_only"},
	} {
		d.want(400, "root", "PATCH", record("tasks", "new"), c.body, c.code)
	}
	d.want(400, "root", "PATCH", record("tasks", "shut"), `{"status":"waiting"}`, "bad_transition", "Из нынешнего статуса")
	d.want(400, "root", "PATCH", record("tasks", "new"), `{"done_at":"2026-01-02 03:04:05.000Z"}`, `"done_at":{"code":"read_only"`)
	d.want(400, "root", "POST", records("tasks"), `{"title":"Решена заранее","client":"`+id("olga")+`","done_at":"2026-01-02 03:04:05.000Z"}`, `"done_at":{"code":"read_only"`)
	d.want(200, "root", "PATCH", record("tasks", "shut"), `{"closed_at":"2026-01-02 03:04:05.000Z"}`, `"closed_at":"2026-01-02 03:04:05.000Z"`, `"status":"closed"`)
	d.want(200, "olga", "GET", records("history")+`?filter=event%3D"edited"`, "", `"after":{"closed_at":"2026-01-02 03:04:05.000Z"}`)
	d.want(400, "olga", "PATCH", record("tasks", "shut"), `{"status":"in_progress"}`, "reopen_expired")
	d.want(400, "root", "PATCH", record("profiles", "orgolga"), `{"inn":"7707083894"}`, "inn_checksum")
	d.want(400, "root", "POST", records("tasks"), `{"title":"Без организации","client":"`+id("anna")+`"}`, "no_profile")
	d.want(400, "root", "PATCH", record("assessments", "shutrate"), `{"rating":0,"comment":""}`, "assessment_empty")
}

// An invisible title counts as empty, and a text is stored in its composed form.
func TestTextsAreTexts(t *testing.T) {
	d := newDesk(t)
	for _, blank := range []string{`\u200b\u200b\u200b\u200b`, ` \u2060\ufeff\u00ad \t`, `\u0000\u0000\u0000\u0000`, `\u3000\u00a0\u2003`} {
		d.want(400, "olga", "POST", records("tasks"), `{"title":"`+blank+`"}`, `"title":{"code":"validation_required"`)
		d.want(400, "olga", "PATCH", record("profiles", "orgolga"), `{"organization":"`+blank+`"}`, `"organization"`)
	}
	made := sendFile(d, "olga", "tasks", map[string]string{"title": "Новая", "description": "Е\u0301 и и\u0306"}, "a.txt", "текст").decode(t)
	var description string
	if err := d.app.DB().NewQuery("SELECT description FROM tasks WHERE id = {:id}").Bind(map[string]any{"id": made["id"]}).Row(&description); err != nil {
		t.Fatal(err)
	}
	if description != "\u0415\u0301 и й" {
		t.Errorf("kept %q", description)
	}
}

func TestOwnIDIsNotTaken(t *testing.T) { // trap 15
	d := newDesk(t)
	for _, name := range []string{"ivannew", "work", "mine"} {
		got := d.want(200, "olga", "POST", records("tasks"), `{"id":"`+id(name)+`","title":"Со своим номером"}`)
		if strings.Contains(got.body, id(name)) {
			t.Errorf("the id %s was taken", name)
		}
	}
	d.want(200, "ivan", "GET", record("tasks", "ivannew"), "", ivanSecret)
}
