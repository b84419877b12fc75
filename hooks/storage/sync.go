// Package storage owns the files of records on the local disk: that a stored one
// survives a power failure, and that none is left without its record.
package storage

import (
	"os"
	"path/filepath"
	"runtime"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/jobs"
)

// syncPriority runs the hook inside PocketBase's own of priority 99: after it has
// uploaded the files and before the row is written.
const syncPriority = 100

// Register binds the synchronisation of new files and schedules the sweep of orphans.
func Register(app core.App) {
	handler := &hook.Handler[*core.RecordEvent]{Id: "otklikSyncFiles", Priority: syncPriority, Func: saveSynced}
	app.OnRecordCreateExecute().Bind(handler)
	app.OnRecordUpdateExecute().Bind(handler)
	jobs.ScheduleRemoval(app, "otklik_sweep_files", "51 4 * * *", sweep)
}

// attributes is the ending of the file beside each stored file that holds its type.
const attributes = ".attrs"

// saveSynced writes the new files of a record to the disk before its row. A power
// failure then leaves no record whose files are empty.
func saveSynced(e *core.RecordEvent) error {
	var names []string
	for _, field := range FileFields(e.Record.Collection()) {
		for _, file := range e.Record.GetUnsavedFiles(field) {
			names = append(names, file.Name, file.Name+attributes)
		}
	}
	if len(names) > 0 && !e.App.Settings().S3.Enabled {
		if err := syncFiles(filepath.Join(e.App.DataDir(), core.LocalStorageDirName), e.Record.BaseFilesPath(), names); err != nil {
			return err
		}
	}
	return e.Next()
}

// syncFiles writes files of one record, and the folders that name them, to the disk.
func syncFiles(storage, folder string, names []string) error {
	at := filepath.Join(storage, filepath.FromSlash(folder))
	for _, name := range names {
		if err := syncPath(filepath.Join(at, name)); err != nil {
			return err
		}
	}
	for dir := at; len(dir) >= len(storage); dir = filepath.Dir(dir) {
		if err := SyncFolder(dir); err != nil {
			return err
		}
	}
	return nil
}

// SyncFolder writes the names in a folder to the disk. Windows has no such call and
// needs none.
func SyncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	return syncPath(path)
}

func syncPath(path string) error {
	f, err := os.OpenFile(path, os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
