package api

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks"
	"otklik/hooks/mail/smtpd"
)

// newListeningDesk returns a desk that receives mail.
func newListeningDesk(t *testing.T, in *smtpd.Config) *desk {
	t.Helper()
	d := newDeskOn(t, newAppWith(t, hooks.Config{MailIn: in}))
	if err := mailbox(d, map[string]any{"address": deskAddress, "plus": true, "accept_unverified": true}); err != nil {
		t.Fatal(err)
	}
	return d
}

// talk is a conversation with the listener, line by line.
type talk struct {
	testing.TB
	net.Conn
	in *bufio.Reader
}

func talkTo(t testing.TB, network, address string) *talk {
	t.Helper()
	c, err := net.Dial(network, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	_ = c.SetDeadline(time.Now().Add(longWait))
	return &talk{t, c, bufio.NewReader(c)}
}

// answer reads one response to its last line.
func (c *talk) answer() string {
	c.Helper()
	var all strings.Builder
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			c.Fatalf("%q: %v", all.String()+line, err)
		}
		all.WriteString(line)
		if len(line) < 4 || line[3] == ' ' {
			return all.String()
		}
	}
}

// say sends a line and checks the beginning of the response.
func (c *talk) say(line, want string) string {
	c.Helper()
	if _, err := io.WriteString(c, line+"\r\n"); err != nil {
		c.Fatal(err)
	}
	got := c.answer()
	if !strings.HasPrefix(got, want) {
		c.Errorf("%.80q: %q, want %s", line, got, want)
	}
	return got
}

// begin says hello and names sender and recipient.
func (c *talk) begin(hello, from, to string) {
	c.Helper()
	if got := c.answer(); !strings.HasPrefix(got, "220") {
		c.Fatal(got)
	}
	c.say(hello, "250")
	c.say("MAIL FROM:<"+from+">", "250")
	c.say("RCPT TO:<"+to+">", "250")
}

func TestMailListener(t *testing.T) {
	in := &smtpd.Config{Address: "127.0.0.1:0"}
	d := newListeningDesk(t, in)
	c := talkTo(t, "tcp", in.Address)
	c.begin("EHLO client.example", "olga@example.com", d.replyTo("work", "olga"))
	for _, relay := range []string{"somebody@else.example", "desk@firma.example.evil.example", "olga@firma.example", "<@firma.example:x@else.example"} {
		c.say("RCPT TO:<"+relay+">", "5")
	}
	c.say("DATA", "354")
	c.say(mailOf("olga@example.com", deskAddress, "s1@olga", "Re: Задача", "Из почты\r\n..точка")+".", "250")
	d.judged(d.lastMail(), "accepted", "")
	if d.count("comments", "body = 'Из почты\n.точка'") != 1 {
		t.Error("no comment")
	}
	c.say("VRFY olga", "252")
	c.say("QUIT", "221")
}

// A hostile sender is stopped by the limits, and the listener goes on.
func TestMailListenerIsAttacked(t *testing.T) {
	in := &smtpd.Config{Address: "127.0.0.1:0"}
	d := newListeningDesk(t, in)

	big := talkTo(t, "tcp", in.Address)
	big.begin("EHLO client.example", "olga@example.com", deskAddress)
	big.say("DATA", "354")
	head := mailOf("olga@example.com", deskAddress, "big@olga", "Большое", "")
	if _, err := io.WriteString(big, head+strings.Repeat(strings.Repeat("x", 998)+"\r\n", 26*1049)); err != nil {
		t.Fatal(err)
	}
	big.say(".", "552")
	big.say("MAIL FROM:<olga@example.com> SIZE=27000000", "552")
	big.say("NOOP", "250")

	garbage := talkTo(t, "tcp", in.Address)
	garbage.answer()
	_, _ = io.WriteString(garbage, "GET / HTTP/1.1\r\nHost: x\r\n\x00\x01\xff\r\nDATA\r\nMAIL FROM:<a@b>\r\nBDAT 99999999999\r\nRCPT TO:<"+strings.Repeat("x", 100_000)+">\r\n\r\n")
	for range 4 {
		if got := garbage.answer(); got[0] != '5' && got[0] != '2' && got[0] != '4' {
			t.Errorf("garbage is answered with %q", got)
		}
	}

	smuggle := talkTo(t, "tcp", in.Address)
	smuggle.begin("EHLO client.example", "olga@example.com", deskAddress)
	smuggle.say("DATA", "354")
	smuggle.say(mailOf("olga@example.com", deskAddress, "smuggle@olga", "Одно", "Текст\n.\nMAIL FROM:<boss@example.com>\nRCPT TO:<"+deskAddress+">\nDATA\nSubject: Второе\n\nx")+".", "250")
	if d.count("inbox", "1") != 1 {
		t.Error("one mail became two")
	}

	var crowd []*talk
	for range 60 {
		crowd = append(crowd, talkTo(t, "tcp", in.Address))
	}
	refused := 0
	for _, c := range crowd {
		if strings.HasPrefix(c.answer(), "421") {
			refused++
		}
	}
	if refused == 0 {
		t.Error("everybody is let in at once")
	}
	for _, c := range crowd {
		c.Close()
	}
	deadline := time.Now().Add(longWait)
	for {
		c := talkTo(t, "tcp", in.Address)
		if strings.HasPrefix(c.answer(), "220") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("no room any more")
		}
	}
}

// One host holds at most ten places: others go on. Places that are left are free at
// once.
func TestPlacesByHost(t *testing.T) {
	in := &smtpd.Config{Address: "127.0.0.1:0"}
	newListeningDesk(t, in)
	greeted := func(host string) (*talk, string) {
		dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(host)}}
		c, err := dialer.Dial("tcp", in.Address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		_ = c.SetDeadline(time.Now().Add(longWait))
		out := &talk{t, c, bufio.NewReader(c)}
		return out, out.answer()[:3]
	}
	const places = 10
	var first *talk
	for i := range places + 3 {
		want := "220"
		if i >= places {
			want = "421"
		}
		c, got := greeted("127.0.0.1")
		if got != want {
			t.Errorf("connection %d is answered with %s, want %s", i+1, got, want)
		}
		if first == nil {
			first = c
		}
	}
	for _, other := range []string{"127.0.0.2", "127.0.0.3"} {
		if _, got := greeted(other); got != "220" {
			t.Errorf("%s is answered with %s", other, got)
		}
	}
	first.say("QUIT", "221")
	deadline := time.Now().Add(longWait)
	for got := ""; got != "220"; {
		if _, got = greeted("127.0.0.1"); time.Now().After(deadline) {
			t.Fatal("the place is not free")
		}
	}
}

// While the database fails, or the desk has no address yet, the sender gets a
// temporary error and retries.
func TestMailListenerDefers(t *testing.T) {
	in := &smtpd.Config{Address: "127.0.0.1:0"}
	d := newListeningDesk(t, in)
	c := talkTo(t, "tcp", in.Address)
	c.begin("EHLO client.example", "olga@example.com", deskAddress)
	if _, err := d.app.DB().NewQuery("ALTER TABLE inbox RENAME TO inbox_away").Execute(); err != nil {
		t.Fatal(err)
	}
	c.say("DATA", "354")
	raw := mailOf("olga@example.com", deskAddress, "later@olga", "Позже", "Текст")
	c.say(raw+".", "451")
	if _, err := d.app.DB().NewQuery("ALTER TABLE inbox_away RENAME TO inbox").Execute(); err != nil {
		t.Fatal(err)
	}
	c.say("MAIL FROM:<olga@example.com>", "250")
	c.say("RCPT TO:<"+deskAddress+">", "250")
	c.say("DATA", "354")
	c.say(raw+".", "250")
	if d.count("tasks", "title = 'Позже'") != 1 {
		t.Error("no task")
	}
	if err := mailbox(d, map[string]any{"address": ""}); err != nil {
		t.Fatal(err)
	}
	c.say("MAIL FROM:<olga@example.com>", "250")
	c.say("RCPT TO:<"+deskAddress+">", "451")
}

// LMTP responds for each recipient.
func TestMailListenerSpeaksLMTP(t *testing.T) {
	in := &smtpd.Config{Address: filepath.Join(t.TempDir(), "lmtp.sock")}
	d := newListeningDesk(t, in)
	c := talkTo(t, "unix", strings.TrimPrefix(in.Address, "unix:"))
	c.begin("LHLO mx.example", "olga@example.com", deskAddress)
	c.say("RCPT TO:<"+d.replyTo("work", "olga")+">", "250")
	c.say("RCPT TO:<nobody@firma.example>", "550")
	c.say("DATA", "354")
	c.say(mailOf("olga@example.com", deskAddress, "l1@olga", "Re: Задача", "По LMTP")+".", "250")
	if got := c.answer(); !strings.HasPrefix(got, "250") {
		t.Errorf("the second recipient: %s", got)
	}
	row := d.lastMail()
	d.judged(row, "accepted", "")
	if row.GetString("via") != "lmtp" || row.GetString("task") != id("work") {
		t.Errorf("the row: %v", row.PublicExport())
	}
}

// On shutdown a mail in progress is received to its end, and idle senders do not
// delay it.
func TestMailListenerStops(t *testing.T) {
	in := &smtpd.Config{Address: "127.0.0.1:0"}
	d := newListeningDesk(t, in)
	idle := talkTo(t, "tcp", in.Address)
	idle.answer()
	c := talkTo(t, "tcp", in.Address)
	c.begin("EHLO client.example", "olga@example.com", d.replyTo("work", "olga"))
	c.say("DATA", "354")
	stopped := make(chan error, 1)
	go func() {
		stopped <- d.app.OnTerminate().Trigger(&core.TerminateEvent{App: d.app}, func(*core.TerminateEvent) error { return nil })
	}()
	if _, err := idle.in.ReadString('\n'); err == nil {
		t.Error("the idle one was told something")
	}
	c.say(mailOf("olga@example.com", deskAddress, "last@olga", "Re: Задача", "Последнее")+".", "250")
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	d.judged(d.lastMail(), "accepted", "")
	if _, err := net.Dial("tcp", in.Address); err == nil {
		t.Error("it still listens")
	}
}

func TestMailListenerSecures(t *testing.T) {
	certificate, key := selfSigned(t)
	in := &smtpd.Config{Address: "127.0.0.1:0", CertFile: certificate, KeyFile: key}
	d := newListeningDesk(t, in)
	c := talkTo(t, "tcp", in.Address)
	c.answer()
	if got := c.say("EHLO client.example", "250"); !strings.Contains(got, "STARTTLS") || strings.Contains(got, "AUTH") {
		t.Errorf("offers %q", got)
	}
	c.say("STARTTLS", "220")
	secure := tls.Client(c.Conn, &tls.Config{InsecureSkipVerify: true})
	s := &talk{t, secure, bufio.NewReader(secure)}
	s.say("EHLO client.example", "250")
	s.say("MAIL FROM:<olga@example.com>", "250")
	s.say("RCPT TO:<"+deskAddress+">", "250")
	s.say("DATA", "354")
	s.say(mailOf("olga@example.com", deskAddress, "tls@olga", "Тайное", "Текст")+".", "250")
	d.judged(d.lastMail(), "accepted", "")

	app := newAppWith(t, hooks.Config{MailIn: &smtpd.Config{Address: "127.0.0.1:0", CertFile: certificate, KeyFile: "nowhere"}})
	t.Cleanup(app.Cleanup)
	router, err := apis.NewRouter(app)
	if err != nil {
		t.Fatal(err)
	}
	err = app.OnServe().Trigger(&core.ServeEvent{App: app, Router: router}, func(*core.ServeEvent) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "сертификат") {
		t.Errorf("a certificate that can't be read: %v", err)
	}
}

// selfSigned makes a certificate for the loopback.
func selfSigned(t *testing.T) (certificate, key string) {
	t.Helper()
	pair, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	what := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	made, err := x509.CreateCertificate(rand.Reader, what, what, &pair.PublicKey, pair)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(pair)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, data []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	return write("cert.pem", "CERTIFICATE", made), write("key.pem", "PRIVATE KEY", secret)
}
