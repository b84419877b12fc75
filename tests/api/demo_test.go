package api

import (
	"slices"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"
	"github.com/pocketbase/pocketbase/tools/cron"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks"
	"otklik/hooks/clock"
	"otklik/hooks/demo"
	rules "otklik/hooks/desk"
	_ "otklik/pb_migrations"
)

// TestTableDemo creates the firm of the demo at each moment, 150 tasks saved through
// the hooks, checks it, and runs the nightly jobs on the last.
func TestTableDemo(t *testing.T) {
	t.Parallel()
	app, err := tests.NewTestApp(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	hooks.Register(app, hooks.Config{})
	d := newDeskOn(t, app)
	d.followClock()
	d.keep()
	now := time.Now().In(zoneOf(t, "Europe/Moscow"))
	for _, m := range append(moments[:7:7], momentOf(now, "Europe/Moscow")) { // the others differ in what the demo does not know
		t.Run("is a living firm on "+m.name, func(t *testing.T) {
			d := d.restored(t)
			d.stopAt(m.time(t))
			if err := demo.Seed(app, demo.Password); err != nil {
				t.Fatal(err)
			}
			livingFirm(t, app)
		})
	}
	t.Run("jobs", func(t *testing.T) { nightlyJobs(t, app) })
}

func count(t *testing.T, app core.App, where string) int {
	t.Helper()
	var n int
	if err := app.DB().NewQuery("SELECT COUNT(*) FROM tasks WHERE " + where).Row(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func livingFirm(t *testing.T, app core.App) {
	t.Helper()
	ago := func(by time.Duration) string {
		at, _ := types.ParseDateTime(clock.Now(app).Add(-by))
		return "'" + at.String() + "'"
	}
	if n := count(t, app, "1 = 1"); n != 150 {
		t.Errorf("%d tasks", n)
	}
	for _, s := range []string{"new", "in_progress", "waiting", "done", "closed"} {
		if n := count(t, app, "status = '"+s+"' AND archived_at = ''"); n == 0 {
			t.Errorf("no task is %s", s)
		}
	}
	for _, c := range []struct{ what, query string }{
		{"dates from the future", "MAX(created, done_at, closed_at, last_at) > " + ago(-time.Second)},
		{"done before they were made", "done_at != '' AND done_at < created"},
		{"done and not dated", "status = 'done' AND done_at = ''"},
		{"older than the firm's past", "created < " + ago(60*24*time.Hour)},
		{"in the status of another", "status = 'new' AND consultant != ''"},
		{"said now what was said then", "last_at != COALESCE((SELECT MAX(created) FROM comments WHERE task = tasks.id), '')"},
		{"answered at another time than staff wrote", "answered_at != COALESCE((SELECT MIN(created) FROM comments WHERE task = tasks.id AND author != tasks.client), '')"},
		{"due though nothing is owed, or not due", "(due_at != '') != (status IN ('new', 'in_progress') AND last_by != 'staff')"},
		{"due before they were asked", "due_at != '' AND due_at <= MAX(created, last_at)"},
		{"done, closed or archived when history says otherwise", `EXISTS (SELECT 1 FROM history h, json_each(h.after) v WHERE h.task = tasks.id AND v.key IN ('done_at', 'closed_at', 'archived_at') AND v.value != '' AND v.value != h.created)
			OR EXISTS (SELECT 1 FROM history h, json_each(h.before) v WHERE h.task = tasks.id AND v.key IN ('done_at', 'closed_at', 'archived_at') AND v.value > h.created)
			OR MAX(done_at, closed_at, archived_at) NOT IN ('', (SELECT MAX(created) FROM history WHERE task = tasks.id AND event IN ('status', 'archived')))`},
		{"done for more than a week", "status = 'done' AND archived_at = '' AND done_at < " + ago(7*24*time.Hour)},
	} {
		if n := count(t, app, c.query); n > 0 {
			t.Errorf("%d tasks %s", n, c.what)
		}
	}
	shownAtItsBest(t, app)
	if last, err := app.FindFirstRecordByData("users", "username", demo.Clients[len(demo.Clients)-1].Nick); err != nil || !last.ValidatePassword(demo.Password) {
		t.Errorf("the last client can't log in: %v", err)
	}
	if n := count(t, app, "due_at != '' AND due_at < "+ago(0)); n < 3 {
		t.Errorf("%d tasks are overdue", n)
	}
	var ratings, letters int
	if err := app.DB().NewQuery("SELECT (SELECT COUNT(DISTINCT rating) FROM assessments), (SELECT COUNT(*) FROM comments)").Row(&ratings, &letters); err != nil || ratings < 4 || letters < 200 {
		t.Errorf("%d kinds of ratings, %d letters, %v", ratings, letters, err)
	}
}

// shownAtItsBest checks what a visitor of the demo looks at, at whatever hour: all of
// it happened in working hours, low ratings have words of their own, and there are
// canned answers and mails that wait.
func shownAtItsBest(t *testing.T, app core.App) {
	t.Helper()
	hours, err := rules.ReadHours(app)
	if err != nil {
		t.Fatal(err)
	}
	for table, column := range map[string]string{"history": "created", "comments": "created", "assessments": "created", "tasks": "created"} {
		var moments []types.DateTime
		if err := app.DB().Select(column).From(table).Column(&moments); err != nil || len(moments) == 0 {
			t.Fatalf("%s: %d, %v", table, len(moments), err)
		}
		night := 0
		for _, m := range moments {
			if table == "history" && m.Time().After(clock.Now(app).Add(-time.Second)) {
				continue // the people and the firm, made just now
			}
			if hours.Between(m.Time().Add(-time.Minute), m.Time().Add(time.Minute)) == 0 {
				night++
			}
		}
		if night > 0 {
			t.Errorf("%d of %d of %s outside of working hours", night, len(moments), table)
		}
	}
	var fast, answered int
	if err := app.DB().NewQuery(`SELECT SUM(unixepoch(answered_at) - unixepoch(created) < 60), COUNT(*) FROM tasks WHERE answered_at != ''`).Row(&fast, &answered); err != nil || fast*10 > answered {
		t.Errorf("%d of %d answers came within a minute, %v", fast, answered, err)
	}
	for what, query := range map[string]string{
		"low ratings":     "SELECT COUNT(*) >= 3 AND SUM(comment = '') = 0 FROM assessments WHERE rating BETWEEN 1 AND 3",
		"praise that low": "SELECT COUNT(*) = 0 FROM assessments a JOIN assessments b ON a.comment = b.comment AND a.rating <= 3 AND b.rating > 3",
		"canned answers":  "SELECT COUNT(*) >= 5 FROM canned_answers WHERE owner = ''",
		"mails that wait": "SELECT COUNT(*) >= 1 FROM inbox WHERE status = 'held' AND raw != ''",
	} {
		var right bool
		if err := app.DB().NewQuery(query).Row(&right); err != nil || !right {
			t.Errorf("%s: %v, %v", what, right, err)
		}
	}
}

func nightlyJobs(t *testing.T, app core.App) {
	t.Helper()
	done, archived := count(t, app, "status = 'done' AND archived_at = ''"), count(t, app, "archived_at != ''")
	if done == 0 || archived == 0 {
		t.Fatal("nothing to do")
	}
	now := clock.Now(app)
	// twice: after a jump of the clock a job that closes or deletes waits for a second turn
	later := func(job string, days int) {
		t.Helper()
		clock.Set(app, func() time.Time { return now.AddDate(0, 0, days) })
		at := slices.IndexFunc(app.Cron().Jobs(), func(j *cron.Job) bool { return j.Id() == job })
		if at < 0 {
			t.Fatalf("there is no job %s", job)
		}
		app.Cron().Jobs()[at].Run()
		app.Cron().Jobs()[at].Run()
	}
	later("otklik_close_done", 0)
	later("otklik_remove_archived", 0)
	if count(t, app, "status = 'done' AND archived_at = ''") != done || count(t, app, "archived_at != ''") != archived {
		t.Error("the jobs were early")
	}
	later("otklik_tell_closing", 6)
	later("otklik_close_done", 9)
	if n := count(t, app, "status = 'done' AND archived_at = ''"); n != 0 {
		t.Errorf("%d tasks are still done after a week", n)
	}
	later("otklik_remove_archived", 31)
	if n := count(t, app, "archived_at != ''"); n != 0 {
		t.Errorf("%d archived tasks are still there after 30 days", n)
	}
	var orphans int
	if err := app.DB().NewQuery("SELECT COUNT(*) FROM history WHERE task != '' AND task NOT IN (SELECT id FROM tasks)").Row(&orphans); err != nil || orphans != 0 {
		t.Errorf("%d lines of history without a task, %v", orphans, err)
	}
	const old = "2020-01-01 00:00:00.000Z"
	for name, until := range map[string]time.Time{"over": now.Add(-time.Minute), "lasts": now.Add(time.Minute)} {
		if _, err := app.DB().NewQuery("INSERT INTO lockouts (id, account, failures, until, created, updated) VALUES ({:name}, 'users/' || {:name}, 5, {:until}, {:old}, {:old})").
			Bind(dbx.Params{"name": name, "until": until.UTC().Format(types.DefaultDateLayout), "old": old}).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	later("otklik_forget_lockouts", 0)
	var left []string
	if err := app.DB().Select("id").From("lockouts").Column(&left); err != nil || !slices.Equal(left, []string{"lasts"}) {
		t.Errorf("lockouts left: %q %v", left, err)
	}
}
