package api

import (
	"fmt"
	"strings"
	"testing"
)

// logged returns the filtered log, one line per action: actor, event, about.
func (d *desk) logged(who, query string) string {
	d.Helper()
	var out []string
	for _, item := range d.want(200, who, "GET", "/api/desk/log?"+query, "").decode(d)["items"].([]any) {
		line := item.(map[string]any)
		subject := line["about"]
		if n := line["number"].(float64); n > 0 {
			subject = fmt.Sprintf("№%.0f", n)
		}
		out = append(out, fmt.Sprintf("%v %v %v", line["actor_name"], line["event"], subject))
	}
	return strings.Join(out, "\n")
}

// Changes of settings by managers and administrators are logged, whichever way they
// are made.
func TestSettingsAudit(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	if _, err := d.app.DB().NewQuery("DELETE FROM history; UPDATE site SET id = '" + id("firm") + "'; UPDATE schedule SET id = '" + id("hours") + "'").Execute(); err != nil {
		t.Fatal(err)
	}
	d.want(200, "boss", "POST", "/api/desk/staff", `{"username":"nina","email":"nina@example.com","name":"Нина"}`)
	d.want(200, "boss", "PATCH", record("users", "igor"), `{"blocked":true}`)
	d.want(200, "root", "PATCH", record("users", "igor"), `{"blocked":false,"email":"igor2@example.com"}`)
	d.want(200, "boss", "PATCH", record("users", "ivan"), `{"role":"consultant"}`)
	d.want(200, "olga", "PATCH", record("users", "olga"), `{"name":"Оля"}`)
	salary := d.newCategory("Зарплата")
	d.want(200, "boss", "PATCH", records("categories")+"/"+salary, `{"position":7}`)
	d.want(204, "boss", "DELETE", records("categories")+"/"+salary, "")
	d.want(200, "boss", "PATCH", record("schedule", "hours"), `{"target_high":1}`)
	d.want(200, "root", "PATCH", record("site", "firm"), `{"name":"Фирма"}`)
	d.want(400, "boss", "PATCH", record("schedule", "hours"), `{"timezone":"Nowhere"}`)
	d.want(200, "boss", "POST", records("users"), `{"username":"dina","email":"dina@example.com","role":"consultant","password":"parol-12345","passwordConfirm":"parol-12345"}`)
	d.want(200, "boss", "POST", records("canned_answers"), `{"title":"Общий","body":"Здравствуйте!"}`)
	d.want(200, "anna", "POST", records("canned_answers"), `{"title":"Свой","body":"Привет!","owner":"`+id("anna")+`"}`)
	ours := d.want(200, "boss", "POST", records("canned_answers"), `{"title":"Был свой","body":"Привет!","owner":"`+id("boss")+`"}`).decode(t)["id"].(string)
	d.want(200, "boss", "PATCH", records("canned_answers")+"/"+ours, `{"owner":""}`)
	d.want(200, "boss", "GET", "/api/desk/log?limit=1", "", `"before":null,"after":{"canned_answers":{"body":"Привет!","id":"`+ours+`","title":"Был свой"}}`)
	d.want(200, "boss", "PATCH", records("canned_answers")+"/"+ours, `{"owner":"`+id("boss")+`","body":"Тайное"}`)
	d.want(200, "boss", "GET", "/api/desk/log?limit=1", "", `"before":{"canned_answers":{"body":"Привет!","id":"`+ours+`","title":"Был свой"}},"after":null`)
	want := strings.Join([]string{
		"Boss settings Был свой", "Boss settings Был свой", "Boss settings Общий", "Boss user dina", " settings Фирма", "Boss settings ", "Boss settings Зарплата", "Boss settings Зарплата",
		"Boss user Ivan (ivan)", " user Igor (igor)", "Boss user Igor (igor)", "Boss user Нина (nina)",
	}, "\n")
	for _, who := range []string{"boss", "root"} {
		if got := d.logged(who, ""); got != want {
			t.Errorf("to %s the log says:\n%s\nwant:\n%s", who, got, want)
		}
	}
	d.want(200, "boss", "GET", "/api/desk/log?event=user&limit=5", "", `"before":{"users":{"id":"`+id("ivan")+`","role":"client"}}`, `"after":{"users":{"id":"`+id("ivan")+`","role":"consultant"}}`)
	d.want(200, "boss", "GET", "/api/desk/log?event=settings&actor=none", "", `"after":{"site":{"id":"`+id("firm")+`","name":"Фирма"}}`)
	for _, who := range []string{"olga", "anna", "ivan"} {
		for _, filter := range []string{"", "?filter=task=''", "?filter=event='user'%7C%7Cevent='settings'"} {
			if got := d.ask(who, "GET", records("history")+filter, ""); strings.Contains(got.body, "Нина") || strings.Contains(got.body, `"event":"user"`) || strings.Contains(got.body, `"event":"settings"`) {
				t.Errorf("%s reads of what is arranged: %s", who, got.body)
			}
		}
	}
}

// The log can be filtered and read to its end page by page.
func TestLogFilters(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.want(200, "anna", "PATCH", record("tasks", "new"), `{"consultant":"`+id("anna")+`"}`)
	number := d.task("new").GetInt("number")
	if got, want := d.logged("boss", fmt.Sprintf("task=%d&event=assigned,status", number)), fmt.Sprintf("Anna assigned №%d\nAnna status №%[1]d", number); got != want {
		t.Errorf("of the task: %s, want %s", got, want)
	}
	if got := d.logged("boss", "actor="+id("anna")); strings.Count(got, "\n") != 1 {
		t.Errorf("of Anna: %s", got)
	}
	if got := d.logged("boss", "to=2020-01-01") + d.logged("boss", "from=2999-01-01&to="); got != "" {
		t.Errorf("of other times: %s", got)
	}
	if whole := d.logged("boss", "from=2020-01-01&to=2999-01-01"); whole != d.logged("boss", "") {
		t.Errorf("a period that has all: %s", whole)
	}
	var pages []string
	after := ""
	for range 50 {
		page := "limit=2&after=" + strings.ReplaceAll(strings.ReplaceAll(after, " ", "%20"), "|", "%7C")
		pages = append(pages, d.logged("boss", page))
		if after = d.ask("boss", "GET", "/api/desk/log?"+page, "").decode(t)["next"].(string); after == "" {
			break
		}
	}
	if got, whole := strings.Join(pages, "\n"), d.logged("boss", "limit=200"); got != whole {
		t.Errorf("by pages:\n%s\nas a whole:\n%s", got, whole)
	}
	for _, c := range []struct{ bad, code string }{
		{"event=nothing", `"event":{"code":"validation_invalid_value"`}, {"from=yesterday", `"from":{"code":"validation_invalid_value"`},
		{"task=abc", `"task":{"code":"validation_invalid_value"`}, {"task=0", `"task":{"code":"validation_invalid_value"`},
		{"limit=0", `"limit":{"code":"queue_limit"`}, {"limit=201", `"limit":{"code":"queue_limit"`}, {"after=x", `"after":{"code":"validation_invalid_value"`},
	} {
		d.want(400, "boss", "GET", "/api/desk/log?"+c.bad, "", c.code)
	}
}
