package probe

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/sqlite"
)

// The line on stderr says what has become of the database: it is another file, or gone.
func TestReplacedDatabase(t *testing.T) {
	for name, c := range map[string]struct {
		change func(file string) error
		cause  string
	}{
		"replaced": {func(file string) error {
			return os.Rename(filepath.Join(filepath.Dir(file), "other"), file)
		}, "another file"},
		"gone": {os.Remove, sqlite.Database},
	} {
		folder := t.TempDir()
		file := filepath.Join(folder, sqlite.Database)
		for _, path := range []string{file, filepath.Join(folder, "other")} {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		app := core.NewBaseApp(core.BaseAppConfig{DataDir: folder})
		var log bytes.Buffer
		p, err := newProbe(app, &log, nil)
		if err == nil {
			err = c.change(file)
		}
		if err != nil {
			t.Fatal(err)
		}
		code := p.check(app)
		if code != "health_replaced" || strings.Contains(log.String(), "<nil>") || !strings.Contains(log.String(), c.cause) {
			t.Errorf("%s: %s, %s", name, code, log.String())
		}
	}
}
