package program

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"otklik/hooks/sqlite"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// fixedPort returns an address that a server can take again after a restart.
func fixedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

const admin = `{"identity":"root@example.com","password":"parol-12345"}`

// desk is a served desk with a client and an administrator.
type desk struct {
	*running
	folder, client, root string
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{folder: filepath.Join(t.TempDir(), "data")}
	if code, said := command(t, "superuser", "create", "root@example.com", "parol-12345", "--dir", d.folder); code != 0 {
		t.Fatal(said)
	}
	d.running = launchAt(t, d.folder, fixedPort(t))
	d.client = register(t, d.base, "olga")
	d.root = call(t, "", "POST", d.base+"/api/collections/_superusers/auth-with-password", "application/json", strings.NewReader(admin))["token"].(string)
	return d
}

// request makes a request and returns its status and body; 0 if nobody answers.
func (d *desk) request(t *testing.T, method, path, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequest(method, d.base+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", d.root)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	defer res.Body.Close()
	answer, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(answer)
}

// post makes a task with a file.
func (d *desk) post(t *testing.T, title string) {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	_ = w.WriteField("title", title)
	part, err := w.CreateFormFile("files", "act.txt")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(part, "Акт ", title)
	w.Close()
	call(t, d.client, "POST", d.base+"/api/collections/tasks/records", w.FormDataContentType(), &form)
}

// titles returns the titles of all tasks; nil while nobody answers.
func (d *desk) titles(t *testing.T) []string {
	t.Helper()
	code, body := d.request(t, "GET", "/api/collections/tasks/records?sort=number&fields=title", "")
	if code != 200 {
		return nil
	}
	var out []string
	for _, part := range strings.Split(body, `"title":"`)[1:] {
		title, _, _ := strings.Cut(part, `"`)
		out = append(out, title)
	}
	return out
}

// newest returns the key of the newest backup.
func (d *desk) newest(t *testing.T) string {
	t.Helper()
	code, body := d.request(t, "GET", "/api/backups", "")
	if code != 200 {
		t.Fatalf("%d %s", code, body)
	}
	var key, at string
	for _, part := range strings.Split(body, "{")[1:] {
		if modified := field(part, "modified"); modified > at {
			key, at = field(part, "key"), modified
		}
	}
	return key
}

func field(object, name string) string {
	_, after, _ := strings.Cut(object, `"`+name+`":"`)
	value, _, _ := strings.Cut(after, `"`)
	return value
}

// rewrite copies an archive. change gets each file and returns it, or nil to leave it
// out; more are added.
func rewrite(t *testing.T, from, to string, change func(name string, text []byte) []byte, more map[string]string) {
	t.Helper()
	source, err := zip.OpenReader(from)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	file, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := zip.NewWriter(file)
	for _, entry := range source.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if text = change(entry.Name, text); text != nil {
			more[entry.Name] = string(text)
		}
	}
	for name, text := range more {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// edited returns a database changed by statements.
func edited(t *testing.T, data []byte, statements ...string) []byte {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "data.db"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	database(t, folder, statements...)
	out, err := os.ReadFile(filepath.Join(folder, "data.db"))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A copy that would not work is refused with the reason, by the command too, and
// the desk goes on as it was.
func TestRestoreOfBadCopies(t *testing.T) {
	d := openDesk(t)
	d.post(t, "Важная")
	good := filepath.Join(d.folder, "backups", "good.zip")
	if code, said := command(t, "backup", good, "--dir", d.folder); code != 0 || !strings.Contains(said, "Задач: 1, файлов: 1") {
		t.Fatalf("%d %s", code, said)
	}
	keep := func(_ string, text []byte) []byte { return text }
	data := func(change func([]byte) []byte) func(string, []byte) []byte {
		return func(name string, text []byte) []byte {
			if name == "data.db" {
				return change(text)
			}
			return text
		}
	}
	for _, c := range []struct {
		code   string
		change func(name string, text []byte) []byte
		more   map[string]string
	}{
		{"backup_no_data", data(func([]byte) []byte { return nil }), nil},
		{"backup_damaged", data(func([]byte) []byte { return []byte("мусор") }), nil},
		{"backup_damaged", data(func(b []byte) []byte { return slices.Concat(b[:200], make([]byte, 2*4096), b[200+2*4096:]) }), nil},
		{"backup_foreign", data(func([]byte) []byte { return edited(t, nil, "CREATE TABLE words (word)") }), nil},
		{"backup_foreign", data(func(b []byte) []byte {
			return edited(t, b, "PRAGMA foreign_keys = OFF", "DROP VIEW task_board", "DROP TABLE comments")
		}), nil},
		{"backup_foreign", data(func(b []byte) []byte { return edited(t, b, "DELETE FROM _collections WHERE name = 'tasks'") }), nil},
		{"backup_newer", data(func(b []byte) []byte {
			return edited(t, b, "INSERT INTO _migrations VALUES ('9999999999_newer.go', 1)")
		}), nil},
		{"backup_no_start", data(func(b []byte) []byte { return edited(t, b, "UPDATE _params SET value = 'мусор'") }), nil},
		{"backup_no_start", keep, map[string]string{"auxiliary.db": strings.Repeat("мусор", 2000)}},
		{"backup_files_missing", func(name string, text []byte) []byte {
			if strings.HasPrefix(name, "storage/") {
				return nil
			}
			return text
		}, nil},
		{"backup_broken", keep, map[string]string{"../outside.txt": "чужое"}},
	} {
		bad := filepath.Join(d.folder, "backups", "bad.zip")
		more := map[string]string{}
		for name, text := range c.more {
			more[name] = text
		}
		rewrite(t, good, bad, func(name string, text []byte) []byte {
			if _, replaced := c.more[name]; replaced {
				return nil
			}
			return c.change(name, text)
		}, more)
		d.refuses(t, bad, c.code)
	}
	cut := filepath.Join(d.folder, "backups", "bad.zip")
	text, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(cut, text[:len(text)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	d.refuses(t, cut, "backup_broken")
	if code, body := d.request(t, "POST", "/api/backups/missing.zip/restore", ""); code != 400 || !strings.Contains(body, "backup_unknown") {
		t.Errorf("%d %s", code, body)
	}
	if key := d.newest(t); strings.HasPrefix(key, "before_restore") {
		t.Errorf("refused restores have left %s", key)
	}
	if code, said := command(t, "verify", filepath.Join(d.folder, "missing.zip")); code != 2 {
		t.Errorf("%d %s", code, said)
	}
}

func (d *desk) refuses(t *testing.T, archive, code string) {
	t.Helper()
	if status, body := d.request(t, "POST", "/api/backups/bad.zip/restore", ""); status != 400 || !strings.Contains(body, `"key":{"code":"`+code+`"`) {
		t.Errorf("%s: %d %s", code, status, body)
	}
	if exit, said := command(t, "verify", archive); exit != 1 || !strings.Contains(said, "не годится") || strings.Contains(said, "SQLite") {
		t.Errorf("%s: %d %s", code, exit, said)
	}
	if got := d.titles(t); !slices.Equal(got, []string{"Важная"}) {
		t.Fatalf("%s: the tasks are %q", code, got)
	}
}

// A newer version copies the data of an older one before it changes the collections.
func TestCopyBeforeUpdate(t *testing.T) {
	d := openDesk(t)
	d.post(t, "До обновления")
	_ = d.Process.Kill()
	_ = d.Wait()
	// an older version lacks the last migration, which only turned the backups on
	database(t, d.folder, "DELETE FROM _migrations WHERE file = '1795000430_backups.go'", `UPDATE _params SET value = replace(value, '"15 23 * * *"', '"1 2 * * *"')`)
	server := launch(t, d.folder)
	if status(t, server.base+"/api/health") != 200 {
		t.Error("it does not start")
	}
	made, _ := filepath.Glob(filepath.Join(d.folder, "backups", "before_update_*.zip"))
	if len(made) != 1 {
		t.Fatalf("copies: %v", made)
	}
	if code, said := command(t, "verify", made[0]); code != 0 || !strings.Contains(said, "Задач: 1, файлов: 1") {
		t.Errorf("%d %s", code, said)
	}
	db, err := sqlite.Connect(filepath.Join(d.folder, "data.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var settings string
	if err := db.NewQuery("SELECT value FROM _params WHERE id = 'settings'").Row(&settings); err != nil || !strings.Contains(settings, `"cron":"1 2 * * *"`) {
		t.Errorf("the administrator's own clock is gone: %s, %v", settings, err)
	}
}
