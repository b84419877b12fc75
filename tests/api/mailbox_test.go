package api

import (
	"strings"
	"testing"

	"otklik/hooks/mail/smtpd"
)

// mailboxAt returns the URL of the only mailbox record.
func mailboxAt(d *desk) string {
	d.Helper()
	r, err := d.app.FindFirstRecordByFilter("mailbox", "id != ''")
	if err != nil {
		d.Fatal(err)
	}
	return records("mailbox") + "/" + r.Id
}

// The password is write-only; a form without one keeps it.
func TestMailboxKeepsItsPassword(t *testing.T) {
	d := newDesk(t)
	at := mailboxAt(d)
	stored := func() string {
		r, _ := d.app.FindFirstRecordByFilter("mailbox", "id != ''")
		return r.GetString("password")
	}
	ears := listen(d, "root", "mailbox/*")
	for _, body := range []string{`{"host":"imap.example","username":"desk","password":"тайна"}`, `{"password":"","folder":"Desk"}`} {
		if got := d.want(200, "root", "PATCH", at, body); strings.Contains(got.body, "тайна") {
			t.Errorf("the answer tells it: %s", got.body)
		}
		if got := hear(ears); !strings.Contains(got, `"action":"update"`) || strings.Contains(got, "тайна") {
			t.Errorf("the other page hears %q", got)
		}
		if stored() != "тайна" {
			t.Errorf("after %s it is %q", body, stored())
		}
	}
	d.want(200, "root", "GET", at, "", `"password":""`)
	d.want(200, "root", "PATCH", at, `{"username":"","password":""}`)
	if stored() != "" {
		t.Error("it can't be taken away")
	}
}

// There is one mailbox record, only for administrators, and its server-set fields are
// read-only.
func TestMailboxIsOne(t *testing.T) {
	d := newDesk(t)
	at := mailboxAt(d)
	d.want(400, "root", "POST", records("mailbox"), `{"address":"second@firma.example"}`, "mailbox_is_one")
	d.want(400, "root", "DELETE", at, "", "mailbox_is_one")
	d.want(200, "root", "PATCH", at, `{"last_uid":7,"uid_validity":7,"error":"x","checked_at":"2026-01-01 00:00:00.000Z"}`, `"last_uid":0`, `"uid_validity":0`, `"error":""`, `"checked_at":""`)
	for _, who := range []string{"", "olga", "anna", "boss"} {
		if got := d.ask(who, "GET", at, ""); got.status != 403 {
			t.Errorf("%q: %d", who, got.status)
		}
		if got := d.ask(who, "POST", "/api/otklik/mailbox/check", ""); got.status != 403 && got.status != 401 {
			t.Errorf("%q checks: %d", who, got.status)
		}
	}
	d.want(400, "root", "POST", "/api/otklik/mailbox/check", "", `"host":{"code":"validation_required"`)
}

// A new folder is read from its beginning; a new password does not start anew.
func TestMailboxBeginsAnew(t *testing.T) {
	d := newDesk(t)
	at := mailboxAt(d)
	read := func() int {
		if _, err := d.app.DB().NewQuery("UPDATE mailbox SET uid_validity = 5, last_uid = 9").Execute(); err != nil {
			t.Fatal(err)
		}
		return 9
	}
	for _, c := range []struct {
		body string
		want int
	}{
		{`{"folder":"Desk"}`, 0}, {`{"host":"imap2.example"}`, 0}, {`{"username":"desk2"}`, 0}, {`{"password":"другой"}`, 9}, {`{"plus":false}`, 9},
	} {
		read()
		d.want(200, "root", "PATCH", at, c.body)
		r, _ := d.app.FindFirstRecordByFilter("mailbox", "id != ''")
		if got := r.GetInt("last_uid"); got != c.want {
			t.Errorf("%s: read up to %d, want %d", c.body, got, c.want)
		}
	}
}

// The mail check warns about an address whose mail is not fetched.
func TestMailCheckOfMailIn(t *testing.T) {
	d := newMailDesk(t)
	d.want(200, "root", "GET", "/api/desk/mail", "", `"listens":false`, `"code":"mail_in_off"`)
	in := &smtpd.Config{Address: "127.0.0.1:0"}
	listening := newListeningDesk(t, in)
	if got := listening.want(200, "root", "GET", "/api/desk/mail", "", `"listens":true`); strings.Contains(got.body, "mail_in_off") {
		t.Error(got.body)
	}
}

// Only managers receive realtime events of a held mail and of its decision.
func TestInboxIsLiveForManagers(t *testing.T) {
	d := newMailDesk(t)
	ears := map[string]*connection{}
	for _, who := range []string{"boss", "anna", "olga"} {
		ears[who] = listen(d, who, "inbox/*")
	}
	at, row := d.heldMail()
	if got := hear(ears["boss"]); !strings.Contains(got, `"action":"create"`) || !strings.Contains(got, row.Id) {
		t.Errorf("the manager hears %s", got)
	}
	d.want(204, "boss", "POST", at+"/refuse", "")
	if got := hear(ears["boss"]); !strings.Contains(got, `"action":"update"`) || !strings.Contains(got, `"status":"refused"`) {
		t.Errorf("the manager hears %s", got)
	}
	for _, who := range []string{"anna", "olga"} {
		if got := rest(t, ears[who]); got != "" {
			t.Errorf("%q hears %s", who, got)
		}
	}
}

// Errors are stored by their codes and translated for each reader; a sentence stored
// before stays as it is.
func TestMailErrorsAreTranslated(t *testing.T) {
	d := newDesk(t)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	mail := records("outbox") + "/" + d.letter("olga@example.com", "done").Id
	store := func(ofMailbox, ofMail string) {
		d.Helper()
		for _, row := range [][2]string{{"mailbox", ofMailbox}, {"outbox", ofMail}} {
			if _, err := d.app.DB().NewQuery("UPDATE " + row[0] + " SET error = {:text}").Bind(map[string]any{"text": row[1]}).Execute(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := d.app.DB().NewQuery("UPDATE outbox SET status = 'failed'").Execute(); err != nil {
		t.Fatal(err)
	}
	store(`{"code":"failure.imap_unknown","params":{"host":"imap.example"}}`, `{"code":"failure.mail_stale","params":{"days":7}}`)
	d.want(200, "root", "GET", mailboxAt(d), "", `"error":"Сервер imap.example не найден: проверьте имя."`)
	d.want(200, "root", "GET", mail, "", `"error":"письмо ждало отправки больше недели и устарело"`)
	d.want(200, "boss", "GET", "/api/desk/mail", "", "Сервер imap.example не найден", "больше недели")
	check := d.ask("boss", "GET", "/api/desk/mail", "", "Accept-Language", "en")
	d.check(check, 200, `"error":"The server imap.example was not found: check its name."`, `"last_error":"the mail waited to be sent for more than a week`)
	d.want(400, "root", "PATCH", mail, `{"status":"queued","error":"другое"}`, "only_retry")
	d.want(200, "root", "PATCH", mail, `{"status":"queued","error":"письмо ждало отправки больше недели и устарело"}`, `"error":""`)
	store("Сервер imap.example не найден.", "550 5.1.1 нет такого")
	check = d.ask("boss", "GET", "/api/desk/mail", "", "Accept-Language", "en")
	d.check(check, 200, `"error":"Сервер imap.example не найден."`, `"last_error":"550 5.1.1 нет такого"`)
}
