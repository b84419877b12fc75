package api

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
)

// notify creates notifications past the hooks, each as «name nick kind task».
func (d *desk) notify(rows ...string) {
	d.Helper()
	for _, row := range rows {
		part := strings.Fields(row)
		task := ""
		if len(part) > 3 {
			task = id(part[3])
		}
		if err := add(d.app, "notifications", part[0], map[string]any{"user": id(part[1]), "kind": part[2], "task": task, "bell": true}); err != nil {
			d.Fatal(err)
		}
	}
}

// unread returns the names of the unread notifications, sorted.
func (d *desk) unread() string {
	d.Helper()
	var ids []string
	if err := d.app.DB().Select("id").From("notifications").Where(dbx.HashExp{"read_at": ""}).Column(&ids); err != nil {
		d.Fatal(err)
	}
	for i := range ids {
		ids[i] = strings.TrimRight(ids[i], "0")
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// People mark only their own notifications as read. Another's and a missing one give
// the same response.
func TestTableReadNotifications(t *testing.T) {
	t.Parallel()
	const all = "annawork bossheld ivandone olgawait olgawork olgaworkx"
	ids := func(names ...string) string { return `{"ids":["` + strings.Join(names, `","`) + `"]}` }
	task := func(name string) string { return `{"task":"` + id(name) + `"}` }
	const everything = `{"all":true}`
	desk := newDesk(t)
	desk.notify("olgawork olga answer work", "olgaworkx olga question work", "olgawait olga answer wait",
		"annawork anna answered work", "ivandone ivan done ivandone", "bossheld boss held")
	desk.keep()
	for _, row := range []struct {
		name, who, body string
		status          int
		left            string
	}{
		{"a task", "olga", task("work"), 204, "annawork bossheld ivandone olgawait"},
		{"a task of the consultant", "anna", task("work"), 204, "bossheld ivandone olgawait olgawork olgaworkx"},
		{"one by its id", "olga", ids(id("olgawork")), 204, "annawork bossheld ivandone olgawait olgaworkx"},
		{"two by their ids", "olga", ids(id("olgawork"), id("olgawait")), 204, "annawork bossheld ivandone olgaworkx"},
		{"about no task", "boss", ids(id("bossheld")), 204, "annawork ivandone olgawait olgawork olgaworkx"},
		{"all", "olga", everything, 204, "annawork bossheld ivandone"},
		{"all of a manager", "boss", everything, 204, "annawork ivandone olgawait olgawork olgaworkx"},
		{"all of one who has none", "igor", everything, 204, all},
		{"another's by its id", "olga", ids(id("ivandone")), 204, all},
		{"own and another's", "olga", ids(id("olgawait"), id("annawork")), 204, "annawork bossheld ivandone olgawork olgaworkx"},
		{"another's task", "olga", task("ivandone"), 204, all},
		{"no such task", "olga", task("nothing"), 204, all},
		{"no such notification", "olga", ids(id("nothing")), 204, all},
		{"an injection", "olga", `{"task":"x' OR '1'='1"}`, 204, all},
		{"a guest", "", everything, 401, all},
		{"the blocked", "vera", everything, 403, all},
		{"the superuser", "root", everything, 403, all},
		{"nothing named", "olga", `{}`, 400, all},
		{"no body", "olga", ``, 400, all},
		{"two named", "olga", `{"task":"` + id("work") + `","all":true}`, 400, all},
		{"no ids", "olga", `{"ids":[]}`, 400, all},
		{"not all", "olga", `{"all":false}`, 400, all},
		{"of another type", "olga", `{"ids":"` + id("olgawork") + `"}`, 400, all},
		{"too many", "olga", ids(slices.Repeat([]string{id("olgawork")}, 201)...), 400, all},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := desk.restored(t)
			got := d.ask(row.who, "POST", "/api/notifications/read", row.body)
			d.check(got, row.status)
			if row.status == 400 {
				d.check(got, 400, `"task":{"code":"read_which"`)
			}
			if row.status == 204 && got.body != "" {
				t.Errorf("the answer says %s", got.body)
			}
			if left := d.unread(); left != row.left {
				t.Errorf("unread: %s, want %s", left, row.left)
			}
		})
	}
}

// A notification keeps the time of its first reading.
func TestReadOnce(t *testing.T) {
	d := newDesk(t)
	d.notify("olgawork olga answer work")
	d.want(204, "olga", "POST", "/api/notifications/read", `{"all":true}`)
	d.age("notifications", "olgawork", time.Hour, "read_at")
	first := d.ask("olga", "GET", record("notifications", "olgawork"), "").decode(t)["read_at"]
	d.want(204, "olga", "POST", "/api/notifications/read", `{"task":"`+id("work")+`"}`)
	if again := d.ask("olga", "GET", record("notifications", "olgawork"), "").decode(t)["read_at"]; first == "" || again != first {
		t.Errorf("read at %v, then at %v", first, again)
	}
}

// Only the reader's other pages receive the event of a reading.
func TestReadingIsHeard(t *testing.T) {
	d := newDesk(t)
	d.notify("olgawork olga answer work", "olgawait olga answer wait", "ivandone ivan done ivandone")
	topics := []string{"notifications/*"}
	olga, ivan, boss := listen(d, "olga", topics...), listen(d, "ivan", topics...), listen(d, "boss", topics...)
	one := listen(d, "olga", "notifications/"+id("olgawait")+`?options={"query":{"expand":"task"}}`)
	d.want(204, "olga", "POST", "/api/notifications/read", `{"all":true}`)
	heard := hear(olga) + hear(olga)
	for _, part := range []string{`"action":"update"`, id("olgawork"), id("olgawait"), `"read_at":"2`} {
		if !strings.Contains(heard, part) {
			t.Errorf("no %s in what Olga heard: %s", part, heard)
		}
	}
	if got := hear(one); !strings.Contains(got, id("olgawait")) {
		t.Errorf("of the one: %q", got)
	}
	for _, c := range []struct{ name, ear string }{{"Olga again", rest(t, olga)}, {"of the one again", rest(t, one)}, {"Ivan", rest(t, ivan)}, {"Boss", rest(t, boss)}} {
		if c.ear != "" {
			t.Errorf("%s heard %s", c.name, c.ear)
		}
	}
}

// Deleting a task removes its notifications from open pages, and restoring it brings
// them back; a manager sees both.
func TestHiddenNotifications(t *testing.T) {
	d := newDesk(t)
	d.notify("annawork anna answered work", "bosswork boss low_rating work", "annawait anna answered wait")
	anna, boss, ivan := listen(d, "anna", "notifications/*"), listen(d, "boss", "notifications/*"), listen(d, "ivan", "notifications/*")
	d.want(204, "olga", "DELETE", record("tasks", "work"), "")
	if got := hear(anna); !strings.Contains(got, `"action":"delete"`) || !strings.Contains(got, id("annawork")) {
		t.Errorf("Anna heard %q", got)
	}
	d.want(200, "anna", "GET", records("notifications"), "", `"totalItems":1`)
	d.want(200, "boss", "PATCH", record("tasks", "work"), `{"archived_at":""}`)
	if got := hear(anna); !strings.Contains(got, `"action":"create"`) || !strings.Contains(got, id("annawork")) {
		t.Errorf("Anna heard %q of the restoring", got)
	}
	for _, c := range []struct{ name, ear string }{{"Anna", rest(t, anna)}, {"Boss", rest(t, boss)}, {"Ivan", rest(t, ivan)}} {
		if c.ear != "" {
			t.Errorf("%s heard %s", c.name, c.ear)
		}
	}
}

// Notifications of managers about an unassigned task are read for all of them once it
// is assigned.
func TestTakenTaskReadsUnassigned(t *testing.T) {
	d := newDesk(t)
	d.notify("bossnew boss unassigned new", "bossivan boss unassigned ivannew", "bosslow boss low_rating new")
	boss := listen(d, "boss", "notifications/*")
	d.want(200, "anna", "PATCH", record("tasks", "new"), `{"consultant":"`+id("anna")+`"}`)
	if left := d.unread(); left != "bossivan bosslow" {
		t.Errorf("unread: %s", left)
	}
	if got := hear(boss); !strings.Contains(got, id("bossnew")) {
		t.Errorf("Boss heard %q", got)
	}
}

// Notifications older than 90 days are deleted in batches; an unassigned task is not
// notified a second time.
func TestOldNotificationsGo(t *testing.T) {
	d := newDesk(t)
	d.notify("olgaold olga answer work", "olgakept olga answer work", "bossnew boss unassigned new", "bosswork boss unassigned work")
	const day = 24 * time.Hour
	for _, c := range []struct {
		name string
		age  time.Duration
	}{{"olgaold", 90*day + time.Minute}, {"olgakept", 90*day - time.Minute}, {"bossnew", 100 * day}, {"bosswork", 100 * day}} {
		d.age("notifications", c.name, c.age, "created")
	}
	if _, err := d.app.DB().NewQuery(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1203)
		INSERT INTO notifications (id, user, kind, created) SELECT 'old' || printf('%012d', i), {:user}, 'closed', '2020-01-01 00:00:00.000Z' FROM n`).
		Bind(dbx.Params{"user": id("olga")}).Execute(); err != nil {
		t.Fatal(err)
	}
	d.age("tasks", "new", 101*day, "created")
	d.job("otklik_forget_notifications")
	if left := d.unread(); left != "bossnew olgakept" {
		t.Errorf("left: %.200s", left)
	}
	d.job("otklik_tell_unassigned")
	if got := d.told("notifications"); fmt.Sprint(got) != "[boss unassigned olga answer]" {
		t.Errorf("told: %v", got)
	}
}
