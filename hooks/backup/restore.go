package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"

	"otklik/hooks/datafolder"
	"otklik/hooks/problem"
)

// BeforeRestore and BeforeUpdate are the purposes of the copies that the program
// makes by itself; [kept] of each are kept.
const (
	BeforeRestore = "before_restore"
	BeforeUpdate  = "before_update"
	kept          = 5
)

// responsePause lets the answer reach the administrator before the program restarts,
// as PocketBase's own pause does.
const responsePause = time.Second

// restoreWait is how long a restore waits for a command that is opening the data: an
// administrator waits for the answer.
const restoreWait = 2 * time.Second

// restorer restores a copy over the data of an application.
type restorer struct {
	register  func(core.App)
	asked     atomic.Bool // a request to restore is being answered or carried out
	restoring atomic.Bool // nothing may be written: it would be lost
}

// Register makes a restore check the copy, and copy what is there, before anything
// moves. register binds Otklik to an application.
func Register(app core.App, register func(core.App)) {
	r := &restorer{register: register}
	app.OnBackupCreate().BindFunc(r.create)
	app.OnBackupRestore().BindFunc(r.restore)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.BindFunc(r.serve)
		return e.Next()
	})
	r.registerGate(app)
}

// create keeps other commands from emptying the folder in which PocketBase makes a
// copy.
func (r *restorer) create(e *core.BackupEvent) error {
	if !r.restoring.Load() { // a restore has the folder already
		lock, err := acquireTemp(e.App.DataDir(), datafolder.TempWait)
		if refusal, ok := asRefusal(err); ok {
			return problem.FieldError(problem.RequestKey, refusal.code) // as PocketBase answers it
		}
		if err != nil {
			return err
		}
		defer lock.Release()
	}
	e.Exclude = append(e.Exclude, datafolder.OwnFiles...)
	return e.Next()
}

// acquireTemp takes PocketBase's folder for what it is making, or refuses as PocketBase
// does while it is at work there itself.
func acquireTemp(folder string, wait time.Duration) (*datafolder.Lock, error) {
	lock, err := datafolder.AcquireTemp(folder, wait)
	if inUse, ok := errors.AsType[*datafolder.TempInUseError](err); ok {
		return nil, refuse("backup_active", inUse)
	}
	return lock, err
}

// outcomeKey is the key of the channel in the context of a restore that gets nil
// when the copy is good and nothing stands in the way any more, else the reason.
type outcomeKey struct{}

// serve answers the request to restore a copy once it is known whether it can be.
// PocketBase's own handler answers first and checks later.
func (r *restorer) serve(e *core.RequestEvent) error {
	if !strings.HasSuffix(e.Request.Pattern, "/api/backups/{key}/restore") || !e.HasSuperuserAuth() {
		return e.Next()
	}
	// reading a large copy takes longer than a response usually may
	if err := http.NewResponseController(e.Response).SetWriteDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if e.App.Store().Has(core.StoreKeyActiveBackup) || !r.asked.CompareAndSwap(false, true) {
		return refused(e, &Refusal{code: "backup_active"})
	}
	outcome := make(chan error, 2)
	ctx := context.WithValue(context.Background(), outcomeKey{}, outcome)
	key := e.Request.PathValue("key")
	go func() {
		err := e.App.RestoreBackup(ctx, key)
		if err != nil {
			cause := err
			if refusal, ok := asRefusal(err); ok {
				cause = refusal.cause
			}
			e.App.Logger().Error("A copy was not restored", "key", key, "error", err, "cause", cause)
			fmt.Fprintf(os.Stderr, "Копия %s не восстановлена: %v\n", key, err)
		}
		r.asked.Store(false)
		outcome <- err
	}()
	err := <-outcome
	if refusal, ok := asRefusal(err); ok {
		return refused(e, refusal)
	}
	if err != nil {
		return e.InternalServerError("", err)
	}
	return e.NoContent(http.StatusNoContent)
}

func refused(e *core.RequestEvent, refusal *Refusal) error {
	return e.BadRequestError(problem.Sentence("restore_refused"), refusal.data())
}

// restore checks the copy and saves what is there before PocketBase moves anything.
func (r *restorer) restore(e *core.BackupEvent) error {
	if !restorable() {
		return refuse("restore_unsupported", nil)
	}
	lock, err := acquireTemp(e.App.DataDir(), restoreWait)
	if err != nil {
		return err
	}
	defer lock.Release()
	if err := r.checkStored(e); err != nil {
		return err
	}
	r.restoring.Store(true)
	defer r.restoring.Store(false) // a restore that succeeds ends the process
	if err := saveFirst(e); err != nil {
		return err
	}
	if outcome, ok := e.Context.Value(outcomeKey{}).(chan error); ok {
		outcome <- nil
		time.Sleep(responsePause)
	}
	e.Exclude = append(e.Exclude, datafolder.OwnFiles...)
	return e.Next()
}

// checkStored checks the copy where it is, or a download of it.
func (r *restorer) checkStored(e *core.BackupEvent) error {
	stored, err := e.App.NewBackupsFilesystem()
	if err != nil {
		return err
	}
	defer stored.Close()
	stored.SetContext(e.Context)
	if ok, err := stored.Exists(e.Name); !ok {
		return refuse("backup_unknown", err)
	}
	scratch := filepath.Join(e.App.DataDir(), datafolder.TempName)
	archive := filepath.Join(e.App.DataDir(), core.LocalBackupsDirName, filepath.Base(e.Name))
	if e.App.Settings().Backups.S3.Enabled {
		folder, remove, err := datafolder.MakeTemp(scratch, "download_")
		if err != nil {
			return err
		}
		defer remove()
		archive = filepath.Join(folder, "copy.zip")
		if err := download(stored, e.Name, archive); err != nil {
			return err
		}
	}
	_, err = Check(archive, scratch, e.App.EncryptionEnv(), r.register)
	return err
}

func download(stored *filesystem.System, name, path string) error {
	from, err := stored.GetReader(name)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Close())
}

// saveFirst copies what is there, with all that was acknowledged before: from now on
// the gate lets nothing more be written.
func saveFirst(e *core.BackupEvent) error {
	if err := e.App.RunInTransaction(func(core.App) error { return nil }); err != nil { // after those in hand
		return refuse("backup_copy_failed", err)
	}
	// PocketBase allows one copy or restore at a time, and this restore is one
	e.App.Store().Remove(core.StoreKeyActiveBackup)
	err := e.App.CreateBackup(e.Context, Name(BeforeRestore))
	e.App.Store().Set(core.StoreKeyActiveBackup, e.Name)
	if err != nil {
		return refuse("backup_copy_failed", err)
	}
	stored, err := e.App.NewBackupsFilesystem()
	if err != nil {
		return err
	}
	defer stored.Close()
	if err := prune(stored, BeforeRestore, e.Name); err != nil {
		e.App.Logger().Warn("Old copies made before a restore can't be removed", "error", err)
	}
	return nil
}

// prune removes all but the newest copies of a purpose, never the one given.
func prune(stored *filesystem.System, purpose, except string) error {
	found, err := stored.List(purpose + "_")
	if err != nil {
		return err
	}
	var names []string
	for _, copied := range found {
		if copied.Key != except {
			names = append(names, copied.Key)
		}
	}
	slices.Sort(names) // by the time in the name
	for len(names) > kept {
		if err := stored.Delete(names[0]); err != nil {
			return err
		}
		names = names[1:]
	}
	return nil
}

// registerGate refuses all that would be written between the copy of what is there
// and its replacement: it would be acknowledged and then be in neither.
func (r *restorer) registerGate(app core.App) {
	gate := func(e *core.ModelEvent) error {
		if _, logs := e.Model.(*core.Log); r.restoring.Load() && !logs {
			return problem.ErrRestoring
		}
		return e.Next()
	}
	app.OnModelCreateExecute().BindFunc(gate)
	app.OnModelUpdateExecute().BindFunc(gate)
	app.OnModelDeleteExecute().BindFunc(gate)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.BindFunc(func(e *core.RequestEvent) error {
			if r.restoring.Load() && e.Request.Method != http.MethodGet && e.Request.Method != http.MethodHead {
				return problem.ErrRestoring
			}
			return e.Next()
		})
		return e.Next()
	})
}
