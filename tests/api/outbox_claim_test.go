package api

import (
	"fmt"
	"testing"
	"time"
)

// enqueue writes a mail into the outbox that is due.
func (d *desk) enqueue(name string) {
	d.Helper()
	d.execAt(fmt.Sprintf(`INSERT INTO outbox (id, "to", subject, kind, status, attempts, text, html, headers, comments, message_id, next_at, created, updated)
		VALUES ('%s', '%s@example.com', 'Тема', 'verification', 'queued', 0, 'Текст', '<p>Текст</p>', '{}', '[]', '%s@firma.example', {:at}, {:at}, {:at})`, id(name), name, name),
		time.Now().Add(-time.Minute).UTC().Format("2006-01-02 15:04:05.000Z"))
}

// A mail that another process has sent, or has in hand, since the worker read that it
// is due is not sent again.
func TestMailIsClaimed(t *testing.T) {
	d := newDesk(t)
	s := withMail(d)
	for n := range 6 {
		d.enqueue(fmt.Sprintf("m%d", n))
	}
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
