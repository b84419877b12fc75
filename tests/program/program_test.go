// Package program tries the binary as its users run it: the commands and their
// sentences, the data folder, copies, stops, and what is on the disk.
package program

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// root is the folder of the repository, as seen from this one.
const root = "../.."

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
	c.Dir = root
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

// command runs the program to its end in a temporary folder.
func command(t *testing.T, args ...string) (int, string) {
	t.Helper()
	return (<-begin(t, args...)).must(t)
}

// outcome is how a command has ended.
type outcome struct {
	code int
	said string
	err  error // it could not be started, or did not end
}

func (o outcome) must(t *testing.T) (int, string) {
	t.Helper()
	if o.err != nil {
		t.Fatal(o.err)
	}
	return o.code, o.said
}

// begin starts the program in a temporary folder.
func begin(t *testing.T, args ...string) <-chan outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	c := exec.CommandContext(ctx, program, args...)
	c.Dir = t.TempDir()
	ended := make(chan outcome, 1)
	go func() {
		defer cancel()
		out, err := c.CombinedOutput()
		switch {
		case ctx.Err() != nil:
			ended <- outcome{err: fmt.Errorf("%v does not end: %s", args, out)}
		case c.ProcessState == nil:
			ended <- outcome{err: err}
		default:
			ended <- outcome{code: c.ProcessState.ExitCode(), said: string(out)}
		}
	}()
	return ended
}

// call makes a request with a token and returns the decoded body of its response.
func call(t *testing.T, token, method, url, kind string, body io.Reader) map[string]any {
	t.Helper()
	req, err := http.NewRequest(method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Authorization", token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answer := map[string]any{}
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil || res.StatusCode != 200 {
		t.Fatalf("%s %s: %d %v %v", method, url, res.StatusCode, answer, err)
	}
	return answer
}

// register makes a client and returns a token.
func register(t *testing.T, base, nick string) string {
	t.Helper()
	person := fmt.Sprintf(`{"username":%q,"email":"%s@example.com","password":"parol-12345","passwordConfirm":"parol-12345","profile":{"organization":"ПАО Сбербанк","inn":"7707083893"}}`, nick, nick)
	call(t, "", "POST", base+"/api/collections/users/records", "application/json", strings.NewReader(person))
	answer := call(t, "", "POST", base+"/api/collections/users/auth-with-password", "application/json", strings.NewReader(`{"identity":"`+nick+`","password":"parol-12345"}`))
	return answer["token"].(string)
}
