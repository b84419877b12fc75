package architecture_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestLibc wants modernc.org/libc in the version that our modernc.org/sqlite names: its
// authors test that one only, and it follows no semantic versions. PocketBase warns of
// other versions of both than it was tested with, but main.go has switched that off.
func TestLibc(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.GoMod}}", "modernc.org/sqlite").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := libc(t, "../../go.mod"), libc(t, strings.TrimSpace(string(out))); got != want {
		t.Errorf("go.mod has modernc.org/libc %s, SQLite wants %s", got, want)
	}
}

// libc returns the version of modernc.org/libc in a go.mod.
func libc(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`modernc\.org/libc (\S+)`).FindSubmatch(text)
	if found == nil {
		t.Fatal("no modernc.org/libc in " + file)
	}
	return string(found[1])
}
