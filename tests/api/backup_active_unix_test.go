//go:build unix

package api

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/backup"
	"otklik/hooks/datafolder"
	"otklik/hooks/problem"
)

// While a restore is under way, another is refused at once, with a code; likewise when
// a command has the folder in which copies are made.
func TestOneRestoreAtATime(t *testing.T) {
	d := newDesk(t)
	begun, end := make(chan struct{}), make(chan struct{})
	first := true
	d.app.OnBackupRestore().Bind(&hook.Handler[*core.BackupEvent]{Priority: -1, Func: func(e *core.BackupEvent) error {
		if !first {
			return e.Next()
		}
		first = false
		close(begun)
		<-end
		return errors.New("the disk failed")
	}})
	restore := func() response { return d.ask("root", "POST", "/api/backups/any.zip/restore", "") }
	answered := make(chan response, 1)
	go func() { answered <- restore() }()
	<-begun
	for range 2 {
		d.check(restore(), 400, `"key":{"code":"backup_active"`, "Повторите")
	}
	close(end)
	d.check(<-answered, 500)
	d.check(restore(), 400, `"key":{"code":"backup_unknown"`)
	lock, err := datafolder.AcquireTemp(d.app.DataDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	d.check(restore(), 400, `"key":{"code":"backup_active"`)
	lock.Release()
	d.check(restore(), 400, `"key":{"code":"backup_unknown"`)
	d.app.Store().Set(core.StoreKeyActiveBackup, "any.zip") // as while PocketBase makes a copy
	d.check(restore(), 400, `"key":{"code":"backup_active"`)
	d.check(d.ask("root", "POST", "/api/backups", "{}"), 400, `"request":{"code":"backup_active"`, "Повторите")
}

// From the copy of what is there to the end of a restore nothing is written, and who
// tries is told why, in a code too, and when to come again.
func TestNothingIsWrittenWhileRestoring(t *testing.T) {
	d := newDesk(t)
	if err := backup.Create(d.app.DataDir(), filepath.Join(d.app.DataDir(), core.LocalBackupsDirName, "good.zip")); err != nil {
		t.Fatal(err)
	}
	d.app.OnBackupCreate().BindFunc(func(*core.BackupEvent) error {
		for _, language := range []string{"ru", "en"} {
			for _, c := range []struct{ who, method, url, body string }{
				{"olga", "POST", records("tasks"), `{"title":"Новая задача"}`},
				{"boss", "DELETE", record("tasks", "work"), ""},
				{"anna", "POST", "/api/desk/bulk", `{"ids":["` + id("work") + `"],"change":{"status":"done"}}`},
				{"root", "POST", "/api/backups", `{"name":"other.zip"}`},
			} {
				got := d.ask(c.who, c.method, c.url, c.body, "Accept-Language", language)
				d.check(got, 503, `"request":{"code":"restoring"`)
				if got.header.Get("Retry-After") == "" {
					t.Errorf("%s %s does not say when to come again", c.method, c.url)
				}
			}
		}
		d.want(200, "olga", "GET", record("tasks", "work"), "")
		task := d.task("work")
		task.Set("title", "Другая")
		if err := d.app.Save(task); !errors.Is(err, problem.ErrRestoring) {
			t.Errorf("a job wrote: %v", err)
		}
		return errors.New("the disk failed")
	})
	d.check(d.ask("root", "POST", "/api/backups/good.zip/restore", ""), 400, `"key":{"code":"backup_copy_failed"`)
	d.want(200, "olga", "POST", records("tasks"), `{"title":"Новая задача"}`)
}
