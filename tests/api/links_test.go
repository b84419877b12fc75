package api

import (
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v4"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// linkKey derives the key that links are signed with, independently of the server.
func (d *desk) linkKey() []byte {
	d.Helper()
	users, err := d.app.FindCollectionByNameOrId("users")
	if err != nil {
		d.Fatal(err)
	}
	key, err := hkdf.Key(sha256.New, []byte(users.AuthToken.Secret), nil, "otklik/link/v1", sha256.Size)
	if err != nil {
		d.Fatal(err)
	}
	return key
}

// claimsOf returns the claims of a valid link.
func (d *desk) claimsOf(purpose, nick, task, kind string) jwt.MapClaims {
	d.Helper()
	now := time.Now()
	claims := jwt.MapClaims{
		"iss": "otklik", "aud": []string{"otklik/links"}, "sub": id(nick), "jti": core.GenerateDefaultRandomId(),
		"iat": now.Unix(), "exp": now.Add(24 * time.Hour).Unix(), "pur": purpose, "knd": kind,
	}
	if task != "" {
		claims["tsk"] = id(task)
		for _, at := range []string{"closed_at", "done_at"} {
			if t := d.task(task).GetDateTime(at); !t.IsZero() {
				claims["rnd"] = t.Time().UnixMilli()
			}
		}
	}
	return claims
}

func (d *desk) signed(claims jwt.MapClaims) string {
	d.Helper()
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(d.linkKey())
	if err != nil {
		d.Fatal(err)
	}
	return token
}

// link returns the path of a valid link.
func (d *desk) link(purpose, nick, task, kind string) string {
	d.Helper()
	return "/links/" + purpose + "/" + d.signed(d.claimsOf(purpose, nick, task, kind))
}

const urlencoded = "application/x-www-form-urlencoded"

// post sends a form as a guest.
func (d *desk) post(link, form string) response {
	d.Helper()
	return d.ask("", "POST", link, form, "Content-Type", urlencoded)
}

// rated returns the assessment of a task as «rating comment»; empty if there is none.
func (d *desk) rated(task string) string {
	d.Helper()
	a, err := d.app.FindFirstRecordByData("assessments", "task", id(task))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", a.GetInt("rating"), a.GetString("comment")))
}

// A star in a letter leads to a page that changes nothing; its form rates once, like
// the client through the API.
func TestRateByLink(t *testing.T) {
	d := newDesk(t)
	s := withMail(d, nil, nil, nil) // and what the rating tells
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	d.due()
	text := s.next(d).Text
	link := regexp.MustCompile(`https://desk\.firma\.example(/links/rate/\S+\?r=4)\n`).FindStringSubmatch(text)
	if link == nil {
		t.Fatalf("no link of four stars in %s", text)
	}
	for _, method := range []string{"GET", "HEAD", "GET"} {
		d.check(d.ask("", method, link[1], ""), 200)
	}
	page := d.want(200, "", "GET", link[1], "", "Как вам помогли?", "Задача work", "Anna", `value="4" required checked`)
	if strings.Count(page.body, " checked") != 1 || strings.Contains(page.body, "<script") {
		t.Errorf("the page: %s", page.body)
	}
	if d.rated("work") != "" || d.count("otklik_links", "1") != 0 {
		t.Fatal("looking at the page has voted")
	}
	d.check(d.post(link[1], "rating=2&comment=+%D0%94%D0%BE%D0%BB%D0%B3%D0%BE%0D%0A%D0%B6%D0%B4%D0%B0%D0%BB%D0%B8+"), 200, "Спасибо, оценка записана", "2 из 5: Слабо", "верните задачу")
	if got := d.rated("work"); got != "2 Долго\nждали" {
		t.Errorf("the assessment: %q", got)
	}
	line, err := d.app.FindFirstRecordByFilter("history", "task = {:task} && event = 'assessed'", map[string]any{"task": id("work")})
	if err != nil || line.GetString("actor") != id("olga") {
		t.Errorf("the history: %v, %v", line, err)
	}
	for _, want := range []string{"anna rated", "boss low_rating"} {
		if got := d.told("notifications"); !slices.Contains(got, want) {
			t.Errorf("told %v, not %s", got, want)
		}
	}
	d.check(d.post(link[1], "rating=5"), 410, "Ссылка больше не действует", "/login")
	d.want(410, "", "GET", link[1], "", "Ссылка больше не действует")
	if got := d.rated("work"); got != "2 Долго\nждали" {
		t.Errorf("rated again: %q", got)
	}
}

// An earlier comment stays unless there is a new one. An invalid form is shown again
// with its values, and the link stays valid.
func TestRateByLinkForm(t *testing.T) {
	d := newDesk(t)
	d.want(200, "olga", "POST", records("assessments"), `{"task":"`+id("done")+`","comment":"Спасибо"}`)
	link := d.link("rate", "olga", "done", "done")
	long := strings.Repeat("%D0%B6", 2001)
	d.check(d.post(link, "comment=Thanks"), 422, "выберите от одной до пяти звёзд", "Thanks</textarea>", `aria-describedby="wrong"`)
	for _, rating := range []string{"0", "6", "-1", "4.5", "x", "3%003"} {
		d.check(d.post(link, "rating="+rating), 422, "выберите от одной до пяти звёзд")
	}
	d.check(d.post(link, "rating=3&comment="+long), 422, "2000", `value="3" required checked`, `aria-invalid="true"`)
	if d.rated("done") != "0 Спасибо" || d.count("otklik_links", "1") != 0 {
		t.Fatal("a wrong form was kept")
	}
	d.check(d.post(link, "rating=5&comment=+++"), 200, "5 из 5: Отлично")
	if got := d.rated("done"); got != "5 Спасибо" {
		t.Errorf("the assessment: %q", got)
	}
}

// A signed page escapes all texts and is in the person's language.
func TestLinkPageWords(t *testing.T) {
	d := newDesk(t)
	d.want(200, "olga", "PATCH", record("tasks", "done"), `{"title":"<img src=x onerror=alert(1)>"}`)
	d.want(200, "olga", "PATCH", record("users", "olga"), `{"locale":"en"}`)
	link := d.link("rate", "olga", "done", "done")
	page := d.want(200, "", "GET", link+"?r=%22%3E%3Cscript%3E", "", "How did we do?", "&lt;img src=x", `<html lang="en">`)
	if strings.Contains(page.body, "<img") || strings.Contains(page.body, "<script") || strings.Contains(page.body, " checked") {
		t.Errorf("the page: %s", page.body)
	}
	d.check(d.post(link, `comment=</textarea><b>`), 422, "Choose a rating", "&lt;/textarea&gt;")
	void := d.ask("", "GET", "/links/rate/none", "", "Accept-Language", "en-GB,en;q=0.9")
	d.check(void, 410, "This link no longer works", `<html lang="en">`)
}

// A link becomes invalid once its purpose has passed.
func TestLinkVoidWithTime(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(*desk)
	}{
		{"reopened", func(d *desk) { d.want(200, "olga", "PATCH", record("tasks", "done"), `{"status":"in_progress"}`) }},
		{"reopened and finished", func(d *desk) { reopenAndFinish(d) }},
		{"rated", func(d *desk) {
			d.want(200, "olga", "POST", records("assessments"), `{"task":"`+id("done")+`","rating":5}`)
		}},
		{"archived", func(d *desk) { d.want(204, "olga", "DELETE", record("tasks", "done"), "") }},
		{"removed", func(d *desk) { d.want(204, "root", "DELETE", record("tasks", "done"), "") }},
		{"blocked", func(d *desk) { d.want(200, "boss", "PATCH", record("users", "olga"), `{"blocked":true}`) }},
		{"another role", func(d *desk) { d.want(200, "boss", "PATCH", record("users", "olga"), `{"role":"consultant"}`) }},
		{"another's", func(d *desk) { rowSet(d, "tasks", "done", "client", id("ivan")) }},
		{"nobody to assess", func(d *desk) { rowSet(d, "tasks", "done", "consultant", "") }},
		{"a new secret", newUsersSecret},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			link := d.link("rate", "olga", "done", "done")
			d.want(200, "", "GET", link, "", "Как вам помогли?")
			c.do(d)
			before := d.rated("done")
			void := d.want(410, "", "GET", "/links/rate/none", "")
			if got := d.want(410, "", "GET", link, ""); got.body != void.body {
				t.Errorf("the page differs from that of a forged link: %s", got.body)
			}
			if got := d.post(link, "rating=1"); got.status != 410 || got.body != void.body {
				t.Errorf("%d: %s", got.status, got.body)
			}
			if got := d.rated("done"); got != before || d.count("otklik_links", "1") != 0 {
				t.Errorf("rated: %q", got)
			}
		})
	}
}

func reopenAndFinish(d *desk) {
	d.want(200, "olga", "PATCH", record("tasks", "done"), `{"status":"in_progress"}`)
	d.want(200, "anna", "PATCH", record("tasks", "done"), `{"status":"done"}`)
}

// rowSet changes a row past the hooks.
func rowSet(d *desk, table, name, column, value string) {
	d.Helper()
	if _, err := d.app.DB().NewQuery("UPDATE " + table + " SET " + column + " = {:value} WHERE id = {:id}").
		Bind(map[string]any{"value": value, "id": id(name)}).Execute(); err != nil {
		d.Fatal(err)
	}
}

func newUsersSecret(d *desk) {
	users, err := d.app.FindCollectionByNameOrId("users")
	if err != nil {
		d.Fatal(err)
	}
	users.AuthToken.Secret = strings.Repeat("n", 50)
	if err := d.app.Save(users); err != nil {
		d.Fatal(err)
	}
}

// Twenty parallel requests make one assessment and one notification.
func TestRateByLinkAtOnce(t *testing.T) {
	d := newDesk(t)
	link := d.link("rate", "olga", "done", "done")
	var all sync.WaitGroup
	statuses := make([]int, 20)
	for i := range statuses {
		all.Go(func() { statuses[i] = d.post(link, fmt.Sprintf("rating=%d", i%5+1)).status })
	}
	all.Wait()
	slices.Sort(statuses)
	if statuses[0] != 200 || statuses[1] != 410 || statuses[19] != 410 {
		t.Errorf("answers: %v", statuses)
	}
	if n := d.count("assessments", "task = '"+id("done")+"'"); n != 1 {
		t.Errorf("%d assessments", n)
	}
	if n := d.count("history", "task = '"+id("done")+"' AND event = 'assessed'"); n != 1 {
		t.Errorf("%d lines of history", n)
	}
	if n := d.count("outbox", "kind = 'rated'"); n != 1 {
		t.Errorf("told %d times", n)
	}
}

// Several links of one completion make one assessment too.
func TestRateByTwoLetters(t *testing.T) {
	d := newDesk(t)
	first, second := d.link("rate", "olga", "done", "done"), d.link("rate", "olga", "done", "closing")
	d.check(d.post(first, "rating=5"), 200)
	d.check(d.post(second, "rating=1"), 410)
	if got := d.rated("done"); got != "5" {
		t.Errorf("rated: %s", got)
	}
}

// Records of expired links are deleted, others stay.
func TestForgetLinks(t *testing.T) {
	d := newDesk(t)
	d.check(d.post(d.link("rate", "olga", "done", "done"), "rating=5"), 200)
	if _, err := d.app.DB().NewQuery("INSERT INTO otklik_links (id, expires) VALUES ('old', {:at})").
		Bind(map[string]any{"at": types.NowDateTime().Add(-time.Minute)}).Execute(); err != nil {
		t.Fatal(err)
	}
	d.job("otklik_forget_links")
	if d.count("otklik_links", "id = 'old'") != 0 || d.count("otklik_links", "length(id) = 64") != 1 {
		t.Error("the wrong marks are forgotten")
	}
}
