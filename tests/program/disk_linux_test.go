package program

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/smtp"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// traced serves a new desk and writes the calls that wait for the disk to a file. It
// returns the address and a count of such calls on files with a part in their path.
func traced(t *testing.T, folder string) (base, mailIn string, syncs func(part string) int) {
	t.Helper()
	trace := filepath.Join(t.TempDir(), "trace")
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	c := exec.CommandContext(ctx, "strace", "-D", "-f", "-qq", "-y", "--seccomp-bpf", "-e", "trace=fsync,fdatasync", "-e", "signal=none", "-o", trace,
		program, "serve", "--dir", folder, "--http", "127.0.0.1:0", "--mail-in", "127.0.0.1:0")
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatalf("make installs strace: %v", err)
	}
	t.Cleanup(func() {
		defer cancel()
		_ = c.Process.Signal(os.Interrupt)
		_ = c.Wait()
	})
	var said []string
	for lines := bufio.NewScanner(out); len(said) < 4 && lines.Scan(); {
		said = append(said, lines.Text())
	}
	if len(said) < 4 {
		t.Fatalf("it does not start: %q", said)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	mailIn = said[3][strings.LastIndexByte(said[3], ' ')+1:]
	return strings.TrimSuffix(address(t, said[0]), "/"), mailIn, func(part string) (n int) {
		t.Helper()
		text, err := os.ReadFile(trace)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			// a call that another thread interrupts is written as two lines
			if strings.Contains(line, "sync(") && strings.Contains(line, part) {
				n++
			}
		}
		return n
	}
}

// What a person was told is saved is on the disk: each comment waits for it once at
// least, and so do each file, its folder, and the row that names it.
func TestAcknowledgedIsOnTheDisk(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	base, mailIn, syncs := traced(t, data)
	token := register(t, base, "olga")
	records := base + "/api/collections/"
	task := call(t, token, "POST", records+"tasks/records", "application/json", strings.NewReader(`{"title":"На диске"}`))["id"].(string)
	for n := range 10 {
		before := syncs("data.db-wal")
		call(t, token, "POST", records+"comments/records", "application/json", strings.NewReader(fmt.Sprintf(`{"task":%q,"body":"Слово %d"}`, task, n)))
		if syncs("data.db-wal") == before {
			t.Fatalf("comment %d was acknowledged before it was on the disk", n)
		}
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	_ = w.WriteField("task", task)
	_ = w.WriteField("body", "С файлом")
	part, err := w.CreateFormFile("files", "act.txt")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(part, "Акт сверки")
	w.Close()
	stored := call(t, token, "POST", records+"comments/records", w.FormDataContentType(), &form)
	folder := "/storage/" + stored["collectionId"].(string) + "/" + stored["id"].(string)
	file := folder + "/" + stored["files"].([]any)[0].(string)
	for _, part := range []string{file + ">", file + ".attrs>", folder + ">", "/storage/" + stored["collectionId"].(string) + ">", "/storage>"} {
		if syncs(part) == 0 {
			t.Errorf("%s was not written to the disk", part)
		}
	}

	if code, said := command(t, "superuser", "create", "root@example.com", "parol-12345", "--dir", data); code != 0 {
		t.Fatal(said)
	}
	root := call(t, "", "POST", records+"_superusers/auth-with-password", "application/json", strings.NewReader(`{"identity":"root@example.com","password":"parol-12345"}`))["token"].(string)
	box := call(t, root, "GET", records+"mailbox/records", "application/json", nil)["items"].([]any)[0].(map[string]any)["id"].(string)
	call(t, root, "PATCH", records+"mailbox/records/"+box, "application/json", strings.NewReader(`{"address":"desk@example.com"}`))
	before := syncs("data.db-wal")
	mail := "From: stranger@example.com\r\nTo: desk@example.com\r\nMessage-ID: <1@example.com>\r\nSubject: Mail\r\n\r\nHello\r\n"
	if err := smtp.SendMail(mailIn, nil, "stranger@example.com", []string{"desk@example.com"}, []byte(mail)); err != nil {
		t.Fatal(err)
	}
	if syncs("data.db-wal") == before {
		t.Error("the mail was acknowledged before it was on the disk")
	}
}
