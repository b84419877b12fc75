package main_test

import (
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
	"strings"
	"testing"
	"time"

	"otklik/hooks/web"
)

// serve builds the program, starts it on an empty folder and returns its address.
func serve(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	program := filepath.Join(folder, "embed")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	c := exec.CommandContext(ctx, program, "serve", "--dir", filepath.Join(folder, "data"), "--http", address)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Signal(os.Interrupt)
		_ = c.Wait()
		cancel()
	})
	for range 200 {
		if res, err := http.Get("http://" + address + "/api/health"); err == nil {
			res.Body.Close()
			return "http://" + address
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("it does not answer")
	return ""
}

func ask(t *testing.T, method, url, token, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

func TestSomebodysProgramIsAnOtklik(t *testing.T) {
	base := serve(t)
	users, tasks := base+"/api/collections/users", base+"/api/collections/tasks/records"
	person := `"email":"olga@example.com","password":"parol-12345","passwordConfirm":"parol-12345"`
	if code, text := ask(t, "POST", users+"/records", "", `{"username":"olga",`+person+`,"profile":{"organization":"ПАО Сбербанк","inn":"7707083894"}}`); code != 400 || !strings.Contains(text, "inn_checksum") {
		t.Fatalf("%d %s", code, text)
	}
	if code, text := ask(t, "POST", users+"/records", "", `{"username":"olga",`+person+`,"profile":{"organization":"ПАО Сбербанк","inn":"7707083893"}}`); code != 200 {
		t.Fatalf("%d %s", code, text)
	}
	_, text := ask(t, "POST", users+"/auth-with-password", "", `{"identity":"olga","password":"parol-12345"}`)
	var session struct{ Token string }
	if err := json.Unmarshal([]byte(text), &session); err != nil || session.Token == "" {
		t.Fatalf("%v %s", err, text)
	}
	for i := range 2 {
		if code, text := ask(t, "POST", tasks, session.Token, `{"title":"Задача"}`); code != 200 || !strings.Contains(text, fmt.Sprintf(`"number":%d`, i+1)) {
			t.Fatalf("%d %s", code, text)
		}
	}
	if code, text := ask(t, "GET", tasks, "", ""); code != 200 || !strings.Contains(text, `"totalItems":0`) {
		t.Errorf("a guest sees %d %s", code, text)
	}
	for path, want := range map[string]string{"/own": "own route", "/": "own page", "/tasks": "own page"} {
		if code, text := ask(t, "GET", base+path, "", ""); code != 200 || !strings.Contains(text, want) {
			t.Errorf("%s: %d %.200s", path, code, text)
		}
	}
	_, err := fs.Stat(web.Dashboard(), "main.js")
	built := err == nil
	if code, text := ask(t, "GET", base+"/_/extensions.js", "", ""); code != 200 || strings.Contains(text, "Сервис-деск") != built {
		t.Errorf("the dashboard's extensions, with ours built %v: %d %.200s", built, code, text)
	}
}
