package backup

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/datafolder"
	"otklik/hooks/desk"
	"otklik/hooks/i18n"
	"otklik/hooks/sqlite"
	"otklik/hooks/storage"
)

// Report is what a good copy holds.
type Report struct{ Tasks, Files int }

// Check reads a copy to its end and starts a desk on its databases, in a folder
// inside scratch that goes away. It returns a [Refusal] if the copy must not take
// the place of a desk. register binds Otklik to an application. encryption is the
// name of the environment variable with the key of the settings.
func Check(archive, scratch, encryption string, register func(core.App)) (*Report, error) {
	folder, remove, err := datafolder.MakeTemp(scratch, "check_")
	if err != nil {
		return nil, err
	}
	defer remove()
	files, err := extract(archive, folder)
	if err != nil {
		return nil, err
	}
	if err := checkDatabase(filepath.Join(folder, sqlite.Database)); err != nil {
		return nil, err
	}
	return rehearse(folder, encryption, files, register)
}

// extract writes the files at the root of an archive into a folder and returns the
// others, which it reads to their ends, by their paths.
func extract(archive, folder string) (map[string]bool, error) {
	zipped, err := zip.OpenReader(archive)
	if err != nil {
		return nil, refuse("backup_broken", err)
	}
	defer zipped.Close()
	files := map[string]bool{}
	for _, entry := range zipped.File {
		name := path.Clean(entry.Name)
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			return nil, refuse("backup_broken", fmt.Errorf("the archive leads outside: %q", entry.Name))
		}
		if !entry.Mode().IsRegular() {
			continue // a folder; PocketBase skips links
		}
		target := ""
		if !strings.Contains(name, "/") {
			target = filepath.Join(folder, name)
		}
		if err := readEntry(entry, target); err != nil {
			return nil, err
		}
		files[name] = true
	}
	if !files[sqlite.Database] {
		return nil, refuse("backup_no_data", nil)
	}
	return files, nil
}

// readEntry reads an entry to its end, which verifies its checksum, and writes it to
// a file unless target is empty.
func readEntry(entry *zip.File, target string) (err error) {
	from, err := entry.Open()
	if err != nil {
		return refuse("backup_broken", err)
	}
	defer from.Close()
	var to io.Writer = io.Discard
	if target != "" {
		file, err := os.OpenFile(target, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
		if err != nil {
			return err
		}
		defer file.Close()
		to = file
	}
	reader := &failing{Reader: from}
	if _, err := io.Copy(to, reader); err != nil {
		if reader.err != nil {
			return refuse("backup_broken", err)
		}
		return err // the disk is full
	}
	return nil
}

// failing remembers that it was the reading that failed.
type failing struct {
	io.Reader
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if err != nil && err != io.EOF {
		f.err = err
	}
	return n, err
}

// checkDatabase reads the whole database of a copy.
func checkDatabase(file string) error {
	db, err := sqlite.Connect(file)
	if err != nil {
		return err
	}
	defer db.Close()
	db.DB().SetMaxOpenConns(1)
	var verdict string
	if err := db.NewQuery("PRAGMA integrity_check(1)").Row(&verdict); err != nil {
		return refuse("backup_damaged", err)
	}
	if verdict != "ok" {
		return refuse("backup_damaged", fmt.Errorf("integrity_check: %s", verdict))
	}
	tables, err := datafolder.Tables(db)
	if err != nil {
		return refuse("backup_damaged", err)
	}
	if missing := datafolder.Missing(tables); len(missing) > 0 {
		return refuse("backup_foreign", fmt.Errorf("no tables %v", missing))
	}
	unknown, _, err := datafolder.Migrations(db)
	if err != nil {
		return refuse("backup_damaged", err)
	}
	if len(unknown) > 0 {
		return refuse("backup_newer", fmt.Errorf("unknown migrations %v", unknown))
	}
	return nil
}

// rehearse starts a desk on the databases of a copy, as the program will, and looks
// for its collections, and for the files of its records among those of the archive.
func rehearse(folder, encryption string, files map[string]bool, register func(core.App)) (_ *Report, err error) {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: folder, EncryptionEnv: encryption, DBConnect: sqlite.Connect})
	register(app)
	defer func() {
		if closed := app.ClearBootstrap(); err == nil {
			err = closed
		}
	}()
	if err := app.Bootstrap(); err != nil {
		return nil, refuse("backup_no_start", err)
	}
	if err := app.RunAllMigrations(); err != nil {
		return nil, refuse("backup_no_start", err)
	}
	for _, name := range desk.CollectionNames() {
		if _, err := app.FindCollectionByNameOrId(name); err != nil {
			return nil, refuse("backup_foreign", fmt.Errorf("no collection %s: %w", name, err))
		}
	}
	report := &Report{}
	if err := app.DB().NewQuery("SELECT COUNT(*) FROM tasks").Row(&report.Tasks); err != nil {
		return nil, refuse("backup_no_start", err)
	}
	if app.Settings().S3.Enabled {
		return report, nil // the files are elsewhere
	}
	missing, first := 0, ""
	err = eachFile(app, func(name string) {
		report.Files++
		if !files[path.Join(core.LocalStorageDirName, name)] {
			if missing++; first == "" {
				first = name
			}
		}
	})
	if err != nil {
		return nil, refuse("backup_no_start", err)
	}
	if missing > 0 {
		return nil, &Refusal{code: filesMissing, params: i18n.Params{"count": missing}, cause: fmt.Errorf("%d files are missing, the first is %s", missing, first)}
	}
	return report, nil
}

// batch is how many records are read at a time.
const batch = 500

// eachFile calls found with the path in the storage of each file of all records.
func eachFile(app core.App, found func(name string)) error {
	collections, err := app.FindAllCollections(core.CollectionTypeBase, core.CollectionTypeAuth)
	if err != nil {
		return err
	}
	for _, collection := range collections {
		fields := storage.FileFields(collection)
		if len(fields) == 0 {
			continue
		}
		for last := ""; ; {
			var rows []*core.Record
			if err := app.RecordQuery(collection).AndWhere(after(last)).OrderBy("id").Limit(batch).All(&rows); err != nil {
				return err
			}
			for _, row := range rows {
				for _, field := range fields {
					for _, name := range row.GetStringSlice(field) {
						found(path.Join(row.BaseFilesPath(), name))
					}
				}
				last = row.Id
			}
			if len(rows) < batch {
				break
			}
		}
	}
	return nil
}

// after selects the records that follow an id.
func after(id string) dbx.Expression {
	return dbx.NewExp("id > {:after}", dbx.Params{"after": id})
}
