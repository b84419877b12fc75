package api

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
	"otklik/hooks/disk"
	"otklik/hooks/jobs"
)

// What the administrator has to see to on the server is on the page as long as it
// lasts.
func TestWarnings(t *testing.T) {
	d := newDesk(t)
	told := func(code string, want bool) {
		t.Helper()
		body := d.want(200, "root", "GET", "/api/desk/mail", "").body
		if strings.Contains(body, `"code":"`+code+`"`) != want || strings.Contains(body, `"message":""`) {
			t.Errorf("%s is told: %v, want %v: %s", code, !want, want, body)
		}
	}
	later := func(after time.Duration) {
		clock.Set(d.app, func() time.Time { return time.Now().Add(after) })
	}
	for _, code := range []string{"disk_full", "disk_nearly_full", "backup_failing", "backup_off", "backup_old", "jobs_failing"} {
		told(code, false)
	}

	later(47 * time.Hour)
	told("backup_old", false)
	later(49 * time.Hour)
	told("backup_old", true)
	d.set(func(s *core.Settings) { s.Backups.Cron = "" })
	told("backup_old", false)
	told("backup_off", true)
	d.set(func(s *core.Settings) { s.Backups.Cron = "15 23 * * *" })

	broken := true
	d.app.OnBackupCreate().BindFunc(func(e *core.BackupEvent) error {
		if broken {
			return errors.New("no room")
		}
		return e.Next()
	})
	if err := d.app.CreateBackup(context.Background(), "a.zip"); err == nil {
		t.Fatal("the backup is made")
	}
	told("backup_failing", true)
	broken = false
	later(0)
	d.want(200, "root", "GET", "/api/desk/mail", "", `"last_backup":""`)
	if err := d.app.CreateBackup(context.Background(), "b.zip"); err != nil {
		t.Fatal(err)
	}
	told("backup_failing", false)
	d.want(200, "root", "GET", "/api/desk/mail", "", `"last_backup":"2`)

	var failure error
	jobs.Schedule(d.app, "test_job", "0 0 1 1 *", func(core.App, time.Time) error { return failure })
	failure = errors.New("a table is missing")
	d.job("test_job")
	told("jobs_failing", true)
	failure = nil
	d.job("test_job")
	told("jobs_failing", false)
	failure = errors.New("a table is missing")
	d.job("test_job")
	d.app.Cron().Remove("test_job")
	told("jobs_failing", false)

	for _, row := range []struct {
		free         uint64
		full, nearly bool
	}{{disk.Reserve - 1, true, false}, {disk.Reserve, false, true}, {4*disk.Reserve - 1, false, true}, {4 * disk.Reserve, false, false}} {
		disk.Set(d.app, func() uint64 { return row.free })
		told("disk_full", row.full)
		told("disk_nearly_full", row.nearly)
	}
}

// Superusers get a mail about what lasts: once a day, at once when it comes back, and
// none before mail can be sent.
func TestWarningsAreMailed(t *testing.T) {
	d := newDesk(t)
	start := time.Now()
	at := func(after time.Duration) { clock.Set(d.app, func() time.Time { return start.Add(after) }) }
	free := func(bytes uint64) { disk.Set(d.app, func() uint64 { return bytes }) }
	at(0)
	free(2 * disk.Reserve)
	mailed := func(what string, want int) {
		t.Helper()
		d.job("otklik_mail_warnings")
		if n := d.count("outbox", `kind = 'warning'`); n != want {
			t.Errorf("%s: %d mails, want %d", what, n, want)
		}
	}
	mailed("no mail server", 0)
	d.set(func(s *core.Settings) { s.SMTP.Enabled, s.SMTP.Host = true, "127.0.0.1" })
	mailed("nearly full", 1)
	if m := d.letter("root@example.com", "warning"); !strings.Contains(m.GetString("text"), "меньше 4 ГБ") || m.GetString("subject") == "" {
		t.Errorf("%s: %s", m.GetString("subject"), m.GetString("text"))
	}
	at(23 * time.Hour)
	mailed("within a day", 1)
	free(1)
	mailed("another warning", 2)
	at(46 * time.Hour)
	mailed("within a day of the second", 2)
	at(47 * time.Hour)
	mailed("a day later", 3)
	free(8 * disk.Reserve)
	if err := d.app.CreateBackup(context.Background(), "a.zip"); err != nil {
		t.Fatal(err)
	}
	d.set(func(s *core.Settings) { s.Backups.Cron = "" })
	mailed("well again, and without backups on purpose", 3)
	free(1)
	mailed("back at once", 4)
}

// The administrator's page says how far the search is, while it is made anew.
func TestIndexingIsTold(t *testing.T) {
	d := serveAlone(t, newApp(t))
	if body := d.want(200, "root", "GET", "/api/desk/mail", "").body; strings.Contains(body, "search_indexing") {
		t.Errorf("with a complete index: %s", body)
	}
	if _, err := d.app.DB().NewQuery("UPDATE otklik_index_state SET version = 0, cursor = 4000, total = 10000").Execute(); err != nil {
		t.Fatal(err)
	}
	d.want(200, "root", "GET", "/api/desk/mail", "", `"code":"search_indexing"`, "Поиск готовится после обновления", "6000", "10000")
}
