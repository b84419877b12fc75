package program

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

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
		{[]string{"demo", "--http", "nonsense"}, "127.0.0.1:8091"},
		{[]string{"demo", "--http", "127.0.0.1:99999"}, "127.0.0.1:8091"},
		{[]string{"help", "bogus"}, "неизвестная команда"},
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

// What can't be served is refused before a firm of a hundred thousand tasks is made
// for it, and leaves nothing behind.
func TestDemoChecksFirst(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	for _, address := range []string{busy.Addr().String(), "nonsense", "127.0.0.1:99999", "127.0.0.1:"} {
		folder := filepath.Join(t.TempDir(), "firm")
		code, said := command(t, "demo", "--tasks", "100000", "--dir", folder, "--http", address)
		if code == 0 {
			t.Errorf("%s: %s", address, said)
		}
		if _, err := os.Stat(folder); err == nil {
			t.Errorf("%s: the firm was made", address)
		}
	}
}

// Help is asked for by a command too, as in most programs.
func TestHelp(t *testing.T) {
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"help"}, "otklik [command]"}, {[]string{"--help"}, "otklik [command]"},
		{[]string{"help", "demo"}, "otklik demo [flags]"}, {[]string{"help", "superuser", "create"}, "otklik superuser create [flags]"},
	} {
		code, said := command(t, c.args...)
		if code != 0 || !strings.Contains(said, "Usage:\n  "+c.says) {
			t.Errorf("%v: %d %q", c.args, code, said)
		}
	}
}

func TestVersion(t *testing.T) {
	if code, said := command(t, "version"); code != 0 || !strings.Contains(said, "1.2.3") || !strings.Contains(said, "v0.40.4") {
		t.Errorf("%d %q", code, said)
	}
}

// An account that is locked by wrong passwords is unlocked beside a running server, and
// the counters are counted anew.
func TestCommandsBesideTheServer(t *testing.T) {
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
	if out, err := run("recount"); err != nil || !strings.Contains(out, "Готово") {
		t.Errorf("recounting beside the server: %v %s", err, out)
	}
	for _, wrong := range [][]string{{"unlock"}, {"unlock", "nobody"}, {"recount", "tasks"}} {
		if out, err := run(wrong...); err == nil || !strings.Contains(out, "Ошибка") {
			t.Errorf("%v: %v %s", wrong, err, out)
		}
	}
}
