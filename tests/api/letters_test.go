package api

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// User text in a mail is literal: its placeholders are not expanded, its HTML is
// escaped, and none of its lines becomes a header.
func TestUserTextIsNotExpanded(t *testing.T) {
	d := newDesk(t)
	s := withMail(d, nil, nil)
	d.want(200, "olga", "PATCH", record("users", "olga"), `{"name":"Ольга\r\nBcc: all@firma.example\r\n\r\n<b>{inn}</b>"}`)
	d.want(200, "olga", "PATCH", record("profiles", "orgolga"), `{"organization":"ООО {description} \r\nX-Bad: 1"}`)
	d.want(200, "olga", "PATCH", record("tasks", "new"),
		`{"title":"{stars} {inn} {title} <img src=x onerror=alert(1)>\r\nBcc: all@firma.example","description":"{answers} {number} <a href=\"javascript:alert(1)\">x</a>\n\n{button}"}`)
	d.want(200, "boss", "PATCH", record("tasks", "new"), `{"consultant":"`+id("anna")+`"}`)
	d.due()
	m := s.next(d)
	for _, part := range []string{"{stars} {inn} {title}", "{answers} {number}", "{button}", "{description}"} {
		if !strings.Contains(m.Text, part) || !strings.Contains(m.HTML, part) {
			t.Errorf("no %q in\n%s", part, m.Text)
		}
	}
	for _, line := range strings.Split(m.Text, "\n") {
		if strings.HasPrefix(line, "Bcc:") || strings.HasPrefix(line, "X-Bad") {
			t.Errorf("a name or a title of two lines: %s", m.Text)
		}
	}
	for _, part := range []string{"<img", "<a href=\"javascript", "<b>{", "★"} {
		if strings.Contains(m.HTML, part) {
			t.Errorf("%s in %s", part, m.HTML)
		}
	}
	d.want(200, "olga", "POST", records("comments"), `{"task":"`+id("new")+`","body":"<script>alert(1)</script>\n{stars}"}`)
	if _, err := d.app.DB().NewQuery("UPDATE outbox SET next_at = '2020-01-01 00:00:00.000Z' WHERE status = 'queued'").Execute(); err != nil {
		t.Fatal(err)
	}
	d.wake()
	if m = s.next(d); strings.Contains(m.HTML, "<script") || !strings.Contains(m.Text, "{stars}") {
		t.Errorf("the answer is %s", m.HTML)
	}
	headers := []string{m.Subject, m.From.Name}
	for name, value := range m.Headers {
		headers = append(headers, name, value)
	}
	for _, h := range headers {
		if strings.ContainsAny(h, "\r\n") {
			t.Errorf("a header of two lines: %q", h)
		}
	}
}

// A mail is composed when it is sent: with an edited answer, and not at all for a
// task that its client has deleted.
func TestMailSaysWhatIsSo(t *testing.T) {
	d := newDesk(t)
	s := withMail(d, nil, nil)
	d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Опечтка"}`)
	d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("wait")+`","body":"Тайна"}`)
	if _, err := d.app.DB().NewQuery("UPDATE comments SET body = 'Опечатка' WHERE body = 'Опечтка'").Execute(); err != nil {
		t.Fatal(err)
	}
	d.want(204, "olga", "DELETE", record("tasks", "wait"), "")
	d.due()
	if m := s.next(d); !strings.Contains(m.Text, "Опечатка") {
		t.Errorf("the mail says %s", m.Text)
	}
	deadline := time.Now().Add(longWait)
	for n := 0; n == 0; time.Sleep(5 * time.Millisecond) {
		if err := d.app.DB().NewQuery("SELECT COUNT(*) FROM outbox WHERE status = 'failed'").Row(&n); err != nil || time.Now().After(deadline) {
			t.Fatalf("the mail about a deleted task is still there: %v", err)
		}
	}
}

// A nick that is the name of a site is no link in the mail to an address that anybody
// may have typed, nor is an address in a title; a title is one line.
func TestNamesAreNoLinks(t *testing.T) {
	d := newDesk(t)
	d.want(200, "", "POST", records("users"), `{"username":"win-prize.example.net","email":"victim@else.example","password":"long enough 1","passwordConfirm":"long enough 1","profile":{"organization":"ООО «Новое»","inn":"7736207543"}}`)
	d.want(200, "olga", "PATCH", record("tasks", "new"), `{"title":"Счёт\nhttp://evil.example.net/login","description":"Смотрите https://good.example.net/a"}`)
	d.want(200, "boss", "PATCH", record("tasks", "new"), `{"consultant":"`+id("anna")+`"}`)
	s := withMail(d, nil, nil, nil)
	d.due()
	for range 2 {
		m := s.next(d)
		for _, link := range []string{"prize.example.net", "evil.example.net", "http://evil"} {
			if strings.Contains(m.Text, link) || strings.Contains(m.HTML, link) {
				t.Errorf("to %v: %q in %s", m.To, link, m.Text)
			}
		}
		shown := strings.ReplaceAll(m.Text, "\u2060", "")
		want := []string{"win-prize.example.net"}
		if m.To[0].Address != "victim@else.example" {
			want = []string{"Счёт http://evil.example.net/login", "https://good.example.net/a"}
		}
		for _, part := range want {
			if !strings.Contains(shown, part) {
				t.Errorf("to %v: no %q in %s", m.To, part, shown)
			}
		}
	}
}

// A template is checked before it is saved; unknown placeholders give a field error.
func TestTemplates(t *testing.T) {
	d := newDesk(t)
	draft := `{"kind":"done","locale":"ru","subject":"Готово: {title}","body":"%","to":"root@example.com"}`
	with := func(body string) string { return strings.Replace(draft, "%", body, 1) }
	d.want(200, "root", "POST", "/api/desk/letters/preview", with(`{name}, готово.\n\n{answers}\n\n{stars}`), `"subject":"Готово: Не проводится`, "Ольга Петрова, готово.", "★★★★★", "Инструкция.pdf")
	d.want(400, "root", "POST", "/api/desk/letters/preview", with("{nmae}"), `"body":{"code":"template_word"`, "«nmae»")
	d.want(400, "root", "POST", "/api/desk/letters/preview", with("{nmae} {number} {raiting} {nmae}"), `"word":"«nmae», «raiting»"`, "{name}, {firm}, {actor}", "нечем заменить «nmae», «raiting»")
	d.want(200, "root", "POST", "/api/desk/letters/preview", with("{name}"), `"words":{`, `"body":["{name}","{firm}","{actor}","{number}"`, `"{answers}","{stars}","{button}"]`, `"subject":["{name}","{firm}"`)
	d.want(400, "root", "POST", "/api/desk/letters/test", with("Проба"), `"mail_off"`)
	d.want(403, "boss", "POST", "/api/desk/letters/preview", with("Проба"))
	s := withMail(d, nil, errors.New("450 занято"))
	d.want(204, "root", "POST", "/api/desk/letters/test", with("Проба {name}"))
	if m := s.next(d); m.To[0].Address != "root@example.com" || !strings.Contains(m.Text, "Проба Ольга Петрова") {
		t.Errorf("to %v: %s", m.To, m.Text)
	}
	d.want(400, "root", "POST", "/api/desk/letters/test", with("Проба"), `"mail_refused"`, "450 занято")

	template, err := d.app.FindFirstRecordByFilter("mail_templates", "kind = 'done' && locale = 'ru'")
	if err != nil {
		t.Fatal(err)
	}
	at := records("mail_templates") + "/" + template.Id
	d.want(400, "root", "PATCH", at, `{"body":"{rating}"}`, `"template_word"`)
	d.want(400, "root", "PATCH", at, `{"kind":"answer"}`, `"read_only"`)
	d.want(400, "root", "DELETE", at, "", "не добавлять и не удалять")
	d.want(400, "root", "POST", records("mail_templates"), `{"kind":"new","locale":"ru","subject":"x","body":"x"}`)
	d.want(200, "root", "PATCH", at, `{"subject":"Сделано № {number}","body":"Всё.\n\n{button}"}`)
}
