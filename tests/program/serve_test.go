package program

import (
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestServeOnAnEmptyFolder(t *testing.T) {
	said := start(t, 3, "serve", "--dir", filepath.Join(t.TempDir(), "new"), "--http", "127.0.0.1:0")
	if page := address(t, said[0]); status(t, page) != 200 {
		t.Errorf("the page at %s does not answer", page)
	}
	if dashboard := address(t, said[1]); !strings.HasSuffix(dashboard, "/_/") || status(t, dashboard) != 200 {
		t.Errorf("the dashboard at %s does not answer", dashboard)
	}
	// the command in the third line creates the administrator of this server
	_, line, _ := strings.Cut(said[2], ":")
	words := strings.Fields(strings.NewReplacer("ПОЧТА", "root@example.com", "ПАРОЛЬ", "parol-12345").Replace(line))
	if len(words) == 0 || words[0] != program {
		t.Fatalf("no word about the administrator: %s", said[2])
	}
	if code, answer := command(t, words[1:]...); code != 0 {
		t.Errorf("%s: %d %s", said[2], code, answer)
	}
	if got, answer := post(t, address(t, said[0])+"api/collections/_superusers/auth-with-password", `{"identity":"root@example.com","password":"parol-12345"}`); got != 200 {
		t.Errorf("the administrator can't log in: %d %s", got, answer)
	}
}

// A binary of plain go build, without the page that make builds.
func TestWithoutPage(t *testing.T) {
	folder := t.TempDir()
	gone := map[string]string{} // an empty path is no file
	for _, dist := range []string{"pb_public/dist", "hooks/web/dist"} {
		built, err := filepath.Abs(filepath.Join(root, dist))
		if err != nil {
			t.Fatal(err)
		}
		if err := filepath.WalkDir(built, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && d.Name() != ".gitkeep" {
				gone[name] = ""
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": gone})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "overlay.json"), overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	bare := filepath.Join(folder, filepath.Base(program))
	if err := build(bare, "-overlay", filepath.Join(folder, "overlay.json")); err != nil {
		t.Fatal(err)
	}
	stderr, err := os.Create(filepath.Join(folder, "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer stderr.Close()
	said := startProgram(t, bare, stderr, 3, "serve", "--dir", filepath.Join(folder, "data"), "--http", "127.0.0.1:0")
	res, err := http.Get(address(t, said[0]))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err != nil || res.StatusCode != 200 || !strings.Contains(string(body), "<code>make</code>") {
		t.Errorf("%d %s %v", res.StatusCode, body, err)
	}
	if got := status(t, address(t, said[0])+"api/health"); got != 200 {
		t.Errorf("the API answers %d", got)
	}
	var warned []byte
	for range 100 { // it may come after the first lines, on stderr
		if warned, err = os.ReadFile(stderr.Name()); err != nil || len(warned) > 0 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if strings.Count(string(warned), "\n") != 1 || !strings.Contains(string(warned), "make") {
		t.Errorf("it warned %q, %v", warned, err)
	}
}

// Only the sites that are named may use the API from their pages.
func TestOrigins(t *testing.T) {
	for _, row := range []struct {
		flags []string
		want  string
	}{
		{nil, ""},
		{[]string{"--origins", "https://my.firma.test"}, "https://my.firma.test"},
	} {
		said := start(t, 3, append([]string{"serve", "--dir", filepath.Join(t.TempDir(), "new"), "--http", "127.0.0.1:0"}, row.flags...)...)
		for origin, want := range map[string]string{"https://my.firma.test": row.want, "https://evil.test": ""} {
			req, err := http.NewRequest("GET", address(t, said[0])+"/api/health", nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Origin", origin)
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if got := res.Header.Get("Access-Control-Allow-Origin"); got != want {
				t.Errorf("%v: %s is answered %q, want %q", row.flags, origin, got, want)
			}
		}
	}
}
