package main_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// program is the binary under test, built once.
var program string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	folder, err := os.MkdirTemp("", "otklik-main-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	program = filepath.Join(folder, "otklik")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	if err := build(program); err != nil {
		panic(err)
	}
	return m.Run()
}

func build(program string, flags ...string) error {
	args := append([]string{"build", "-ldflags", "-X main.version=1.2.3", "-o", program}, flags...)
	c := exec.Command("go", append(args, ".")...)
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

// start runs the program, returns its first lines of output, and interrupts it at the
// end of the test.
func start(t *testing.T, lines int, args ...string) []string {
	t.Helper()
	return startProgram(t, program, io.Discard, lines, args...)
}

func startProgram(t *testing.T, program string, stderr io.Writer, lines int, args ...string) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	c := exec.CommandContext(ctx, program, args...)
	var errs bytes.Buffer
	c.Stderr = io.MultiWriter(&errs, stderr)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		defer cancel()
		_ = c.Process.Signal(os.Interrupt)
		if err := c.Wait(); err != nil {
			t.Errorf("it did not stop well: %v %s", err, errs.String())
		}
	})
	var said []string
	for s := bufio.NewScanner(out); len(said) < lines && s.Scan(); {
		said = append(said, s.Text())
	}
	if len(said) < lines {
		t.Fatalf("it said %q %s", said, errs.String())
	}
	go func() { _, _ = bufio.NewReader(out).WriteTo(&bytes.Buffer{}) }()
	return said
}

// address returns the first URL in a line.
func address(t *testing.T, line string) string {
	t.Helper()
	_, after, found := strings.Cut(line, "http://")
	if !found {
		t.Fatalf("no address in %q", line)
	}
	return "http://" + strings.Fields(after)[0]
}

func status(t *testing.T, url string) int {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	return res.StatusCode
}

// post sends JSON and returns the status and the body of the response.
func post(t *testing.T, url, body string) (int, string) {
	t.Helper()
	res, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(answer)
}

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
		if err := filepath.WalkDir(dist, func(name string, d fs.DirEntry, err error) error {
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

func TestDemo(t *testing.T) {
	outside := t.TempDir()
	t.Chdir(outside)
	said := start(t, 19, "demo", "--http", "127.0.0.1:0")
	base := strings.TrimSuffix(address(t, said[0]), "/")
	secret := strings.TrimSpace(strings.SplitN(said[2], ":", 2)[1])
	for _, nick := range []string{"olga", "anna", "petrov"} {
		if !strings.Contains(strings.Join(said, "\n"), nick) {
			t.Errorf("%s is not among the log-ins: %q", nick, said)
		}
		body := fmt.Sprintf(`{"identity":"%s","password":"%s"}`, nick, secret)
		if got, said := post(t, base+"/api/collections/users/auth-with-password", body); got != 200 {
			t.Errorf("%s can't log in: %d %s", nick, got, said)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(outside, "*")); len(left) > 0 {
		t.Errorf("it wrote here: %v", left)
	}
}

// The data of a large firm stays in the given folder and can be served.
func TestDemoOfManyTasks(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "firm")
	said := start(t, 20, "demo", "--tasks", "300", "--dir", folder, "--http", "127.0.0.1:0")
	if !strings.Contains(said[len(said)-1], "--dir "+folder) {
		t.Errorf("it does not say where the data stays: %q", said)
	}
	base := strings.TrimSuffix(address(t, said[0]), "/")
	for _, nick := range []string{"olga", "anna", "petrov"} {
		if got, said := post(t, base+"/api/collections/users/auth-with-password", fmt.Sprintf(`{"identity":"%s","password":"otklik-demo"}`, nick)); got != 200 {
			t.Errorf("%s can't log in: %d %s", nick, got, said)
		}
	}
	if code, said := command(t, "demo", "--dir", folder); code == 0 || !strings.Contains(said, "не пуста") || strings.Count(said, "\n") != 1 {
		t.Errorf("over what is there: %d %q", code, said)
	}
	if code, said := command(t, "role", "kirill", "manager", "--dir", folder); code != 0 {
		t.Errorf("the folder is no data folder: %d %q", code, said)
	}
}

func TestRole(t *testing.T) {
	folder := t.TempDir()
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"superuser", "create", "root@example.com", "1234567890"}, 0, "root@example.com"},
		{[]string{"role", "nobody", "manager"}, 1, "ником nobody нет"},
		{[]string{"role", "nobody"}, 1, "нужны ник и роль"},
		{[]string{"role", "nobody", "king"}, 1, "нужны ник и роль"},
	} {
		code, said := command(t, append(c.args, "--dir", folder)...)
		if code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("%v: %d %q", c.args, code, said)
		}
	}
}

// A role can be changed while the server runs and applies to the next request.
func TestRoleOfAPerson(t *testing.T) {
	folder := t.TempDir()
	said := start(t, 3, "serve", "--dir", folder, "--http", "127.0.0.1:0")
	users := address(t, said[0]) + "api/collections/users/"
	if got, body := post(t, users+"records", `{"username":"anna","email":"anna@example.com","password":"parol-12345","passwordConfirm":"parol-12345",
		"profile":{"organization":"ПАО Сбербанк","inn":"7707083893"}}`); got != 200 {
		t.Fatalf("%d %s", got, body)
	}
	if code, said := command(t, "role", "anna", "manager", "--dir", folder); code != 0 || !strings.Contains(said, "anna") {
		t.Fatalf("%d %q", code, said)
	}
	if got, body := post(t, users+"auth-with-password", `{"identity":"anna","password":"parol-12345"}`); got != 200 || !strings.Contains(body, `"role":"manager"`) {
		t.Errorf("%d %s", got, body)
	}
}

// A failed command exits with a non-zero code and one plain sentence.
func TestFailures(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"serve", "--dir", t.TempDir(), "--http", busy.Addr().String()}, "уже занят"},
		{[]string{"demo", "--http", busy.Addr().String()}, "уже занят"},
		{[]string{"demo", "--tasks", "много"}, "от 1 до"},
		{[]string{"demo", "--tasks", "0", "--dir", filepath.Join(t.TempDir(), "firm")}, "от 1 до"},
		{[]string{"serve", "--dir", t.TempDir(), "--bogus"}, "неизвестный ключ"},
		{[]string{"serve", "--dir", file}, "папку данных"},
		{[]string{"bogus"}, "неизвестная команда"},
		{[]string{"superuser", "create", "x", "--dir", t.TempDir()}, "Ошибка"},
		{[]string{"superuser", "creat", "root@example.com", "1234567890"}, `неизвестная команда "creat";`},
		{[]string{"version", "extra"}, "Ошибка"},
	} {
		code, said := command(t, c.args...)
		if code == 0 || !strings.Contains(said, c.says) || strings.Count(strings.TrimSpace(said), "\n") > 0 {
			t.Errorf("%v: %d %q", c.args, code, said)
		}
	}
}

func TestVersion(t *testing.T) {
	if code, said := command(t, "version"); code != 0 || !strings.Contains(said, "1.2.3") || !strings.Contains(said, "v0.40.4") {
		t.Errorf("%d %q", code, said)
	}
}

// command runs the program to its end in a temporary folder.
func command(t *testing.T, args ...string) (int, string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, program, args...)
	c.Dir = t.TempDir()
	out, err := c.CombinedOutput()
	if ctx.Err() != nil {
		t.Fatalf("%v does not end: %s", args, out)
	}
	if err != nil && c.ProcessState == nil {
		t.Fatal(err)
	}
	return c.ProcessState.ExitCode(), string(out)
}

// An account that is locked by wrong passwords is unlocked beside a running server.
func TestUnlockCommand(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	run := func(args ...string) (string, error) {
		out, err := exec.Command(program, append(args, "--dir", dir)...).CombinedOutput()
		return string(out), err
	}
	if out, err := run("superuser", "create", "root@example.com", "parol-12345"); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	said := start(t, 3, "serve", "--dir", dir, "--http", "127.0.0.1:0")
	logIn := func(secret string) int {
		status, _ := post(t, address(t, said[0])+"/api/collections/_superusers/auth-with-password", `{"identity":"root@example.com","password":"`+secret+`"}`)
		return status
	}
	for range 10 {
		logIn("wrong")
	}
	if got := logIn("parol-12345"); got != 429 {
		t.Fatalf("a locked account: %d", got)
	}
	if out, err := run("unlock", "Root@example.com"); err != nil || !strings.Contains(out, "Готово") {
		t.Fatalf("%v %s", err, out)
	}
	if got := logIn("parol-12345"); got != 200 {
		t.Errorf("an unlocked account: %d", got)
	}
	for _, wrong := range [][]string{{"unlock"}, {"unlock", "nobody"}} {
		if out, err := run(wrong...); err == nil || !strings.Contains(out, "Ошибка") {
			t.Errorf("%v: %v %s", wrong, err, out)
		}
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
