// Package datafolder owns the data folder as a whole: what is in it, who may read
// it, and that one server at a time works on it.
package datafolder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/sqlite"
)

// State is what a folder holds.
type State struct {
	New     bool     // it is missing or empty, or its first start was interrupted
	Pending []string // the migrations of this program that it lacks, if it isn't new
}

// Inspect reads what is in a folder without changing it. It returns an error, in a
// sentence for the administrator, if the program must not work on it: the data is
// missing, unreadable, another program's or a newer version's.
func Inspect(folder string) (State, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return State{New: true}, nil
	}
	if err != nil {
		return State{}, fmt.Errorf("не получилось открыть папку данных %s: %w", folder, err)
	}
	file := filepath.Join(folder, sqlite.Database)
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return inspectWithoutDatabase(folder, entries)
	case err != nil:
		return State{}, fmt.Errorf("не получилось открыть папку данных %s: %w", folder, err)
	case info.Size() == 0:
		return State{}, fmt.Errorf("файл базы %s пуст, данных в нём нет. Верните его из последней копии (папка backups); если данных не было, удалите этот файл", file)
	}
	return inspectDatabase(folder, file)
}

// remains returns the first sign in a folder that it has held a desk.
func remains(folder string) string {
	for _, name := range []string{core.LocalStorageDirName, core.LocalBackupsDirName} {
		if _, err := os.Stat(filepath.Join(folder, name)); err == nil {
			return name
		}
	}
	if old, _ := filepath.Glob(filepath.Join(folder, core.LocalTempDirName, "old_pb_data_*")); len(old) > 0 {
		return filepath.Join(core.LocalTempDirName, filepath.Base(old[0]))
	}
	return ""
}

func inspectWithoutDatabase(folder string, entries []fs.DirEntry) (State, error) {
	if sign := remains(folder); sign != "" {
		return State{}, fmt.Errorf("в папке %s есть %s, но нет базы %s: данные потеряны или диск подключён не тот. Верните базу из последней копии или укажите другую папку: --dir ПАПКА", folder, sign, sqlite.Database)
	}
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasPrefix(name, ".") || slices.Contains(OwnFiles, name) || name == "lost+found" || strings.HasPrefix(name, sqlite.Logs) {
			continue // of the system, or of a first start that was interrupted
		}
		return State{}, fmt.Errorf("в папке %s лежат другие файлы (%s), а сервис-деска в ней нет. Укажите его папку, новую или пустую: --dir ПАПКА", folder, name)
	}
	return State{New: true}, nil
}

func inspectDatabase(folder, file string) (state State, err error) {
	db, err := sqlite.Connect(file)
	if err != nil {
		return State{}, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.DB().SetMaxOpenConns(1)
	tables, err := Tables(db)
	if err != nil {
		return State{}, err
	}
	if len(Missing(tables)) > 0 {
		if sign := remains(folder); sign != "" {
			return State{}, fmt.Errorf("в папке %s есть %s, но в базе %s нет таблиц сервис-деска. Верните базу из последней копии или укажите другую папку: --dir ПАПКА", folder, sign, sqlite.Database)
		}
		if len(tables) > 0 && !slices.Contains(tables, core.DefaultMigrationsTable) {
			return State{}, fmt.Errorf("%s — база другой программы. Укажите папку сервис-деска: --dir ПАПКА", file)
		}
		return State{New: true}, nil
	}
	unknown, pending, err := Migrations(db)
	if err != nil {
		return State{}, err
	}
	if len(unknown) > 0 {
		return State{}, fmt.Errorf("в папке %s данные более новой версии (%s), эта программа их испортит. Запустите программу не старее той, что работала с папкой, или верните копию, сделанную перед обновлением: backups/before_update_….zip", folder, unknown[0])
	}
	return State{Pending: pending}, nil
}

// ownTables are those that every desk has, whatever its version.
var ownTables = []string{"users", "tasks", "profiles", "comments", "_params", core.DefaultMigrationsTable}

// Missing returns the tables that every desk has and that are not among those given.
func Missing(tables []string) []string {
	return slices.DeleteFunc(slices.Clone(ownTables), func(name string) bool { return slices.Contains(tables, name) })
}

// Tables returns the names of all tables.
func Tables(db dbx.Builder) (names []string, err error) {
	err = db.NewQuery("SELECT name FROM sqlite_master WHERE type = 'table'").Column(&names)
	return names, err
}

// Migrations compares the migrations applied to a database with those of this
// program: unknown are those that only a newer one has, pending those that it lacks.
func Migrations(db dbx.Builder) (unknown, pending []string, err error) {
	var applied []string
	if err := db.NewQuery("SELECT file FROM " + core.DefaultMigrationsTable + " ORDER BY file").Column(&applied); err != nil {
		return nil, nil, err
	}
	var known []string
	for _, list := range []core.MigrationsList{core.SystemMigrations, core.AppMigrations} {
		for _, migration := range list.Items() {
			known = append(known, migration.File)
		}
	}
	for _, name := range applied {
		if !slices.Contains(known, name) {
			unknown = append(unknown, name)
		}
	}
	for _, name := range known {
		if !slices.Contains(applied, name) {
			pending = append(pending, name)
		}
	}
	return unknown, pending, nil
}
