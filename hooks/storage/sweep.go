package storage

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/disk"
	"otklik/hooks/pictures"
)

const (
	// orphanAge is how old a file without a record must be to be removed. A file is
	// written before its row; an upload takes minutes.
	orphanAge = 24 * time.Hour

	// batch is how many records are read at a time.
	batch = 500
)

// sweeper removes files that no record names: what a crash leaves between the upload
// of a file and its row, or between the removal of a row and its files.
type sweeper struct {
	before  time.Time // younger files stay
	removed int
}

// sweep goes through the folders of all collections with files.
func sweep(app core.App, now time.Time) error {
	if app.Settings().S3.Enabled || app.Store().Has(core.StoreKeyActiveBackup) {
		return nil // elsewhere, or being copied: the next night will do
	}
	collections, err := app.FindAllCollections(core.CollectionTypeBase, core.CollectionTypeAuth)
	if err != nil {
		return err
	}
	s := &sweeper{before: now.Add(-orphanAge)}
	for _, collection := range collections {
		fields := FileFields(collection)
		if len(fields) == 0 {
			continue
		}
		folder := filepath.Join(app.DataDir(), core.LocalStorageDirName, filepath.FromSlash(collection.BaseFilesPath()))
		entries, failed := os.ReadDir(folder)
		if failed != nil {
			if !errors.Is(failed, fs.ErrNotExist) {
				err = errors.Join(err, failed)
			}
			continue
		}
		for part := range slices.Chunk(entries, batch) {
			err = errors.Join(err, s.records(app, collection, fields, folder, part))
		}
	}
	if s.removed > 0 {
		app.Logger().Warn("Files without a record were removed", "count", s.removed) // a level that the log keeps
	}
	return err
}

// FileFields returns the names of a collection's fields of files.
func FileFields(collection *core.Collection) (names []string) {
	for _, field := range collection.Fields {
		if field.Type() == core.FieldTypeFile {
			names = append(names, field.GetName())
		}
	}
	return names
}

// records sweeps the folders of some records, named by their ids.
func (s *sweeper) records(app core.App, collection *core.Collection, fields []string, folder string, part []fs.DirEntry) error {
	var ids []any
	for _, entry := range part {
		ids = append(ids, entry.Name())
	}
	var rows []*core.Record
	if err := app.RecordQuery(collection).AndWhere(dbx.In("id", ids...)).All(&rows); err != nil {
		return err
	}
	named := map[string][]string{}
	for _, row := range rows {
		for _, field := range fields {
			named[row.Id] = append(named[row.Id], row.GetStringSlice(field)...)
		}
	}
	var failed error
	for _, entry := range part {
		if entry.IsDir() {
			failed = errors.Join(failed, s.folder(filepath.Join(folder, entry.Name()), named[entry.Name()]))
		}
	}
	return failed
}

// folder sweeps the folder of one record, which names these files.
func (s *sweeper) folder(path string, named []string) error {
	info, err := os.Stat(path)
	if err != nil {
		return disk.IgnoreMissing(err)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return disk.IgnoreMissing(err)
	}
	for _, entry := range entries {
		file := strings.TrimSuffix(entry.Name(), attributes)
		if entry.IsDir() {
			file = strings.TrimPrefix(file, pictures.FolderPrefix)
		}
		if slices.Contains(named, file) {
			continue
		}
		info, err := entry.Info()
		if err != nil || info.ModTime().After(s.before) {
			continue // gone meanwhile, or young
		}
		if err := os.RemoveAll(filepath.Join(path, entry.Name())); err != nil {
			return err
		}
		if !entry.IsDir() && file == entry.Name() {
			s.removed++
		}
	}
	if info.ModTime().Before(s.before) {
		_ = os.Remove(path) // succeeds if nothing is left in it
	}
	return nil
}
