//go:build unix

package api

import (
	"errors"
	"testing"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/datafolder"
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
}
