package api

import (
	"fmt"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
)

const hour, day = time.Hour, 24 * time.Hour

// warn writes the notification of a closing some time ago, and its letter with its
// status and how long ago it was sent.
func (d *desk) warn(name string, ago time.Duration, letter string, sentAgo time.Duration) {
	d.Helper()
	before := func(by time.Duration) string { return time.Now().Add(-by).UTC().Format("2006-01-02 15:04:05.000Z") }
	at, sent := before(ago), ""
	if letter == "sent" {
		sent = before(sentAgo)
	}
	d.execAt("INSERT INTO notifications (id, user, kind, task, bell, created, updated) VALUES ('closing"+name+"', '"+id("olga")+"', 'closing', '"+id(name)+"', 1, {:at}, {:at})", at)
	if letter != "" {
		d.execAt(`INSERT INTO outbox (id, "to", subject, kind, status, user, task, sent_at, created, updated, next_at) VALUES ('closing`+name+`', 'olga@example.com', 'т', 'closing', '`+letter+`', '`+id("olga")+"', '"+id(name)+"', '"+sent+"', {:at}, {:at}, {:at})", at)
	}
}

// execAt runs a statement with the parameter at.
func (d *desk) execAt(query, at string) {
	d.Helper()
	if _, err := d.app.DB().NewQuery(query).Bind(map[string]any{"at": at}).Execute(); err != nil {
		d.Fatal(err)
	}
}

// A task closes by itself after seven days, two days after its client was warned, and
// never while the client has the last word.
func TestTableClosing(t *testing.T) {
	kept := newDesk(t).keep()
	for _, c := range []struct {
		name       string
		done, told time.Duration // told 0: not at all
		letter     string
		sent       time.Duration // how long ago the letter was sent
		mail       bool
		act        func(d *desk)
		want       string
	}{
		{name: "a minute early", done: 7*day - time.Minute, told: 2 * day, want: "done"},
		{name: "a minute late", done: 7*day + time.Minute, told: 2*day + time.Minute, want: "closed"},
		{name: "six days and 23 hours", done: 6*day + 23*hour, told: 3 * day, want: "done"},
		{name: "never told", done: 9 * day, want: "done"},
		{name: "told a minute too late", done: 9 * day, told: 2*day - time.Minute, want: "done"},
		{name: "told before it was done again", done: 8 * day, told: 8*day + time.Minute, want: "done"},
		{name: "the letter waits", done: 9 * day, told: 3 * day, letter: "queued", mail: true, want: "done"},
		{name: "the letter waits and there is no mail", done: 9 * day, told: 3 * day, letter: "queued", want: "closed"},
		{name: "the letter was sent a minute too late", done: 9 * day, told: 3 * day, letter: "sent", sent: 2*day - time.Minute, mail: true, want: "done"},
		{name: "the letter was sent in time", done: 9 * day, told: 3 * day, letter: "sent", sent: 2*day + time.Minute, mail: true, want: "closed"},
		{name: "the letter could not be delivered", done: 9 * day, told: 3 * day, letter: "failed", mail: true, want: "closed"},
		{name: "the client has the last word", done: 9 * day, told: 3 * day, want: "done", act: func(d *desk) {
			d.want(200, "olga", "POST", records("comments"), `{"task":"`+id("done")+`","body":"Не помогло"}`)
		}},
		{name: "the client was answered and not warned again", done: 9 * day, told: 3 * day, want: "done", act: func(d *desk) {
			d.want(200, "olga", "POST", records("comments"), `{"task":"`+id("done")+`","body":"Не помогло"}`)
			d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("done")+`","body":"Теперь должно"}`)
		}},
		{name: "staff have the last word", done: 9 * day, told: 3 * day, want: "closed", act: func(d *desk) {
			d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("done")+`","body":"Проверьте"}`)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := kept.restored(t)
			d.set(func(s *core.Settings) { s.SMTP.Enabled = c.mail })
			d.age("tasks", "done", c.done, "done_at")
			if c.told > 0 {
				d.warn("done", c.told, c.letter, c.sent)
			}
			if c.act != nil {
				c.act(d)
			}
			d.job("otklik_close_done")
			if got := d.task("done").GetString("status"); got != c.want {
				t.Errorf("it is %s, want %s", got, c.want)
			}
		})
	}
}

// Clients are warned five days after the task was done, not before; again once they
// have commented and were answered; and not while they wait for an answer.
func TestTableClosingIsTold(t *testing.T) {
	kept := newDesk(t).keep()
	comment := func(d *desk, who string) {
		d.want(200, who, "POST", records("comments"), `{"task":"`+id("done")+`","body":"Слово"}`)
	}
	for _, c := range []struct {
		name string
		done time.Duration
		act  func(d *desk)
		want int
	}{
		{"a minute early", 5*day - time.Minute, nil, 0},
		{"a minute late", 5*day + time.Minute, nil, 1},
		{"the client waits for an answer", 6 * day, func(d *desk) { comment(d, "olga") }, 0},
		{"the client was answered", 6 * day, func(d *desk) { comment(d, "olga"); comment(d, "anna") }, 1},
		{"told, then answered", 6 * day, func(d *desk) {
			d.warn("done", hour, "", 0)
			comment(d, "olga")
			comment(d, "anna")
		}, 2},
		{"told", 6 * day, func(d *desk) { d.warn("done", hour, "", 0) }, 1},
		{"the client is blocked", 6 * day, func(d *desk) { d.execAt("UPDATE users SET blocked = 1 WHERE id = '"+id("olga")+"'", "") }, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := kept.restored(t)
			d.age("tasks", "done", c.done, "done_at")
			if c.act != nil {
				c.act(d)
			}
			d.job("otklik_tell_closing")
			d.job("otklik_tell_closing")
			if n := d.count("notifications", "kind = 'closing' AND task = '"+id("done")+"'"); n != c.want {
				t.Errorf("told %d times, want %d", n, c.want)
			}
		})
	}
}

// An archived task is removed after thirty days, not before.
func TestTableArchiveRetention(t *testing.T) {
	kept := newDesk(t).keep()
	for _, c := range []struct {
		archived time.Duration
		want     int
	}{{4 * day, 1}, {29*day + 23*hour, 1}, {30*day - time.Minute, 1}, {30*day + time.Minute, 0}, {30*day + hour, 0}} {
		t.Run(fmt.Sprint(c.archived), func(t *testing.T) {
			d := kept.restored(t)
			d.age("tasks", "gone", c.archived, "archived_at")
			d.job("otklik_remove_archived")
			if n := d.count("tasks", "id = '"+id("gone")+"'"); n != c.want {
				t.Errorf("%d are left, want %d", n, c.want)
			}
		})
	}
}

// A clock that jumps makes nothing old at once: a job that deletes or closes waits
// for another turn that confirms the time.
func TestClockJumps(t *testing.T) {
	now := time.Now()
	for _, c := range []struct {
		name  string
		turns []time.Duration // from now
		want  int             // archived tasks left
	}{
		{"the first turn of all", []time.Duration{31 * day}, 0},
		{"a jump", []time.Duration{0, 31 * day}, 1},
		{"a jump that is confirmed", []time.Duration{0, 31 * day, 31*day + hour}, 0},
		{"a jump and back", []time.Duration{0, 31 * day, hour}, 1},
		{"a jump, back, and on", []time.Duration{0, 31 * day, hour, 2 * hour}, 1},
		{"back from a jump", []time.Duration{40 * day, 31 * day}, 0},
		{"two days less a minute", []time.Duration{29*day + time.Minute, 31 * day}, 0},
		{"two days and a minute", []time.Duration{29*day - time.Minute, 31 * day}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			d.execAt("UPDATE tasks SET archived_at = {:at} WHERE id = '"+id("gone")+"'", now.UTC().Format("2006-01-02 15:04:05.000Z"))
			for _, turn := range c.turns {
				clock.Set(d.app, func() time.Time { return now.Add(turn) })
				d.job("otklik_remove_archived")
			}
			if n := d.count("tasks", "id = '"+id("gone")+"'"); n != c.want {
				t.Errorf("%d are left, want %d", n, c.want)
			}
		})
	}
}

// Going back is a jump too: what would be removed stays until the next turn.
func TestClockGoesBack(t *testing.T) {
	d := newDesk(t)
	now := time.Now()
	d.job("otklik_remove_archived")
	d.age("tasks", "gone", 31*day, "archived_at")
	clock.Set(d.app, func() time.Time { return now.Add(-hour) })
	d.job("otklik_remove_archived")
	if d.count("tasks", "id = '"+id("gone")+"'") == 0 {
		t.Error("the clock had gone back and it was removed")
	}
	d.job("otklik_remove_archived")
	if d.count("tasks", "id = '"+id("gone")+"'") != 0 {
		t.Error("the next turn has not removed it")
	}
}

// What is counted and remembered for a time stays over a jump too, and goes with the
// turn that confirms it.
func TestForgettingWaitsAfterAJump(t *testing.T) {
	d := newDesk(t)
	d.check(d.attach("olga", "POST", records("tasks"), 10, "title", "С файлом"), 200)
	d.check(d.ask("olga", "POST", records("comments"), "{"+refTo("task", "work")+`,"body":"Ответ"}`, "Idempotency-Key", "once"), 200)
	for job, table := range map[string]string{"otklik_forget_uploads": "otklik_uploads", "otklik_forget_keys": "otklik_keys"} {
		for _, turn := range []struct {
			later time.Duration
			rows  int
		}{{0, 1}, {60 * day, 1}, {60*day + hour, 0}} {
			clock.Set(d.app, func() time.Time { return time.Now().Add(turn.later) })
			d.job(job)
			if rows := d.count(table, "1"); rows != turn.rows {
				t.Errorf("%s after %s: %d rows, want %d", job, turn.later, rows, turn.rows)
			}
		}
	}
}

// What a job tells in time comes by letter too; what it tells more than a day late,
// after the program stood still, is told in the page alone.
func TestTableStandstill(t *testing.T) {
	kept := newDesk(t).keep()
	for _, c := range []struct {
		name, task, column, job, kind string
		age                           time.Duration
		letter                        bool
	}{
		{"unassigned for a day", "new", "updated", "otklik_tell_unassigned", "unassigned", 25*hour - time.Minute, true},
		{"unassigned for longer", "new", "updated", "otklik_tell_unassigned", "unassigned", 25*hour + time.Minute, false},
		{"closing a day late", "done", "done_at", "otklik_tell_closing", "closing", 6*day - time.Minute, true},
		{"closing later", "done", "done_at", "otklik_tell_closing", "closing", 6*day + time.Minute, false},
		{"closed a day late", "done", "done_at", "otklik_close_done", "closed", 8*day - time.Minute, true},
		{"closed later", "done", "done_at", "otklik_close_done", "closed", 8*day + time.Minute, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := kept.restored(t)
			d.workAlways()
			d.age("tasks", c.task, 30*day, "created")
			d.age("tasks", c.task, c.age, c.column)
			if c.kind == "closed" {
				d.warn("done", 3*day, "", 0)
			}
			d.job(c.job)
			of := "kind = '" + c.kind + "' AND task = '" + id(c.task) + "'"
			letters := 0
			if c.letter {
				letters = 1
			}
			if told, sent := d.count("notifications", of), d.count("outbox", of); told != 1 || sent != letters {
				t.Errorf("%d notifications and %d letters, want 1 and %d", told, sent, letters)
			}
		})
	}
}

// A thousand tasks that nobody has taken for a week, doubled, are not a letter each.
func TestStandstillOfAThousandTasks(t *testing.T) {
	d := newDesk(t)
	d.workAlways()
	d.execAt(`INSERT INTO tasks (id, number, title, description, status, priority, client, profile, consultant, files, created, updated, rev)
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
		SELECT printf('old%012d', i), 100000 + i, 'Старая', '', 'new', 'normal', client, profile, '', '[]', {:at}, {:at}, 1 FROM n, tasks WHERE id = '`+id("new")+`'`,
		time.Now().Add(-7*day).UTC().Format("2006-01-02 15:04:05.000Z"))
	for range 5 {
		d.job("otklik_tell_unassigned")
	}
	if told, sent := d.count("notifications", "kind = 'unassigned' AND task LIKE 'old%'"), d.count("outbox", "kind = 'unassigned' AND task LIKE 'old%'"); told != 2000 || sent != 0 {
		t.Errorf("%d notifications and %d letters, want 2000 and 0", told, sent)
	}
}
