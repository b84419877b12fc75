//go:build unix

package program

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// The data is its user's alone, whatever the mask and however old the folder, also if it
// was copied and a short command came first.
func TestModes(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	if code, said := command(t, "superuser", "create", "root@example.com", "parol-12345", "--dir", folder); code != 0 {
		t.Fatal(said)
	}
	checkModes(t, folder)
	looked := func() bool { // at the files of records, in the background
		_, err := os.Stat(filepath.Join(folder, "otklik.modes"))
		return err == nil
	}
	server := launch(t, folder)
	eventually(t, "the first look", looked)
	server.stop(t, os.Interrupt)
	put(t, folder, "storage/a/b/old.txt", "старый файл")
	put(t, folder, "backups/old.zip", "старая копия")
	if err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return os.Chmod(path, 0o755)
		}
		return os.Chmod(path, 0o644)
	}); err != nil {
		t.Fatal(err)
	}
	if code, said := command(t, "superuser", "create", "other@example.com", "parol-12345", "--dir", folder); code != 0 {
		t.Fatal(said)
	}
	server = launch(t, folder)
	eventually(t, "the look after the copy", looked)
	register(t, server.base, "olga")
	checkModes(t, folder)
}

func checkModes(t *testing.T, folder string) {
	t.Helper()
	if err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) { // the server works
			return nil
		}
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if info.IsDir() {
			want = 0o700
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has the mode %o", path, got)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
