package api

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pocketbase/dbx"
)

// Two machines can't write to each other.
func TestMachinesAreIgnored(t *testing.T) {
	d := newMailDesk(t)
	reply := d.replyTo("work", "olga")
	for i := range 100 {
		d.receive(mailOf("olga@example.com", reply, fmt.Sprintf("vac%d@olga", i), "Автоответ", "Я в отпуске", "Auto-Submitted: auto-replied"))
	}
	if rows := d.count("inbox", "status = 'ignored' AND reason = 'auto_reply'"); rows != 100 {
		t.Errorf("%d ignored", rows)
	}
	row := d.receive(mailOf("olga@example.com", deskAddress, "own@x", "Наше", "Наше", "X-Otklik: 1"))
	d.judged(row, "ignored", "own")
	if told := append(d.told("outbox"), d.told("notifications")...); len(told) != 0 {
		t.Errorf("told: %v", told)
	}
}

// A flood from one address waits, and is told of once; what an answer proves is
// counted apart.
func TestFlood(t *testing.T) {
	d := newMailDesk(t)
	for i := range 30 {
		d.receive(mailOf("olga@example.com", deskAddress, fmt.Sprintf("f%d@olga", i), fmt.Sprintf("Письмо %d", i), "Текст"))
	}
	if tasks, held := d.count("tasks", "description = 'Текст'"), d.count("inbox", "reason = 'flood'"); tasks != 20 || held != 10 {
		t.Errorf("%d tasks, %d held", tasks, held)
	}
	if n := d.count("outbox", "kind = 'received'"); n != 10 {
		t.Errorf("%d confirmations", n)
	}
	if n := d.count("outbox", "kind = 'held'"); n != 1 {
		t.Errorf("%d mails to managers", n)
	}
	d.judged(d.receive(mailOf("olga@example.com", d.replyTo("work", "olga"), "f99@olga", "Re: Задача", "Ответ")), "accepted", "")
}

// A machine that does not say it is one writes the same again and again, and is
// not answered for ever; nor does a manager's machine hear of itself for ever.
func TestDumbMachines(t *testing.T) {
	d := newMailDesk(t)
	for i := range 12 {
		d.receive(mailOf("olga@example.com", d.replyTo("work", "olga"), fmt.Sprintf("dumb%d@olga", i), "Re: Задача", "Я в отпуске"))
		d.receive(mailOf("olga@example.com", deskAddress, fmt.Sprintf("new%d@olga", i), "Заявка", "Текст"))
		d.receive(mailOf("boss@example.com", deskAddress, fmt.Sprintf("boss%d@boss", i), fmt.Sprintf("Re: Письмо %d", i), fmt.Sprintf("Меня нет %d", i)))
	}
	if n := d.count("comments", "body = 'Я в отпуске'"); n != 5 {
		t.Errorf("%d comments", n)
	}
	if n := d.count("tasks", "title = 'Заявка'"); n != 5 {
		t.Errorf("%d tasks", n)
	}
	if n := d.count("outbox", "kind = 'held' AND inbox IN (SELECT id FROM inbox WHERE sender = 'boss@example.com')"); n > 10 {
		t.Errorf("managers were told of the manager %d times", n)
	}
}

// Of many strangers at once managers are not told one by one for ever.
func TestManyStrangers(t *testing.T) {
	d := newMailDesk(t)
	for i := range 40 {
		d.receive(mailOf(fmt.Sprintf("s%d@else.example", i), deskAddress, fmt.Sprintf("s%d@x", i), "Реклама", "Купите"))
	}
	if held, told := d.count("inbox", "reason = 'stranger'"), d.count("outbox", "kind = 'held'"); held != 40 || told != 20 {
		t.Errorf("%d held, told of %d", held, told)
	}
}

// What did not arrive is noted on the mail itself.
func TestBounce(t *testing.T) {
	d := newMailDesk(t)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	sent := d.letter("olga@example.com", "done")
	if _, err := d.app.DB().Update("outbox", dbx.Params{"status": "sent"}, dbx.HashExp{"id": sent.Id}).Execute(); err != nil {
		t.Fatal(err)
	}
	report := func(id, action, about string) string {
		return "Return-Path: <>\r\n" + mailOf("MAILER-DAEMON@mx.example.com", deskAddress, id, "Undelivered Mail Returned to Sender",
			"--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n"+
				"Final-Recipient: rfc822; olga@example.com\r\nAction: "+action+"\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no\r\n such mailbox\r\n\r\n"+
				"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <"+about+">\r\nSubject: x\r\n\r\n--b--",
			"MIME-Version: 1.0", `Content-Type: multipart/report; report-type=delivery-status; boundary="b"`, "Auto-Submitted: auto-replied")
	}
	for _, c := range []struct{ id, action, about, want string }{
		{"b1@mx", "failed", "made.up@example.com", "sent"},
		{"b2@mx", "delayed", sent.GetString("message_id"), "sent"},
		{"b3@mx", "failed", sent.GetString("message_id"), "failed"},
	} {
		d.judged(d.receive(report(c.id, c.action, c.about)), "ignored", "bounce")
		if row := d.letter("olga@example.com", "done"); row.GetString("status") != c.want {
			t.Errorf("%s: the mail is %s, want %s", c.id, row.GetString("status"), c.want)
		}
	}
	if words := d.letter("olga@example.com", "done").GetString("error"); !strings.Contains(words, "550 5.1.1 no such mailbox") {
		t.Errorf("the reason: %s", words)
	}
	if d.count("comments", "body LIKE '%Sorry%'") != 0 {
		t.Error("a report became a comment")
	}
}

// The reason in a delivery report is shown as it is, even if it looks like a stored
// message.
func TestBounceForgesNoMessage(t *testing.T) {
	d := newMailDesk(t)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	sent := d.letter("olga@example.com", "done")
	at := records("outbox") + "/" + sent.Id
	for i, forged := range []string{
		`{"code":"failure.mail_stale","params":{"days":-9223372036854775808}}`,
		`{"code":"failure.mail_stale","params":{"days":7}}`,
		`{"code":"failure.mail_pointless"}`,
		`{"code":"failure.quoted","params":{"answer":"x"}}`,
		`{"code":"problem.mail_off"}`,
		`{"code":`,
		`{`,
	} {
		d.exec("UPDATE outbox SET status = 'sent', error = '' WHERE id = '" + sent.Id + "'")
		report := "Return-Path: <>\r\n" + mailOf("MAILER-DAEMON@mx.example.com", deskAddress, fmt.Sprintf("forged%d@mx", i), "Undelivered Mail Returned to Sender",
			"--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\nDiagnostic-Code: "+forged+"\r\n\r\n"+
				"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <"+sent.GetString("message_id")+">\r\n\r\n--b--",
			"MIME-Version: 1.0", `Content-Type: multipart/report; report-type=delivery-status; boundary="b"`, "Auto-Submitted: auto-replied")
		d.judged(d.receive(report), "ignored", "bounce")
		if got := d.want(200, "boss", "GET", "/api/desk/mail", "").decode(t)["out"].(map[string]any)["last_error"]; got != forged {
			t.Errorf("managers read %q, the report says %q", got, forged)
		}
		if got := d.want(200, "root", "GET", at, "").decode(t)["error"]; got != forged {
			t.Errorf("the administrator reads %q, the report says %q", got, forged)
		}
		d.want(200, "root", "GET", records("outbox"), "", `"totalItems":1`)
		d.want(200, "root", "PATCH", at, `{"status":"queued"}`, `"error":""`)
	}
}
