package api

import (
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
	case <-time.After(longWait):
		d.Fatal("no mail came")
		return nil
	}
}

// awaitMails waits for a number of mails in the outbox: PocketBase sends account
// mails after its response.
func (d *desk) awaitMails(want int) {
	d.Helper()
	deadline := time.Now().Add(longWait)
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
	deadline := time.Now().Add(longWait)
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

// mailbox changes the address of the desk.
func mailbox(d *desk, fields map[string]any) error {
	r, err := d.app.FindFirstRecordByFilter("mailbox", "id != ''")
	if err != nil {
		return err
	}
	r.Load(fields)
	return d.app.Save(r)
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
