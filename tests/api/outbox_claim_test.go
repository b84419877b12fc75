package api

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// enqueue writes mails into the outbox that are due, all at once: the worker may look
// at any moment, and reads them together.
func (d *desk) enqueue(names ...string) {
	d.Helper()
	var rows []string
	for _, name := range names {
		rows = append(rows, fmt.Sprintf(`('%s', '%s@example.com', 'Тема', 'verification', 'queued', 0, 'Текст', '<p>Текст</p>', '{}', '[]', '%s@firma.example', {:at}, {:at}, {:at})`, id(name), name, name))
	}
	d.execAt(`INSERT INTO outbox (id, "to", subject, kind, status, attempts, text, html, headers, comments, message_id, next_at, created, updated) VALUES `+strings.Join(rows, ", "),
		time.Now().Add(-time.Minute).UTC().Format("2006-01-02 15:04:05.000Z"))
}

// A mail that another process has sent, or has in hand, since the worker read that it
// is due is not sent again.
func TestMailIsClaimed(t *testing.T) {
	d := newDesk(t)
	s := withMail(d)
	d.enqueue("m0", "m1", "m2", "m3", "m4", "m5")
	d.wake()
	deadline := time.Now().Add(longWait)
	for d.count("outbox", "attempts = 1") < 4 { // as many as are sent at once; all six were read
		if time.Now().After(deadline) {
			t.Fatal("the mails are not taken in hand")
		}
		time.Sleep(5 * time.Millisecond)
	}
	d.execAt("UPDATE outbox SET status = 'sent' WHERE id = (SELECT id FROM outbox WHERE attempts = 0 ORDER BY id LIMIT 1)", "")
	d.execAt("UPDATE outbox SET attempts = 1, next_at = {:at} WHERE attempts = 0 AND status = 'queued'", time.Now().Add(time.Hour).UTC().Format("2006-01-02 15:04:05.000Z"))
	d.enqueue("last")
	for range 7 {
		s.answers <- nil
	}
	d.wake()
	got := map[string]int{}
	for len(s.took) > 0 || got["last@example.com"] == 0 {
		got[s.next(d).To[0].Address]++
	}
	if len(got) != 5 {
		t.Errorf("sent: %v", got)
	}
	for to, n := range got {
		if n != 1 {
			t.Errorf("%s got it %d times", to, n)
		}
	}
}

// A mail in hand is not given another time: it would be sent a second time.
func TestMailInHandKeepsItsTime(t *testing.T) {
	d := newDesk(t)
	s := withMail(d)
	d.enqueue("olga")
	d.wake()
	deadline := time.Now().Add(longWait)
	for d.count("outbox", "attempts = 1") == 0 {
		if time.Now().After(deadline) {
			t.Fatal("the mail is not taken in hand")
		}
		time.Sleep(5 * time.Millisecond)
	}
	d.want(409, "root", "PATCH", records("outbox")+"/"+id("olga"), `{"next_at":"2026-01-02 03:04:05.000Z"}`, "mail_in_hand")
	s.answers <- nil
	s.next(d)
	d.settled("olga@example.com", "verification", "sent")
	if len(s.took) != 0 {
		t.Errorf("sent %d times more", len(s.took))
	}
}
