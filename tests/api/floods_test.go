package api

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/hooks/clock"
)

// The bell rings at once, and further changes of the same thing join the unread
// notification and the mail that waits.
func TestFurtherChangesJoin(t *testing.T) {
	d := newDesk(t)
	for i := range 10 {
		d.want(200, "olga", "PATCH", record("assessments", "shutrate"), fmt.Sprintf(`{"rating":%d}`, 1+i%2))
	}
	want := []string{"anna rated", "boss low_rating"}
	if got := d.told("notifications"); !slices.Equal(got, want) {
		t.Errorf("notifications: %v, want %v", got, want)
	}
	if got := d.told("outbox"); !slices.Equal(got, want) {
		t.Errorf("mails: %v, want %v", got, want)
	}
	if n := d.count("outbox", "next_at > strftime('%Y-%m-%d %H:%M:%fZ', 'now', '+4 minutes')"); n != 2 {
		t.Errorf("%d of 2 mails wait", n)
	}
	d.want(204, "anna", "POST", "/api/notifications/read", `{"all":true}`)
	d.want(200, "olga", "PATCH", record("assessments", "shutrate"), `{"rating":3}`)
	if n := d.count("notifications", "user = '"+id("anna")+"' AND read_at = ''"); n != 1 {
		t.Errorf("%d new notifications after the old one was read, want 1", n)
	}
}

// What the waiting mails would tell is no longer so.
func TestWaitingMailsAreWithdrawn(t *testing.T) {
	d := newDesk(t)
	d.want(200, "olga", "PATCH", record("assessments", "shutrate"), `{"rating":1}`)
	d.want(200, "olga", "PATCH", record("assessments", "shutrate"), `{"rating":5}`)
	if got := d.told("outbox"); !slices.Equal(got, []string{"anna rated"}) {
		t.Errorf("after a better rating: %v", got)
	}
	d.want(200, "olga", "PATCH", record("tasks", "done"), `{"status":"in_progress"}`)
	d.want(200, "olga", "PATCH", record("tasks", "done"), `{"status":"closed"}`)
	if got := d.told("outbox"); !slices.Equal(got, []string{"anna rated"}) {
		t.Errorf("after closing again: %v", got)
	}
}

// A client may change a status or an assessment thirty times an hour; refused
// changes don't count, nor those of others.
func TestChangesAreLimited(t *testing.T) {
	d := newDesk(t)
	now := time.Now()
	clock.Set(d.app, func() time.Time { return now })
	status := func(i int) response {
		body := `{"status":"in_progress"}`
		if i%2 == 0 {
			body = `{"status":"closed"}`
		}
		return d.ask("olga", "PATCH", record("tasks", "work"), body)
	}
	for i := range 30 {
		d.check(d.ask("olga", "PATCH", record("tasks", "work"), `{"status":"done"}`), 400)
		d.check(status(i), 200)
	}
	refused := status(30)
	d.check(refused, 429, `"status":{"code":"too_many_changes"`, `"max":30`)
	d.later(refused, 50*time.Minute, time.Hour)
	d.want(429, "olga", "PATCH", record("tasks", "work"), `{"status":"closed","assessment":{"rating":5}}`, "too_many_changes")
	d.want(200, "olga", "PATCH", record("tasks", "work"), `{"title":"Другая тема"}`)
	d.want(200, "olga", "PATCH", record("tasks", "wait"), `{"status":"closed"}`)
	d.want(200, "boss", "PATCH", record("tasks", "work"), `{"status":"closed"}`)
	for i := range 30 {
		d.want(400, "olga", "PATCH", record("assessments", "shutrate"), `{"rating":9}`)
		d.want(200, "olga", "PATCH", record("assessments", "shutrate"), fmt.Sprintf(`{"comment":"%d"}`, i))
	}
	d.later(d.want(429, "olga", "PATCH", record("assessments", "shutrate"), `{"rating":1}`, `"rating":{"code":"too_many_changes"`, "За час"), 50*time.Minute, time.Hour)
	clock.Set(d.app, func() time.Time { return now.Add(time.Hour) })
	d.want(200, "olga", "PATCH", record("assessments", "shutrate"), `{"rating":1}`)
	d.check(status(1), 200)
}

// Comments stay apart in the bell: each is one to read.
func TestCommentsDontJoin(t *testing.T) {
	d := newDesk(t)
	for range 3 {
		d.want(200, "olga", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Ещё"}`)
	}
	if n := d.count("notifications", "kind = 'answered'"); n != 3 {
		t.Errorf("%d notifications of 3 comments", n)
	}
	if got := strings.Join(d.told("outbox"), ", "); got != "anna answered" {
		t.Errorf("mails: %s", got)
	}
}
