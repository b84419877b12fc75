package api

import (
	"errors"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/mailer"

	"otklik/hooks/mail/outbox"
)

// mailServer is a fake mail server that returns the given errors.
type mailServer struct {
	answers chan error // nil takes the mail
	took    chan *mailer.Message
}

func (s *mailServer) Send(m *mailer.Message) error {
	err := <-s.answers
	if err == nil {
		s.took <- m
	}
	return err
}

// withMail configures mail with a server that returns the answers in turn.
func withMail(d *desk, answers ...error) *mailServer {
	d.Helper()
	s := &mailServer{answers: make(chan error, 100), took: make(chan *mailer.Message, 100)}
	for _, a := range answers {
		s.answers <- a
	}
	d.app.OnMailerSend().BindFunc(func(e *core.MailerEvent) error {
		e.Mailer = s
		return e.Next()
	})
	d.set(func(s *core.Settings) {
		s.SMTP.Enabled, s.SMTP.Host = true, "127.0.0.1"
		s.Meta.SenderAddress, s.Meta.AppURL = "desk@firma.example", "https://desk.firma.example"
	})
	return s
}

// next returns the next mail that the server receives.
func (s *mailServer) next(d *desk) *mailer.Message {
	d.Helper()
	select {
	case m := <-s.took:
		return m
	case <-time.After(10 * time.Second):
		d.Fatal("no mail came")
		return nil
	}
}

// awaitMails waits for a number of mails in the outbox: PocketBase sends account
// mails after its response.
func (d *desk) awaitMails(want int) {
	d.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for n := 0; n < want; {
		if err := d.app.DB().NewQuery("SELECT COUNT(*) FROM outbox").Row(&n); err != nil || time.Now().After(deadline) {
			d.Fatalf("%d mails, %v", n, err)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// wake makes the worker run at once.
func (d *desk) wake() { d.want(200, "root", "POST", "/api/desk/mail/retry", "") }

// settled waits until a mail is in a status.
func (d *desk) settled(to, kind, status string) *core.Record {
	d.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for {
		row := d.letter(to, kind)
		if row.GetString("status") == status && (status != "queued" || row.GetString("error") != "") {
			return row
		}
		if time.Now().After(deadline) {
			d.Fatalf("the mail is %s after %d attempts: %s", row.GetString("status"), row.GetInt("attempts"), row.GetString("error"))
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func TestMailIsSent(t *testing.T) {
	d := newDesk(t)
	s := withMail(d, nil)
	if err := mailbox(d, map[string]any{"address": "desk@firma.example"}); err != nil {
		t.Fatal(err)
	}
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	m := s.next(d)
	row := d.settled("olga@example.com", "done", "sent")
	for _, part := range []string{"№ ", "Задача work", "решена", "★★★★★", "https://desk.firma.example/links/rate/", "https://desk.firma.example/tasks/", "Ответ пишите выше этой строки"} {
		if !strings.Contains(m.Text, part) || !strings.Contains(m.HTML, part) {
			t.Errorf("no %q in %s\n%s", part, m.Text, m.HTML)
		}
	}
	for _, c := range []struct{ name, want string }{
		{"Message-ID", "<" + row.GetString("message_id") + ">"}, {"X-Otklik-Letter", row.Id}, {"Auto-Submitted", "auto-generated"},
		{"List-Unsubscribe-Post", "List-Unsubscribe=One-Click"},
	} {
		if m.Headers[c.name] != c.want {
			t.Errorf("%s: %q, want %q", c.name, m.Headers[c.name], c.want)
		}
	}
	if reply := m.Headers["Reply-To"]; !strings.HasPrefix(reply, "desk+") || !strings.HasSuffix(reply, "@firma.example") {
		t.Errorf("Reply-To: %s", reply)
	}
	if m.From.Name != "Anna (Отклик)" || m.From.Address != "desk@firma.example" {
		t.Errorf("from %v", m.From)
	}
	if row.GetString("text") != m.Text || row.GetDateTime("sent_at").IsZero() {
		t.Error("what was sent is not kept")
	}
}

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

// mailbox changes the address of the desk.
func mailbox(d *desk, fields map[string]any) error {
	r, err := d.app.FindFirstRecordByFilter("mailbox", "id != ''")
	if err != nil {
		return err
	}
	r.Load(fields)
	return d.app.Save(r)
}

// While mail is not configured, no mail is lost and no attempt is counted.
func TestMailWaitsForItsSetup(t *testing.T) {
	d := newDesk(t)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	d.wake()
	d.want(200, "root", "GET", "/api/desk/mail", "", `"set_up":false`, `"queued":1`, `"code":"mail_off"`, "Почта не настроена")
	d.want(200, "boss", "GET", "/api/desk/mail", "")
	d.want(403, "anna", "GET", "/api/desk/mail", "")
	d.want(401, "", "GET", "/api/desk/mail", "")
	if row := d.letter("olga@example.com", "done"); row.GetInt("attempts") != 0 || row.GetString("status") != "queued" {
		t.Errorf("%d attempts, %s", row.GetInt("attempts"), row.GetString("status"))
	}
	s := withMail(d, nil)
	d.wake()
	s.next(d)
	d.settled("olga@example.com", "done", "sent")
}

// However long a mail has waited for us it is sent, and what has failed is sent when
// the administrator says so, however old it is.
func TestOldMailIsSent(t *testing.T) {
	d := newDesk(t)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"in_progress"}`)
	d.exec("UPDATE outbox SET created = '2020-01-01 00:00:00.000Z', next_at = '2020-01-01 00:00:00.000Z'")
	s := withMail(d, nil, &textproto.Error{Code: 550, Msg: "5.1.1 No such user"}, nil, &textproto.Error{Code: 550, Msg: "5.1.1 No such user"}, nil)
	d.wake()
	s.next(d)
	row := d.settled("olga@example.com", "done", "sent")
	for _, retry := range []func(){
		func() { d.want(200, "root", "POST", "/api/desk/mail/retry", "", `"queued":1`) },
		func() { d.want(200, "root", "PATCH", records("outbox")+"/"+row.Id, `{"status":"queued"}`) },
	} {
		d.exec("UPDATE outbox SET status = 'queued', attempts = 0, next_at = '2020-01-01 00:00:00.000Z' WHERE id = '" + row.Id + "'")
		outbox.WakeAfterCommit(d.app)
		d.settled("olga@example.com", "done", "failed")
		retry()
		s.next(d)
		d.settled("olga@example.com", "done", "sent")
	}
}

// The links of account mails are erased once they are sent; such a mail is not sent
// again.
func TestAccountLinksAreErased(t *testing.T) {
	d := newDesk(t)
	s := withMail(d, nil, nil, nil)
	d.want(204, "", "POST", "/api/collections/users/request-password-reset", `{"email":"olga@example.com"}`)
	d.want(204, "ivan", "POST", "/api/collections/users/request-email-change", `{"newEmail":"ivan2@example.com"}`)
	d.want(204, "", "POST", "/api/collections/_superusers/request-password-reset", `{"email":"root@example.com"}`)
	for range 3 {
		if m := s.next(d); !strings.Contains(m.Text+m.HTML, "/eyJ") {
			t.Errorf("no link in %s %s", m.Text, m.HTML)
		}
	}
	for to, kind := range map[string]string{"olga@example.com": "reset", "ivan2@example.com": "email_change", "root@example.com": "other"} {
		row := d.settled(to, kind, "sent")
		if words := row.GetString("text") + row.GetString("html"); strings.Contains(words, "eyJ") || !strings.Contains(words, "/[erased]") {
			t.Errorf("%s: %s", kind, words)
		}
		d.want(400, "root", "PATCH", records("outbox")+"/"+row.Id, `{"status":"queued"}`, `"status":{"code":"mail_erased"`)
	}
	d.exec("UPDATE outbox SET status = 'failed'")
	d.want(200, "root", "POST", "/api/desk/mail/retry", "", `"queued":0`)
}

// Sending is retried with growing delays while the server is down; its error is
// stored.
func TestMailIsTriedAgain(t *testing.T) {
	d := newDesk(t)
	busy := &textproto.Error{Code: 451, Msg: "4.3.2 Система занята"}
	s := withMail(d, busy, busy, nil)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	for attempt, wait := range []time.Duration{time.Minute, 5 * time.Minute} {
		row := d.settled("olga@example.com", "done", "queued")
		if got := time.Until(row.GetDateTime("next_at").Time()); got > wait || got < wait-10*time.Second || row.GetInt("attempts") != attempt+1 {
			t.Errorf("attempt %d: next in %s, want %s", row.GetInt("attempts"), got, wait)
		}
		if !strings.Contains(row.GetString("error"), "Система занята") {
			t.Errorf("the words of the server: %s", row.GetString("error"))
		}
		d.due()
	}
	s.next(d)
	if row := d.settled("olga@example.com", "done", "sent"); row.GetString("error") != "" {
		t.Errorf("sent with an error: %s", row.GetString("error"))
	}
}

// due makes every waiting mail due and wakes the worker. It does not ask for failed
// mails to be retried: the worker may have tried the mail for the last time already.
func (d *desk) due() {
	d.Helper()
	if _, err := d.app.DB().NewQuery("UPDATE outbox SET next_at = '2020-01-01 00:00:00.000Z', error = '' WHERE status = 'queued'").Execute(); err != nil {
		d.Fatal(err)
	}
	outbox.WakeAfterCommit(d.app)
}

// A mail to a missing address fails at once and can be retried by hand.
func TestMailFailsAndIsRetried(t *testing.T) {
	d := newDesk(t)
	s := withMail(d, &textproto.Error{Code: 550, Msg: "5.1.1 No such user"}, errors.New("connection refused"), nil)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	row := d.settled("olga@example.com", "done", "failed")
	d.want(200, "root", "GET", "/api/desk/mail", "", `"failed":1`, `"code":"mail_failed"`, "No such user")
	at := records("outbox") + "/" + row.Id
	d.want(400, "root", "PATCH", at, `{"to":"else@example.com"}`, "only_retry")
	d.want(400, "root", "PATCH", at, `{"status":"sent"}`, "only_retry")
	d.want(403, "boss", "PATCH", at, `{"status":"queued"}`)
	d.want(403, "root", "POST", records("outbox"), `{"to":"x@example.com","kind":"other","status":"queued"}`)
	d.want(200, "root", "PATCH", at, `{"status":"queued"}`)
	d.settled("olga@example.com", "done", "queued")
	d.due()
	s.next(d)
	d.settled("olga@example.com", "done", "sent")
}

// The mail fails after the last attempt.
func TestMailGivesUp(t *testing.T) {
	d := newDesk(t)
	down := errors.New("connection refused")
	withMail(d, down, down, down, down, down, down, down, down, nil)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	for range 7 {
		d.settled("olga@example.com", "done", "queued")
		d.due()
	}
	if row := d.settled("olga@example.com", "done", "failed"); row.GetInt("attempts") != 8 {
		t.Errorf("%d attempts", row.GetInt("attempts"))
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
	deadline := time.Now().Add(10 * time.Second)
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

// Account mails are outbox rows too, in the language of the person.
func TestAccountMailsAreRows(t *testing.T) {
	d := newDesk(t)
	d.want(200, "olga", "PATCH", record("users", "olga"), `{"locale":"en"}`)
	d.want(204, "", "POST", "/api/collections/users/request-password-reset", `{"email":"olga@example.com"}`)
	d.want(204, "ivan", "POST", "/api/collections/users/request-email-change", `{"newEmail":"ivan2@example.com"}`)
	d.want(204, "", "POST", "/api/collections/_superusers/request-password-reset", `{"email":"root@example.com"}`)
	d.awaitMails(3)
	if m := d.letter("olga@example.com", "reset"); !strings.Contains(m.GetString("text"), "/reset/") || !strings.Contains(m.GetString("subject"), "a new password") {
		t.Errorf("%s: %s", m.GetString("subject"), m.GetString("text"))
	}
	if m := d.letter("ivan2@example.com", "email_change"); !strings.Contains(m.GetString("html"), "/email/") || !strings.Contains(m.GetString("text"), "Здравствуйте, ivan!\n") || !strings.Contains(m.GetString("text"), "Подтвердить адрес: ") {
		t.Errorf("%s: %s", m.GetString("subject"), m.GetString("text"))
	}
	d.letter("root@example.com", "other")
}

// A template is checked before it is saved; unknown placeholders give a field error.
func TestTemplates(t *testing.T) {
	d := newDesk(t)
	draft := `{"kind":"done","locale":"ru","subject":"Готово: {title}","body":"%","to":"root@example.com"}`
	with := func(body string) string { return strings.Replace(draft, "%", body, 1) }
	d.want(200, "root", "POST", "/api/desk/letters/preview", with(`{name}, готово.\n\n{answers}\n\n{stars}`), `"subject":"Готово: Не проводится`, "Ольга Петрова, готово.", "★★★★★", "Инструкция.pdf")
	d.want(400, "root", "POST", "/api/desk/letters/preview", with("{nmae}"), `"body":{"code":"template_word"`, "«nmae»")
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
