package program

import (
	"bufio"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// running is a server that a test stops by itself.
type running struct {
	*exec.Cmd
	base string
	out  *bufio.Reader
}

func launch(t *testing.T, folder string) *running {
	t.Helper()
	return launchAt(t, folder, "127.0.0.1:0")
}

func launchAt(t *testing.T, folder, at string) *running {
	t.Helper()
	c := exec.Command(program, "serve", "--dir", folder, "--http", at)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill() })
	r := &running{Cmd: c, out: bufio.NewReader(out)}
	line, err := r.out.ReadString('\n')
	if err != nil {
		t.Fatalf("it does not start: %v", err)
	}
	r.base = strings.TrimSuffix(address(t, line), "/")
	return r
}

func eventually(t *testing.T, what string, met func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !met(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s does not happen", what)
		}
	}
}
