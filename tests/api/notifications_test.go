package api

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	rules "otklik/hooks/desk"
)

// told returns the notifications or mails since the start of the test, as «nick
// kind», sorted; from is notifications or outbox.
func (d *desk) told(from string) []string {
	d.Helper()
	var rows []struct{ User, Kind string }
	if err := d.app.DB().Select("user", "kind").From(from).All(&rows); err != nil {
		d.Fatal(err)
	}
	var out []string
	for _, r := range rows {
		out = append(out, strings.TrimRight(r.User, "0")+" "+r.Kind)
	}
	slices.Sort(out)
	return out
}

// letter returns the only mail of a kind to an address.
func (d *desk) letter(to, kind string) *core.Record {
	d.Helper()
	found, err := d.app.FindAllRecords("outbox", dbx.HashExp{"to": to, "kind": kind})
	if err != nil || len(found) != 1 {
		d.Fatalf("%d mails of kind %s to %s, %v", len(found), kind, to, err)
	}
	return found[0]
}

// job runs a scheduled job now.
func (d *desk) job(name string) {
	d.Helper()
	for _, j := range d.app.Cron().Jobs() {
		if j.Id() == name {
			j.Run()
			return
		}
	}
	d.Fatalf("no job %s", name)
}

// The recipients of each notification, in the page and by mail.
func TestTableRecipients(t *testing.T) {
	t.Parallel()
	desk := newDesk(t).keep()
	comment := func(task, body string) [3]string {
		return [3]string{"POST", records("comments"), `{"task":"` + id(task) + `","body":"` + body + `"}`}
	}
	patch := func(task, body string) [3]string { return [3]string{"PATCH", record("tasks", task), body} }
	for _, row := range []struct {
		name, who string
		do        [3]string
		want      []string
	}{
		{"the client writes", "olga", comment("work", "Ещё вопрос"), []string{"anna answered"}},
		{"the client answers what was asked", "olga", comment("wait", "Релиз 3"), []string{"anna answered"}},
		{"the client writes and nobody has the task", "olga", comment("new", "Срочно"), nil},
		{"the consultant writes", "anna", comment("work", "Сделано"), []string{"olga answer"}},
		{"a colleague writes", "igor", comment("work", "Помогу"), []string{"anna answered", "olga answer"}},
		{"a note is written", "anna", [3]string{"POST", records("notes"), `{"task":"` + id("work") + `","body":"для своих"}`}, nil},
		{"taken", "anna", patch("new", `{"consultant":"`+id("anna")+`"}`), nil},
		{"assigned", "boss", patch("new", `{"consultant":"`+id("anna")+`"}`), []string{"anna assigned"}},
		{"handed over", "anna", patch("work", `{"consultant":"`+id("igor")+`"}`), []string{"igor assigned"}},
		{"given back", "anna", patch("work", `{"consultant":""}`), nil},
		{"asked", "anna", patch("work", `{"status":"waiting"}`), []string{"olga question"}},
		{"done", "anna", patch("work", `{"status":"done"}`), []string{"olga done"}},
		{"closed by the client", "olga", patch("done", `{"status":"closed"}`), nil},
		{"closed by the manager", "boss", patch("work", `{"status":"closed"}`), []string{"olga closed"}},
		{"reopened", "olga", patch("done", `{"status":"in_progress"}`), []string{"anna reopened"}},
		{"reopened after closing", "olga", patch("shut", `{"status":"in_progress"}`), []string{"anna reopened"}},
		{"rated well", "olga", [3]string{"POST", records("assessments"), `{"task":"` + id("done") + `","rating":5}`}, []string{"anna rated"}},
		{"rated badly", "olga", [3]string{"POST", records("assessments"), `{"task":"` + id("done") + `","rating":3}`}, []string{"anna rated", "boss low_rating"}},
		{"rated worse", "olga", [3]string{"PATCH", record("assessments", "shutrate"), `{"rating":1}`}, []string{"anna rated", "boss low_rating"}},
		{"reviewed in words", "olga", [3]string{"PATCH", record("assessments", "shutrate"), `{"comment":"Спасибо"}`}, []string{"anna rated"}},
		{"closed and rated", "olga", patch("work", `{"status":"closed","assessment":{"rating":2}}`), []string{"anna rated", "boss low_rating"}},
		{"edited", "olga", patch("work", `{"title":"Другая тема"}`), nil},
		{"deleted", "olga", [3]string{"DELETE", record("tasks", "work"), ""}, nil},
		{"refused", "olga", patch("work", `{"status":"done"}`), nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := desk.restored(t)
			d.ask(row.who, row.do[0], row.do[1], row.do[2])
			for _, from := range []string{"notifications", "outbox"} {
				if got := d.told(from); !slices.Equal(got, row.want) {
					t.Errorf("%s: %v, want %v", from, got, row.want)
				}
			}
		})
	}
}

// A colleague's note rings the bell of who has the task, and sends no mail.
func TestNotesRingTheBell(t *testing.T) {
	d := newDesk(t)
	note := func(who string) {
		d.want(200, who, "POST", records("notes"), `{"task":"`+id("work")+`","body":"Посмотри, пожалуйста"}`)
	}
	note("anna")
	if got := d.told("notifications"); got != nil {
		t.Errorf("told of an own note: %v", got)
	}
	note("igor")
	note("boss")
	if got := d.told("notifications"); !slices.Equal(got, []string{"anna answered"}) {
		t.Errorf("told: %v", got)
	}
	if got := d.told("outbox"); got != nil {
		t.Errorf("mailed: %v", got)
	}
	d.want(200, "anna", "GET", records("notifications"), "", `"bell":true`, `"actor":"`+id("boss")+`"`, `"task":"`+id("work")+`"`)
	d.want(200, "olga", "GET", records("notifications"), "", `"totalItems":0`)
	action := d.bulk("boss", `{"priority":"high"}`, "work")
	note("boss")
	d.undo(200, "boss", action, `"restored":1`)
	if n := d.count("notifications", "user = '"+id("anna")+"'"); n != 1 {
		t.Errorf("%d are left of the note once another change is undone", n)
	}
	d.exec("DELETE FROM notifications")
	d.want(200, "boss", "PATCH", record("users", "anna"), `{"role":"client"}`)
	note("igor")
	if got := d.told("notifications"); got != nil {
		t.Errorf("a former member of staff is told: %v", got)
	}
}

// An action that its client undoes at once notifies nobody.
func TestUndoNotifiesNobody(t *testing.T) {
	d := newDesk(t)
	d.want(200, "olga", "PATCH", record("tasks", "done"), `{"status":"closed"}`)
	d.want(200, "olga", "POST", "/api/desk/tasks/"+id("done")+"/undo", "")
	if got := d.told("notifications"); got != nil {
		t.Errorf("told: %v", got)
	}
}

// The page offers each role the switches of these kinds, in this order.
func TestSwitchableKinds(t *testing.T) {
	for _, c := range []struct{ role, want string }{
		{"client", "answer question done closing closed"},
		{"consultant", "assigned answered reopened rated due_soon"},
		{"manager", "assigned answered reopened rated due_soon unassigned overdue low_rating held calendar"},
		{"", ""},
	} {
		if got := strings.Join(rules.SwitchableBy(c.role), " "); got != c.want {
			t.Errorf("%q switches %q, want %q", c.role, got, c.want)
		}
	}
}

// A muted kind is not sent by that channel, and the task stays unread.
func TestMuted(t *testing.T) {
	d := newDesk(t)
	d.want(200, "olga", "PATCH", record("users", "olga"), `{"muted":["answer.mail","question.page"]}`)
	d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Ответ"}`)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"waiting"}`)
	if got := d.told("outbox"); !slices.Equal(got, []string{"olga question"}) {
		t.Errorf("mailed: %v", got)
	}
	d.want(200, "olga", "GET", records("notifications")+"?sort=kind", "", `"totalItems":2`, `"bell":true,`, `"bell":false,`)
	d.want(400, "olga", "PATCH", record("users", "olga"), `{"muted":["answer.pigeon"]}`, `"muted"`)
}

// A task keeps its consultant when that person becomes a client. They get no more
// notifications about it, their waiting mails are not sent, and their old
// notifications are hidden.
func TestFormerStaffAreNotNotified(t *testing.T) {
	d := newDesk(t)
	d.want(200, "olga", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Пароль от базы 123"}`)
	d.want(200, "anna", "GET", records("notifications"), "", `"totalItems":1`)
	d.want(200, "boss", "PATCH", record("users", "anna"), `{"role":"client"}`)
	d.want(200, "anna", "GET", records("notifications"), "", `"totalItems":0`)
	d.want(200, "anna", "GET", records("notifications")+"?filter="+url.QueryEscape(`task.title ~ "work"`), "", `"totalItems":0`)
	ear := listen(d, "anna", "notifications/*")
	d.want(204, "anna", "POST", "/api/notifications/read", `{"all":true}`)
	if got := rest(t, ear); got != "" {
		t.Errorf("heard: %s", got)
	}
	before := d.told("notifications")
	d.want(200, "olga", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Ещё вопрос"}`)
	d.want(200, "olga", "PATCH", record("tasks", "shut"), `{"status":"in_progress"}`)
	d.want(200, "olga", "POST", records("assessments"), `{"task":"`+id("done")+`","rating":5}`)
	if got := d.told("notifications"); !slices.Equal(got, before) {
		t.Errorf("told: %v", got)
	}
	if n := len(d.letter("anna@example.com", "answered").GetStringSlice("comments")); n != 1 {
		t.Errorf("%d answers on their way", n)
	}
	withMail(d, nil, nil, nil, nil)
	if _, err := d.app.DB().NewQuery("UPDATE outbox SET next_at = '2020-01-01 00:00:00.000Z'").Execute(); err != nil {
		t.Fatal(err)
	}
	d.wake()
	d.settled("anna@example.com", "answered", "failed")
	d.want(200, "root", "PATCH", record("users", "boss"), `{"role":"consultant"}`)
	d.want(200, "ivan", "PATCH", record("assessments", "ivanrate"), `{"rating":1}`)
	if got := d.told("notifications"); slices.Contains(got, "boss low_rating") {
		t.Errorf("told: %v", got)
	}
}

// Blocked people get no notifications.
func TestBlockedAreNotNotified(t *testing.T) {
	d := newDesk(t)
	d.want(200, "boss", "PATCH", record("users", "anna"), `{"blocked":true}`)
	d.want(200, "olga", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Кто здесь?"}`)
	if got := d.told("outbox"); got != nil {
		t.Errorf("mailed: %v", got)
	}
}

// Several answers within five minutes are sent as one mail; a question includes the
// waiting answers.
func TestAnswersAreOneMail(t *testing.T) {
	d := newDesk(t)
	say := func(body string) {
		d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("work")+`","body":"`+body+`"}`)
	}
	say("Первый")
	say("Второй")
	mail := d.letter("olga@example.com", "answer")
	if n := len(mail.GetStringSlice("comments")); n != 2 {
		t.Errorf("%d answers in the mail", n)
	}
	if wait := time.Until(mail.GetDateTime("next_at").Time()); wait < 4*time.Minute || wait > 5*time.Minute {
		t.Errorf("it waits for %s", wait)
	}
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"waiting"}`)
	if got := d.told("outbox"); !slices.Equal(got, []string{"olga question"}) {
		t.Errorf("mailed: %v", got)
	}
	if n := len(d.letter("olga@example.com", "question").GetStringSlice("comments")); n != 2 {
		t.Errorf("%d answers in the question", n)
	}
}

// inMoscowTime parses a minute in Moscow.
func inMoscowTime(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, time.FixedZone("", 3*60*60))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// An hour that nobody takes a task is an hour of work: not the evening, the weekend or a
// day off.
func TestUnassignedInWorkingTime(t *testing.T) {
	d := newDesk(t)
	moment := func(text string) time.Time { return inMoscowTime(t, text) }
	d.run("DELETE FROM tasks WHERE status = 'new' AND id != '" + id("new") + "'")
	for _, c := range []struct{ posted, silent, told string }{
		{"2026-07-01 10:00", "2026-07-01 10:59", "2026-07-01 11:00"},
		{"2026-07-01 17:53", "2026-07-02 09:52", "2026-07-02 09:53"},
		{"2026-07-03 17:53", "2026-07-05 12:00", "2026-07-06 09:53"}, // a Friday
		{"2026-07-03 20:00", "2026-07-06 09:59", "2026-07-06 10:00"}, // its evening
		{"2026-07-04 12:00", "2026-07-06 09:59", "2026-07-06 10:00"}, // a Saturday
		{"2026-12-30 17:30", "2027-01-11 09:29", "2027-01-11 09:30"}, // before the holidays
		{"2026-11-03 16:30", "2026-11-03 17:59", "2026-11-05 09:30"}, // a shortened day
	} {
		d.run("DELETE FROM notifications; DELETE FROM outbox")
		d.execAt("UPDATE tasks SET created = {:at} WHERE id = '"+id("new")+"'", moment(c.posted).UTC().Format("2006-01-02 15:04:05.000Z"))
		for _, at := range []string{c.silent, c.told} {
			d.stopAt(moment(at))
			d.job("otklik_tell_unassigned")
			if got, want := d.told("notifications"), at == c.told; (len(got) == 1) != want {
				t.Errorf("posted on %s, on %s: %v", c.posted, at, got)
			}
		}
	}
}

// Managers are notified once of a task unassigned for an hour, and the client once
// two days before the task closes.
func TestTimedNotifications(t *testing.T) {
	d := newDesk(t)
	d.workAlways()
	d.job("otklik_tell_unassigned")
	d.job("otklik_tell_closing")
	if got := d.told("outbox"); got != nil {
		t.Fatalf("too early: %v", got)
	}
	d.age("tasks", "new", 61*time.Minute, "created")
	d.age("tasks", "gone", 61*time.Minute, "created")
	d.age("tasks", "done", 5*24*time.Hour+time.Minute, "done_at")
	for range 2 {
		d.job("otklik_tell_unassigned")
		d.job("otklik_tell_closing")
	}
	if got, want := d.told("outbox"), []string{"boss unassigned", "olga closing"}; !slices.Equal(got, want) {
		t.Errorf("mailed: %v, want %v", got, want)
	}
	d.age("tasks", "done", 7*24*time.Hour+time.Minute, "done_at")
	d.execAt("UPDATE notifications SET created = {:at} WHERE kind = 'closing'", time.Now().Add(-2*24*time.Hour-time.Minute).UTC().Format("2006-01-02 15:04:05.000Z"))
	d.job("otklik_close_done")
	if got := d.told("notifications"); !slices.Contains(got, "olga closed") {
		t.Errorf("the closing was not told: %v", got)
	}
}

// Consultants are notified once of a response that is due in half an hour of working time,
// managers once of one that is overdue; a new promise is told of again, and what is long
// past isn't.
func TestNotificationsOfPromises(t *testing.T) {
	d := newDesk(t)
	moment := func(text string) time.Time { return inMoscowTime(t, text) }
	d.run("UPDATE tasks SET due_at = '', due_from = ''")
	promise := func(task, from, due string) {
		t.Helper()
		const layout = "2006-01-02 15:04:05.000Z"
		d.run("UPDATE tasks SET due_from = '" + moment(from).UTC().Format(layout) + "', due_at = '" + moment(due).UTC().Format(layout) + "' WHERE id = '" + id(task) + "'")
	}
	for _, c := range []struct{ task, due, silent, soon, late, holder string }{
		{"work", "2026-07-01 15:00", "2026-07-01 14:29", "2026-07-01 14:30", "2026-07-01 15:00", "anna due_soon"},
		{"work", "2026-07-02 09:10", "2026-07-01 17:39", "2026-07-01 17:40", "2026-07-02 09:10", "anna due_soon"},
		{"work", "2026-07-06 09:00", "2026-07-03 17:29", "2026-07-03 17:30", "2026-07-06 09:00", "anna due_soon"}, // over a weekend
		{"new", "2026-07-01 15:00", "2026-07-01 14:29", "2026-07-01 14:30", "2026-07-01 15:00", ""},               // nobody's
	} {
		d.run("DELETE FROM notifications; DELETE FROM outbox; UPDATE tasks SET due_at = '', due_from = ''")
		promise(c.task, "2026-06-30 12:00", c.due)
		soon := []string{}
		if c.holder != "" {
			soon = []string{c.holder}
		}
		for _, step := range []struct {
			at   string
			want []string
		}{{c.silent, nil}, {c.soon, soon}, {c.late, append(slices.Clone(soon), "boss overdue")}} {
			d.stopAt(moment(step.at))
			d.job("otklik_tell_due")
			d.job("otklik_tell_due")
			got, mailed := d.told("notifications"), d.told("outbox")
			slices.Sort(got)
			slices.Sort(mailed)
			if !slices.Equal(got, step.want) && len(got)+len(step.want) > 0 || !slices.Equal(mailed, got) {
				t.Errorf("%s due at %s: at %s %v are told and %v mailed, want %v", c.task, c.due, step.at, got, mailed, step.want)
			}
		}
	}
	d.run("DELETE FROM notifications; DELETE FROM outbox; UPDATE tasks SET due_at = '', due_from = ''")
	promise("work", "2026-06-20 12:00", "2026-06-28 12:00")
	d.stopAt(moment("2026-07-01 12:00"))
	d.job("otklik_tell_due")
	if got := d.told("notifications"); len(got) > 0 {
		t.Errorf("of what is long past: %v", got)
	}
	for range 2 { // as often as there is another promise
		promise("work", "2027-01-11 10:00", "2026-07-01 12:10")
		d.job("otklik_tell_due")
		d.run("UPDATE notifications SET created = '2027-01-11 00:00:00.000Z'")
	}
	if got := d.told("notifications"); !slices.Equal(got, []string{"anna due_soon", "anna due_soon"}) {
		t.Errorf("of two promises: %v", got)
	}
}
