//go:build unix

package datafolder

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// The files of records are read once in the life of a folder, and again only if it has
// been put there anew, with open modes.
func TestStorageIsReadOnce(t *testing.T) {
	folder := t.TempDir()
	collection := filepath.Join(folder, "storage", "tasks")
	file := filepath.Join(collection, "record", "a.txt")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		opened string // a folder that is open before the start
		server bool   // or a command beside it
		want   fs.FileMode
	}{
		{"a command at an old folder", collection, false, 0o644},
		{"the first start", "", true, 0o600},
		{"another start", "", true, 0o644},
		{"a start after the storage was copied", filepath.Dir(collection), true, 0o600},
		{"a command after a collection was copied", collection, false, 0o644},
		{"the start after it", "", true, 0o600},
		{"one more start", "", true, 0o644},
	} {
		change(t, file, 0o644)
		if c.opened != "" {
			change(t, c.opened, 0o755)
		}
		err := Tighten(folder)
		if c.server && err == nil {
			err = TightenStorage(folder)
		}
		if err != nil {
			t.Fatal(err)
		}
		for path, want := range map[string]fs.FileMode{file: c.want, collection: 0o700, filepath.Dir(collection): 0o700} {
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if got := info.Mode().Perm(); got != want {
				t.Errorf("%s: %s has the mode %o, want %o", c.name, path, got, want)
			}
		}
	}
}

func change(t *testing.T, path string, mode fs.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}
