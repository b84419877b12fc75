package program

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"otklik/hooks/datafolder"
	"otklik/hooks/sqlite"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// put writes a file of a data folder.
func put(t *testing.T, folder, name, text string) {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// database makes or changes a database file by statements.
func database(t *testing.T, folder string, statements ...string) {
	t.Helper()
	db, err := sqlite.Connect(filepath.Join(folder, "data.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.NewQuery(statement).Execute(); err != nil {
			t.Fatal(err)
		}
	}
}

// What a command does on a folder without a desk. None of those refused changes it.
func TestFolderWithoutADesk(t *testing.T) {
	serve := []string{"serve", "--http", "127.0.0.1:1"} // a port that can't be taken
	create := []string{"superuser", "create", "root@example.com", "parol-12345"}
	role := []string{"role", "olga", "manager"}
	for _, c := range []struct {
		name string
		make func(t *testing.T, folder string)
		args []string
		says string // empty: a new desk is made
	}{
		{"empty", nil, create, ""},
		{"a first start was interrupted", func(t *testing.T, f string) { put(t, f, "auxiliary.db", "") }, create, ""},
		{"empty", nil, role, "сервис-деска нет"},
		{"empty", nil, []string{"superuser", "update", "root@example.com", "parol-12345"}, "сервис-деска нет"},
		{"only files", func(t *testing.T, f string) { put(t, f, "storage/a/b/c.txt", "файл") }, serve, "нет базы"},
		{"only backups", func(t *testing.T, f string) { put(t, f, "backups/a.zip", "копия") }, create, "нет базы"},
		{"what a restore left", func(t *testing.T, f string) { put(t, f, ".pb_temp_to_delete/old_pb_data_x/data.db", "база") }, serve, "old_pb_data_x"},
		{"a zeroed database", func(t *testing.T, f string) { put(t, f, "data.db", "") }, serve, "пуст"},
		{"files and no tables", func(t *testing.T, f string) {
			database(t, f, "CREATE TABLE x (y)", "DROP TABLE x")
			put(t, f, "storage/a/b/c.txt", "файл")
		}, create, "нет таблиц"},
		{"another program's", func(t *testing.T, f string) { database(t, f, "CREATE TABLE words (word)") }, serve, "другой программы"},
		{"somebody's home", func(t *testing.T, f string) { put(t, f, "Отчёт.docx", "текст") }, serve, "другие файлы"},
		{"garbage", func(t *testing.T, f string) { put(t, f, "data.db", strings.Repeat("мусор ", 2000)) }, serve, "не база данных"},
	} {
		t.Run(c.name+"/"+c.args[0], func(t *testing.T) {
			t.Parallel()
			folder := filepath.Join(t.TempDir(), "data")
			if c.make != nil {
				if err := os.Mkdir(folder, 0o755); err != nil {
					t.Fatal(err)
				}
				c.make(t, folder)
			}
			before := listing(t, folder)
			code, said := command(t, append(c.args, "--dir", folder)...)
			if c.says == "" {
				if code != 0 || !strings.Contains(said, "новый, пустой") || !strings.Contains(said, folder) {
					t.Errorf("%d %q", code, said)
				}
				return
			}
			if code != 1 || !strings.Contains(said, c.says) || !strings.Contains(said, folder) || strings.Count(said, "\n") != 1 {
				t.Errorf("%d %q", code, said)
			}
			if after := listing(t, folder); after != before {
				t.Errorf("the folder was %s, is %s", before, after)
			}
		})
	}
}

// listing describes all that a folder holds: the names, the modes, and a hash of each
// file's content. It is empty if there is no folder.
func listing(t *testing.T, folder string) string {
	t.Helper()
	var out strings.Builder
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(&out, "%s %s", strings.TrimPrefix(path, folder), info.Mode())
		if entry.Type().IsRegular() {
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			fmt.Fprintf(&out, " %x", sha256.Sum256(content))
		}
		fmt.Fprintln(&out)
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return out.String()
}

// One server works on a folder; short commands work beside it.
func TestOneServerAFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	server := launch(t, folder)
	began := time.Now()
	code, said := command(t, "serve", "--dir", folder, "--http", "127.0.0.1:0")
	if code == 0 || time.Since(began) > 5*time.Second || !strings.Contains(said, "уже работает") || strings.Count(said, "\n") != 1 {
		t.Errorf("the second: %d %q after %v", code, said, time.Since(began))
	}
	if code, said := command(t, "superuser", "create", "root@example.com", "parol-12345", "--dir", folder); code != 0 || strings.Contains(said, "ВНИМАНИЕ") {
		t.Errorf("a command beside it: %d %q", code, said)
	}
	if status(t, server.base+"/api/health") != 200 {
		t.Error("the first does not go on")
	}
	temp, err := datafolder.AcquireTemp(folder, 0) // as while the server makes a copy
	if err != nil {
		t.Fatal(err)
	}
	logIn := func() int {
		code, _ := post(t, server.base+"/api/collections/_superusers/auth-with-password", `{"identity":"root@example.com","password":"parol-54321"}`)
		return code
	}
	waiting := begin(t, "superuser", "update", "root@example.com", "parol-54321", "--dir", folder)
	// One that begins later and does more ends in another folder.
	if code, said := command(t, "superuser", "create", "root@example.com", "parol-12345", "--dir", filepath.Join(t.TempDir(), "other")); code != 0 {
		t.Fatal(said)
	}
	if got := logIn(); got != 400 || len(waiting) > 0 {
		t.Errorf("a command did not wait for the copy: its password is answered with %d", got)
	}
	temp.Release()
	if code, said := (<-waiting).must(t); code != 0 {
		t.Errorf("a command that has waited: %d %q", code, said)
	}
	if got := logIn(); got != 200 {
		t.Errorf("its password is answered with %d", got)
	}
	_ = server.Process.Kill() // a lock must not outlive its holder
	_ = server.Wait()
	launch(t, folder)
}

// A folder of a newer version is left alone, and so is one whose database is damaged.
func TestFolderThatIsNotServed(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	if code, said := command(t, "superuser", "create", "root@example.com", "parol-12345", "--dir", folder); code != 0 {
		t.Fatal(said)
	}
	database(t, folder, "INSERT INTO _migrations (file, applied) VALUES ('9999999999_newer.go', 1)")
	for _, args := range [][]string{{"serve"}, {"role", "olga", "manager"}, {"superuser", "upsert", "root@example.com", "parol-54321"}} {
		if code, said := command(t, append(args, "--dir", folder)...); code != 1 || !strings.Contains(said, "более новой версии") {
			t.Errorf("%v: %d %q", args, code, said)
		}
	}
	database(t, folder, "DELETE FROM _migrations WHERE file = '9999999999_newer.go'")
	file := filepath.Join(folder, "data.db")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(data[:100:100], []byte(strings.Repeat("мусор", len(data)/10-20))...), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, said := command(t, "serve", "--dir", folder, "--http", "127.0.0.1:0"); code != 1 || !strings.Contains(said, "повреждена") || !strings.Contains(said, folder) {
		t.Errorf("damaged: %d %q", code, said)
	}
}
