package api

import (
	"errors"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"otklik/hooks/mail/outbox"
)

func TestMailIsSent(t *testing.T) {
	d := newDesk(t)
	s := withMail(d, nil)
	if err := mailbox(d, map[string]any{"address": "desk@firma.example"}); err != nil {
		t.Fatal(err)
	}
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	d.due()
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
	d.due()
	s.next(d)
	d.settled("olga@example.com", "done", "sent")
}

// However long a mail has waited for us it is sent, and what has failed is sent when
// the administrator says so, however old it is.
func TestOldMailIsSent(t *testing.T) {
	d := newDesk(t)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	d.exec("UPDATE outbox SET created = '2020-01-01 00:00:00.000Z', next_at = '2020-01-01 00:00:00.000Z'")
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"in_progress"}`)
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
	began := time.Now().Truncate(time.Millisecond) // as times are stored
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	d.due()
	for attempt, wait := range []time.Duration{time.Minute, 5 * time.Minute} {
		row := d.settled("olga@example.com", "done", "queued")
		failed := row.GetDateTime("next_at").Time().Add(-wait)
		if failed.Before(began) || failed.After(time.Now()) || row.GetInt("attempts") != attempt+1 {
			t.Errorf("attempt %d since %s: next at %s, want it after %s", row.GetInt("attempts"), began, row.GetString("next_at"), wait)
		}
		began = time.Now().Truncate(time.Millisecond)
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

// A mail to a missing address fails at once and can be retried by hand.
func TestMailFailsAndIsRetried(t *testing.T) {
	d := newDesk(t)
	s := withMail(d, &textproto.Error{Code: 550, Msg: "5.1.1 No such user"}, errors.New("connection refused"), nil)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	d.due()
	row := d.settled("olga@example.com", "done", "failed")
	d.want(200, "root", "GET", "/api/desk/mail", "", `"failed":1`, `"code":"mail_failed"`, "No such user")
	at := records("outbox") + "/" + row.Id
	d.want(400, "root", "PATCH", at, `{"to":"else@example.com"}`, "only_retry")
	d.want(400, "root", "PATCH", at, `{"status":"sent"}`, "only_retry")
	d.want(400, "root", "PATCH", at, `{"next_at":"2026-01-02 03:04:05.000Z"}`, "only_retry")
	d.want(400, "root", "PATCH", at, `{"status":"queued","next_at":"2026-01-02 03:04:05.000Z"}`, "only_retry")
	d.want(403, "boss", "PATCH", at, `{"status":"queued"}`)
	d.want(403, "root", "POST", records("outbox"), `{"to":"x@example.com","kind":"other","status":"queued"}`)
	d.want(200, "root", "PATCH", at, `{"status":"queued"}`)
	d.settled("olga@example.com", "done", "queued")
	d.due()
	s.next(d)
	d.settled("olga@example.com", "done", "sent")
}

// An administrator sends a mail that waits when it suits.
func TestWaitingMailIsSentEarlier(t *testing.T) {
	d := newDesk(t)
	s := withMail(d, nil)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	at := records("outbox") + "/" + d.letter("olga@example.com", "done").Id
	d.want(400, "root", "PATCH", at, `{"next_at":""}`, "only_retry")
	d.want(403, "boss", "PATCH", at, `{"next_at":"2026-01-02 03:04:05.000Z"}`)
	d.want(200, "root", "PATCH", at, `{"next_at":"2026-01-02 03:04:05.000Z"}`)
	s.next(d)
	d.settled("olga@example.com", "done", "sent")
}

// The mail fails after the last attempt.
func TestMailGivesUp(t *testing.T) {
	d := newDesk(t)
	down := errors.New("connection refused")
	withMail(d, down, down, down, down, down, down, down, down, nil)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	d.due()
	for range 7 {
		d.settled("olga@example.com", "done", "queued")
		d.due()
	}
	if row := d.settled("olga@example.com", "done", "failed"); row.GetInt("attempts") != 8 {
		t.Errorf("%d attempts", row.GetInt("attempts"))
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
