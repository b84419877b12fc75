package api

import (
	"fmt"
	"strings"
	"testing"

	"otklik/hooks/mail/inbox"
	"otklik/hooks/mail/smtpd"
)

const ownServer = "Authentication-Results: mx.firma.example; "

// A mail becomes a task of a client only if our mail server vouches for its sender,
// whichever way it comes.
func TestSenderIsProved(t *testing.T) {
	in := &smtpd.Config{Address: "127.0.0.1:0"}
	d := newListeningDesk(t, in)
	c := talkTo(t, "tcp", in.Address)
	c.answer()
	c.say("EHLO client.example", "250")
	bySMTP := func(raw string) {
		c.say("MAIL FROM:<olga@example.com>", "250")
		c.say("RCPT TO:<"+deskAddress+">", "250")
		c.say("DATA", "354")
		c.say(raw+".", "250")
	}
	byIMAP := func(raw string) {
		if err := inbox.Receive(d.app, inbox.Arrival{Raw: []byte(raw), Via: inbox.ViaIMAP}); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	for _, setting := range []struct {
		name   string
		fields map[string]any
		// what becomes of a mail: proved, not proved, with a failure of DMARC
		proved, unproved, disowned string
	}{
		{"a new desk", map[string]any{"authserv": "", "accept_unverified": false}, "held", "held", "held"},
		{"a server is named", map[string]any{"authserv": "MX.firma.example", "accept_unverified": false}, "accepted", "held", "held"},
		{"everybody is believed", map[string]any{"authserv": "", "accept_unverified": true}, "accepted", "accepted", "held"},
		{"both", map[string]any{"authserv": "mx.firma.example", "accept_unverified": true}, "accepted", "accepted", "held"},
	} {
		if err := mailbox(d, setting.fields); err != nil {
			t.Fatal(err)
		}
		for _, mail := range []struct{ headers, want string }{
			{ownServer + "dmarc=pass header.from=example.com", setting.proved},
			{ownServer + "spf=pass smtp.mailfrom=bounce@mail.example.com; dmarc=none", setting.proved},
			{ownServer + "dkim=pass header.d=example.com", setting.proved},
			{"X-Nothing: x", setting.unproved},
			{"Authentication-Results: mx.evil.example; dmarc=pass header.from=example.com", setting.unproved},
			{ownServer + "spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=evil.example; dmarc=none", setting.unproved},
			{ownServer + "spf=softfail smtp.mailfrom=example.com; dkim=none; dmarc=none", setting.unproved},
			{ownServer + "dmarc=fail", setting.disowned},
			{ownServer + `spf=pass smtp.mailfrom="a dmarc=pass b"@evil.example; dmarc=fail`, setting.disowned},
			{ownServer + "spf=pass (x (y) dmarc=pass z) smtp.mailfrom=evil.example; dmarc=fail", setting.disowned},
			{ownServer + "dmarc=fail\r\n" + ownServer + "dmarc=pass header.from=example.com", setting.disowned},
		} {
			for way, bring := range []func(string){bySMTP, byIMAP} {
				n++
				d.exec("DELETE FROM inbox")
				bring(mailOf("Olga <olga@example.com>", deskAddress, fmt.Sprintf("p%d@olga", n), fmt.Sprintf("Письмо %d", n), "Слова", mail.headers))
				row := d.lastMail()
				if row.GetString("status") != mail.want || mail.want == "held" && (row.GetString("reason") != "not_authentic" || row.GetString("user") != "") {
					t.Errorf("%s, way %d, %s: %s %s, want %s", setting.name, way, mail.headers, row.GetString("status"), row.GetString("reason"), mail.want)
				}
			}
		}
	}
}

// A signed answer needs no proof beside its token, and a manager who accepts a mail
// without one puts it on record.
func TestUnprovedSender(t *testing.T) {
	d := newMailDesk(t)
	if err := mailbox(d, map[string]any{"accept_unverified": false}); err != nil {
		t.Fatal(err)
	}
	d.judged(d.receive(mailOf("olga@example.com", d.replyTo("work", "olga"), "u1@olga", "Re: Задача", "Ответ")), "accepted", "")
	row := d.receive(mailOf("olga@example.com", deskAddress, "u2@olga", "Новое", "Слова"))
	d.judged(row, "held", "not_authentic")
	got := d.want(200, "boss", "POST", "/api/desk/inbox/"+row.Id+"/accept", `{"client":"`+id("olga")+`"}`).decode(t)
	task, err := d.app.FindRecordById("tasks", got["task"].(string))
	if err != nil {
		t.Fatal(err)
	}
	if words := task.GetString("description"); words != "Слова\n\n[Пришло письмом, отправитель не проверен.]" {
		t.Error(words)
	}
}

// The administrator is warned until the mail server is named.
func TestUnverifiedMailIsWarnedOf(t *testing.T) {
	in := &smtpd.Config{Address: "127.0.0.1:0"}
	d := newListeningDesk(t, in)
	at := mailboxAt(d)
	for _, c := range []struct{ fields, want string }{
		{`{"authserv":"","accept_unverified":true}`, "mail_unverified"},
		{`{"authserv":"","accept_unverified":false}`, "mail_authserv"},
		{`{"authserv":"mx.firma.example"}`, ""},
		{`{"authserv":"*.mail.yandex.net","accept_unverified":true}`, ""},
	} {
		d.want(200, "root", "PATCH", at, c.fields)
		got := d.want(200, "root", "GET", "/api/desk/mail", "").body
		for _, code := range []string{"mail_unverified", "mail_authserv"} {
			if strings.Contains(got, `"`+code+`"`) != (code == c.want) {
				t.Errorf("%s: %s", c.fields, got)
			}
		}
	}
	for _, wrong := range []string{"mx firma", "mx;dmarc=pass", "*", "*."} {
		d.want(400, "root", "PATCH", at, `{"authserv":"`+wrong+`"}`, `"authserv"`)
	}
}

// Whoever forges the address of a client does not use up what the client may send.
func TestForgedMailsDoNotFlood(t *testing.T) {
	d := newMailDesk(t)
	if err := mailbox(d, map[string]any{"authserv": "mx.firma.example", "accept_unverified": false}); err != nil {
		t.Fatal(err)
	}
	bring := func(n int, headers, want string) {
		t.Helper()
		id := fmt.Sprintf("forged%d@client.example", n)
		raw := fmt.Sprintf("%s\r\nFrom: olga@example.com\r\nTo: %s\r\nSubject: Mail %d\r\nMessage-ID: <%s>\r\n\r\nText\r\n", headers, deskAddress, n, id)
		if err := inbox.Receive(d.app, inbox.Arrival{Raw: []byte(raw), EnvelopeTo: []string{deskAddress}, Via: inbox.ViaSMTP}); err != nil {
			t.Fatal(err)
		}
		row, err := d.app.FindFirstRecordByData("inbox", "message_id", id)
		if err != nil {
			t.Fatal(err)
		}
		if got := row.GetString("status") + " " + row.GetString("reason"); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	const forged, genuine = ownServer + "dmarc=none; spf=softfail smtp.mailfrom=example.com", ownServer + "dmarc=pass header.from=example.com"
	for n := range 20 {
		bring(n, forged, "held not_authentic")
	}
	bring(20, forged, "held flood")
	for n := 30; n < 50; n++ {
		bring(n, genuine, "accepted ")
	}
	bring(50, genuine, "held flood")
}
