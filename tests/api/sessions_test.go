package api

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
)

// signIn logs a person in and returns the token.
func (d *desk) signIn(collection, identity string) string {
	d.Helper()
	key, _ := d.logIn(office, collection, identity, password).decode(d)["token"].(string)
	if key == "" {
		d.Fatalf("%s can't log in", identity)
	}
	return key
}

// with makes a request with a token.
func (d *desk) with(key, method, url, body string) response {
	d.Helper()
	return d.ask("", method, url, body, "Authorization", key)
}

// refresh returns the token that a refresh of a token gives.
func (d *desk) refresh(collection, key string) string {
	d.Helper()
	got := d.with(key, "POST", "/api/collections/"+collection+"/auth-refresh", "")
	d.check(got, 200)
	fresh, _ := got.decode(d)["token"].(string)
	return fresh
}

// Signing out ends the session with all its tokens, copied and refreshed ones, and no
// other session.
func TestSignOut(t *testing.T) {
	for _, row := range []struct{ collection, identity, page string }{
		{"users", "olga", record("tasks", "work")},
		{core.CollectionNameSuperusers, "root@example.com", records("task_board")},
	} {
		d := newDesk(t)
		key, other := d.signIn(row.collection, row.identity), d.signIn(row.collection, row.identity)
		fresh := d.refresh(row.collection, key)
		d.check(d.with(key, "GET", row.page, ""), 200)
		d.check(d.with("Bearer "+fresh, "POST", "/api/desk/sessions/sign-out", ""), 204)
		for _, ended := range []string{key, fresh, "Bearer " + key} {
			if got := d.with(ended, "GET", row.page, ""); got.status == 200 {
				t.Errorf("%s: a token of an ended session: %s", row.identity, got.body)
			}
			d.check(d.with(ended, "POST", "/api/collections/"+row.collection+"/auth-refresh", ""), 401)
			d.check(d.with(ended, "POST", "/api/files/token", ""), 401)
			d.check(d.with(ended, "POST", "/api/desk/sessions/sign-out", ""), 401)
		}
		d.check(d.with(d.refresh(row.collection, other), "GET", row.page, ""), 200)
	}
}

// A token from before there were sessions can be signed out too.
func TestSignOutOfAnOldToken(t *testing.T) {
	d := newDesk(t)
	old := token(t, d.app, "olga")
	fresh := d.refresh("users", old)
	d.check(d.with(fresh, "POST", "/api/desk/sessions/sign-out", ""), 204)
	d.check(d.with(old, "GET", record("tasks", "work"), ""), 404)
	d.check(d.with(fresh, "GET", record("tasks", "work"), ""), 404)
}

// The streams and the file tokens of a session end with it.
func TestSignOutEndsStreamsAndFiles(t *testing.T) {
	d := newDesk(t)
	got := d.attach("olga", "PATCH", record("tasks", "work"), 10)
	d.check(got, 200)
	file := "/api/files/tasks/" + id("work") + "/" + d.task("work").GetStringSlice("files")[0] + "?token="
	key, other := d.signIn("users", "olga"), d.signIn("users", "olga")
	fileToken := func(key string) string {
		out, _ := d.with(key, "POST", "/api/files/token", "").decode(t)["token"].(string)
		return out
	}
	subscribe := func(key string) (string, response) {
		client := newRealtime(d)
		body, _ := json.Marshal(map[string]any{"clientId": client.Id(), "subscriptions": []string{"tasks/*"}})
		return client.Id(), d.with(key, "POST", "/api/realtime", string(body))
	}
	ends, stays := fileToken(key), fileToken(other)
	stream, answer := subscribe(key)
	d.check(answer, 204)
	kept, answer := subscribe(other)
	d.check(answer, 204)
	d.check(d.ask("", "GET", file+ends, ""), 200)
	d.check(d.with(key, "POST", "/api/desk/sessions/sign-out", ""), 204)
	d.check(d.ask("", "GET", file+ends, ""), 404)
	d.check(d.ask("", "GET", file+stays, ""), 200)
	if _, err := d.app.SubscriptionsBroker().ClientById(stream); err == nil {
		t.Error("the stream of the session goes on")
	}
	if _, err := d.app.SubscriptionsBroker().ClientById(kept); err != nil {
		t.Error("the stream of another session has ended")
	}
}

// A session ends thirty days after the log-in, however often it is refreshed.
func TestSessionsHaveAnEnd(t *testing.T) {
	d := newDesk(t)
	key := d.signIn("users", "olga")
	for _, days := range []time.Duration{10, 20, 29} {
		clock.Set(d.app, func() time.Time { return time.Now().Add(days * 24 * time.Hour) })
		key = d.refresh("users", key)
	}
	clock.Set(d.app, func() time.Time { return time.Now().Add(30*24*time.Hour + time.Second) })
	d.check(d.with(key, "POST", "/api/collections/users/auth-refresh", ""), 401)
	d.check(d.with(key, "GET", record("tasks", "work"), ""), 404)
	if fresh := d.signIn("users", "olga"); d.with(fresh, "GET", record("tasks", "work"), "").status != 200 {
		t.Error("a new session has ended too")
	}
}

// A session stays signed out for as long as one of its tokens could live, and is
// forgotten then. A clock that jumps does not bring it back.
func TestEndedSessionsAreForgotten(t *testing.T) {
	for _, row := range []struct {
		name     string
		tokens   func(d *desk) (signsOut, endsToo string)
		lifetime time.Duration
	}{
		{"a log-in", func(d *desk) (string, string) {
			key := d.signIn("users", "olga")
			return d.refresh("users", key), key
		}, 30 * day},
		{"a token made for a program", func(d *desk) (string, string) {
			key := d.impersonate("olga", 365*day)
			return key, key
		}, 365 * day},
		{"a token of a longer setting", func(d *desk) (string, string) {
			users, err := d.app.FindCollectionByNameOrId("users")
			if err != nil {
				d.Fatal(err)
			}
			users.AuthToken.Duration = int64((90 * day).Seconds())
			if err := d.app.Save(users); err != nil {
				d.Fatal(err)
			}
			old := token(d, d.app, "olga")
			return d.refresh("users", old), old
		}, 90 * day},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := newDesk(t)
			key, ended := row.tokens(d)
			d.check(d.with(ended, "GET", record("tasks", "work"), ""), 200)
			d.check(d.with(key, "POST", "/api/desk/sessions/sign-out", ""), 204)
			for _, step := range []struct {
				later time.Duration
				turns int
				rows  int
			}{
				{0, 1, 1},
				{row.lifetime - hour, 2, 1},
				{2 * row.lifetime, 1, 1}, // a jump
				{2*row.lifetime + hour, 1, 0},
			} {
				clock.Set(d.app, func() time.Time { return time.Now().Add(step.later) })
				for range step.turns {
					d.job("otklik_forget_sessions")
				}
				if rows := d.count("otklik_ended_sessions", "1"); rows != step.rows {
					t.Fatalf("after %s: %d rows, want %d", step.later, rows, step.rows)
				}
				if step.rows > 0 {
					d.check(d.with(ended, "GET", record("tasks", "work"), ""), 404)
				}
			}
		})
	}
}

// impersonate returns a token of a duration that a superuser makes for somebody.
func (d *desk) impersonate(nick string, duration time.Duration) string {
	d.Helper()
	got := d.want(200, "root", "POST", "/api/collections/users/impersonate/"+id(nick), fmt.Sprintf(`{"duration":%d}`, int(duration.Seconds())))
	key, _ := got.decode(d)["token"].(string)
	return key
}

// A blocked person is no longer let in, even while the token is good.
func TestBlockedStaffAreRefused(t *testing.T) {
	d := newDesk(t)
	for _, row := range []struct{ who, url string }{
		{"anna", "/api/desk/queue"}, {"boss", "/api/desk/staff"}, {"boss", "/api/desk/mail"},
	} {
		d.want(200, row.who, "GET", row.url, "")
		if _, err := d.app.DB().NewQuery("UPDATE users SET blocked = 1 WHERE id = '" + id(row.who) + "'").Execute(); err != nil {
			t.Fatal(err)
		}
		if got := d.ask(row.who, "GET", row.url, ""); got.status != 403 || strings.Contains(got.body, "items") {
			t.Errorf("%s %s: %d %s", row.who, row.url, got.status, got.body)
		}
		if _, err := d.app.DB().NewQuery("UPDATE users SET blocked = 0").Execute(); err != nil {
			t.Fatal(err)
		}
	}
}
