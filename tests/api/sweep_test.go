package api

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// Files that no record names go after a day; all others stay, however old.
func TestSweepFiles(t *testing.T) {
	d := newDesk(t)
	task := d.task("work")
	file, err := filesystem.NewFileFromBytes([]byte("Акт"), "act.txt")
	if err != nil {
		t.Fatal(err)
	}
	task.Set("files", file)
	if err := d.app.Save(task); err != nil {
		t.Fatal(err)
	}
	name := d.task("work").GetStringSlice("files")[0]
	own, gone := task.BaseFilesPath(), strings.Replace(task.BaseFilesPath(), task.Id, id("removed"), 1)
	put := func(path string, age time.Duration) string {
		full := filepath.Join(d.app.DataDir(), "storage", path)
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(full); err != nil {
			if err := os.WriteFile(full, []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		at := time.Now().Add(-age)
		for _, touched := range []string{full, filepath.Dir(full)} {
			if err := os.Chtimes(touched, at, at); err != nil {
				t.Fatal(err)
			}
		}
		return full
	}
	stay := []string{
		put(own+"/"+name, 90*day), put(own+"/"+name+".attrs", 90*day), put(own+"/thumbs_"+name+"/100x100_"+name, 90*day),
		put(own+"/young.txt", 23*hour), put("unknown/record/old.txt", 90*day),
	}
	leave := []string{
		put(own+"/orphan.txt", 25*hour), put(own+"/orphan.txt.attrs", 25*hour), put(own+"/thumbs_orphan.txt/100x100_orphan.txt", 25*hour),
		put(own+"/act.txt.17a.tmp", 25*hour), put(gone+"/old.txt", 25*hour), filepath.Join(d.app.DataDir(), "storage", gone),
	}
	d.job("otklik_sweep_files")
	for _, path := range stay {
		if _, err := os.Stat(path); err != nil {
			t.Errorf("removed: %v", err)
		}
	}
	for _, path := range leave {
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s is still there", path)
		}
	}
}
