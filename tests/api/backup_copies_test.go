package api

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks"
	"otklik/hooks/backup"
)

// A copy that fails its check is made anew only where that can help, and never stays,
// whichever attempt fails and at what.
func TestNoBadCopyStays(t *testing.T) {
	loseFiles := func(t *testing.T, d *desk) {
		if err := os.RemoveAll(filepath.Join(d.app.DataDir(), core.LocalStorageDirName)); err != nil {
			t.Fatal(err)
		}
	}
	loseDatabase := func(t *testing.T, d *desk) {
		file := filepath.Join(d.app.DataDir(), "data.db")
		if err := os.RemoveAll(file); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(file, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	nothing := func(*testing.T, *desk) {}
	for _, c := range []struct {
		name           string
		before, during func(*testing.T, *desk)
		attempts       int
		good           bool
	}{
		{"a good one", nothing, nothing, 1, true},
		{"files are missing", loseFiles, nothing, 3, false},
		{"the second attempt can't be made", loseFiles, loseDatabase, 1, false},
		{"it does not start", func(_ *testing.T, d *desk) { d.run("UPDATE _params SET value = 'мусор'") }, nothing, 1, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			d.check(d.attach("olga", "POST", records("tasks"), 10, "title", "С файлом"), 200)
			c.before(t, d)
			attempts, target := 0, filepath.Join(t.TempDir(), "copy.zip")
			report, err := backup.CreateChecked(d.app.DataDir(), target, "OTKLIK_TEST", func(app core.App) {
				attempts++
				c.during(t, d)
				hooks.Register(app, hooks.Config{})
			})
			_, missing := os.Stat(target)
			if attempts != c.attempts || (err == nil) != c.good || (missing == nil) != c.good || (report != nil) != c.good {
				t.Errorf("%d attempts, want %d; %v, %v, %v", attempts, c.attempts, report, err, missing)
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(target), "*.part")); len(left) > 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
}
