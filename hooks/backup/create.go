package backup

import (
	"archive/zip"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/datafolder"
	"otklik/hooks/sqlite"
	"otklik/hooks/storage"
)

// databases are the files that are copied by SQLite, for a server may be writing.
var databases = []string{sqlite.Database, sqlite.Logs}

// left lists what no copy holds: copies, what is being made, and what belongs to the
// computer.
var left = append([]string{
	core.LocalBackupsDirName, core.LocalTempDirName, core.LocalNotifyDirName, core.LocalAutocertCacheDirName, "lost+found",
}, datafolder.OwnFiles...)

// Name returns the name of a copy made now, by its purpose.
func Name(purpose string) string {
	return purpose + "_" + time.Now().UTC().Format("20060102_150405") + ".zip"
}

// Create writes a copy of a data folder to a file, without an application: before
// the databases are opened by a newer version, or beside a running server. Its
// layout is that of PocketBase's own copies.
func Create(folder, target string) (err error) {
	temporary, remove, err := datafolder.MakeTemp(filepath.Join(folder, datafolder.TempName), "copy_")
	if err != nil {
		return err
	}
	defer remove()
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return err
	}
	part := target + ".part"
	file, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(part)
		}
	}()
	if err := errors.Join(pack(folder, temporary, file), file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Rename(part, target); err != nil {
		return err
	}
	return storage.SyncFolder(filepath.Dir(target))
}

// copyAttempts is how often a copy is made because files of records were deleted
// while it was made.
const copyAttempts = 3

// CreateChecked is [Create] and then [Check]. It leaves no copy that can't be restored.
func CreateChecked(folder, target, encryption string, register func(core.App)) (report *Report, err error) {
	created := false
	defer func() {
		if err != nil && created {
			err = errors.Join(err, os.Remove(target))
		}
	}()
	for attempt := 1; ; attempt++ {
		if err := Create(folder, target); err != nil {
			return nil, err
		}
		created = true
		report, err = Check(target, filepath.Join(folder, datafolder.TempName), encryption, register)
		if refusal, ok := asRefusal(err); !ok || refusal.code != filesMissing || attempt == copyAttempts {
			return report, err
		}
	}
}

// pack writes the archive. The databases come first: a file of a record that they
// name is then in the folder, unless the record is deleted meanwhile.
func pack(folder, temporary string, to io.Writer) error {
	archive := zip.NewWriter(to)
	archive.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestSpeed)
	})
	for _, name := range databases {
		if _, err := os.Stat(filepath.Join(folder, name)); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		copied := filepath.Join(temporary, name)
		if err := copyDatabase(filepath.Join(folder, name), copied); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := add(archive, copied, name); err != nil {
			return err
		}
	}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // deleted meanwhile
		}
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		root, _, _ := strings.Cut(filepath.ToSlash(name), "/")
		database, _, _ := strings.Cut(root, "-") // data.db-wal
		switch {
		case slices.Contains(left, root) && entry.IsDir():
			return fs.SkipDir
		case slices.Contains(left, root), slices.Contains(databases, database), !entry.Type().IsRegular():
			return nil
		}
		return add(archive, path, filepath.ToSlash(name))
	})
	return errors.Join(err, archive.Close())
}

// copyDatabase writes a consistent copy of a database that may be in use.
func copyDatabase(from, to string) error {
	db, err := sqlite.Connect(from)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.NewQuery("VACUUM INTO {:to}").Bind(dbx.Params{"to": to}).Execute()
	return err
}

// add writes a file into the archive. One deleted meanwhile is left out.
func add(archive *zip.Writer, path, name string) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	header, err := zip.FileInfoHeader(info)
	if err != nil {
		return err
	}
	header.Name, header.Method = name, zip.Deflate
	entry, err := archive.CreateHeader(header)
	if err != nil {
		return err
	}
	_, err = io.Copy(entry, file)
	return err
}
