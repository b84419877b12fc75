//go:build unix

package program

import (
	"bufio"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// stop sends a signal and returns how long the program took to exit with code 0.
func (r *running) stop(t *testing.T, signal os.Signal) time.Duration {
	t.Helper()
	began := time.Now()
	if err := r.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	if err := r.Wait(); err != nil {
		t.Errorf("after %v it exits with %v", signal, err)
	}
	return time.Since(began)
}

// silent is a mail server that accepts connections and says nothing.
func silent(t *testing.T) (port int, accepted *atomic.Int64) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	accepted = new(atomic.Int64)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			accepted.Add(1)
			defer c.Close()
		}
	}()
	return l.Addr().(*net.TCPAddr).Port, accepted
}

// slowUpload posts a comment with a file whose last bytes come when last is closed.
func slowUpload(t *testing.T, base, token, task string, last <-chan struct{}) <-chan string {
	t.Helper()
	body, form := io.Pipe()
	w := multipart.NewWriter(form)
	req, err := http.NewRequest("POST", base+"/api/collections/comments/records", body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Authorization", token)
	begun, answer := make(chan struct{}), make(chan string, 1)
	go func() {
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			answer <- err.Error()
			return
		}
		defer res.Body.Close()
		answer <- res.Status
	}()
	go func() {
		_ = w.WriteField("task", task)
		_ = w.WriteField("body", "С файлом")
		part, _ := w.CreateFormFile("files", "photo.txt")
		fmt.Fprint(part, strings.Repeat("начало ", 20_000))
		close(begun)
		<-last
		fmt.Fprint(part, "конец")
		w.Close()
		form.Close()
	}()
	<-begun
	return answer
}

// stream opens the realtime stream and returns a channel that is closed at its end.
func stream(t *testing.T, base string) <-chan struct{} {
	t.Helper()
	res, err := http.Get(base + "/api/realtime")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer res.Body.Close()
		_, _ = io.Copy(io.Discard, res.Body)
	}()
	return ended
}

// A stop, here that of a closed terminal, ends streams at once, finishes an upload, and leaves a mail server that
// says nothing. The mail in hand is taken up again by the next start.
func TestStop(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	if code, said := command(t, "superuser", "create", "root@example.com", "parol-12345", "--dir", folder); code != 0 {
		t.Fatal(said)
	}
	port, accepted := silent(t)
	server := launch(t, folder)
	root := call(t, "", "POST", server.base+"/api/collections/_superusers/auth-with-password", "application/json", strings.NewReader(`{"identity":"root@example.com","password":"parol-12345"}`))["token"].(string)
	call(t, root, "PATCH", server.base+"/api/settings", "application/json", strings.NewReader(fmt.Sprintf(`{"smtp":{"enabled":true,"host":"127.0.0.1","port":%d}}`, port)))
	token := register(t, server.base, "olga")
	eventually(t, "a letter in hand", func() bool { return accepted.Load() > 0 })
	task := call(t, token, "POST", server.base+"/api/collections/tasks/records", "application/json", strings.NewReader(`{"title":"Остановка"}`))["id"].(string)
	last := make(chan struct{})
	uploaded, ended := slowUpload(t, server.base, token, task, last), stream(t, server.base)

	began := time.Now()
	stopped := make(chan time.Duration, 1)
	go func() { stopped <- server.stop(t, syscall.SIGHUP) }()
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		t.Fatal("the stream goes on")
	}
	time.Sleep(4*time.Second - time.Since(began)) // longer than any other request may take
	close(last)
	if got := <-uploaded; got != "200 OK" {
		t.Errorf("the upload ended with %s", got)
	}
	if d := <-stopped; d > 10*time.Second {
		t.Errorf("it stopped after %v", d)
	}

	if _, err := os.Stat(filepath.Join(folder, "data.db-wal")); err == nil {
		t.Error("it left without closing its database")
	}
	held := accepted.Load()
	launch(t, folder)
	eventually(t, "another attempt at once", func() bool { return accepted.Load() > held })
}

// Streams come through HTTP/2 too, and do not hold the program when it stops.
func TestStopWithStreamsByHTTP2(t *testing.T) {
	r := launch(t, t.TempDir())
	transport := priorKnowledge()
	t.Cleanup(transport.CloseIdleConnections)
	answer, err := (&http.Client{Transport: transport}).Get(r.base + "/api/realtime")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	line, err := bufio.NewReader(answer.Body).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "id:") || answer.Proto != "HTTP/2.0" || answer.Header.Get("Content-Encoding") != "" {
		t.Errorf("%s %q %v %v", answer.Proto, line, answer.Header, err)
	}
	if took := r.stop(t, syscall.SIGTERM); took > 5*time.Second {
		t.Errorf("it stops after %v", took)
	}
}
