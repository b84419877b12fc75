package parse

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestReadRejectsInvalidMails(t *testing.T) {
	for _, c := range []struct {
		name string
		raw  []byte
	}{
		{"empty", nil},
		{"blanks", []byte("\r\n \r\n")},
		{"words", []byte("only words, no header\n\nat all\n")},
		{"a page", []byte("<!doctype html>\n<html><body>x</body></html>\n")},
		{"binary", []byte{0, 1, 2, 3, 255, 254, 10, 10}},
		{"too long", append([]byte("Subject: x\n\n"), make([]byte, MaxSize)...)},
	} {
		if m, err := Read(c.raw); err == nil {
			t.Errorf("%s was read as a mail: %+v", c.name, m)
		}
	}
}

func TestReadLargestMail(t *testing.T) {
	head := "From: a@example.com\nSubject: large\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nwords\n--b\nContent-Type: application/zip; name=a.zip\n\n"
	raw := append([]byte(head), bytes.Repeat([]byte("0123456789abcde\n"), MaxSize/16)...)[:MaxSize]
	m, err := readAtLeisure(string(raw))
	if err != nil {
		t.Fatal(err)
	}
	if m.Body != "words" || len(m.Files) != 1 || len(m.Files[0].Data) != MaxSize-len(head) {
		t.Errorf("got body %q and %d files", m.Body, len(m.Files))
	}
}

// A mail made to be expensive is read only up to the limits.
func TestTableBounds(t *testing.T) {
	part := func(i int) string { return fmt.Sprintf("--b\nContent-Type: image/png; name=%d.png\n\nx\n", i) }
	var parts, bare, deep, lines strings.Builder
	for i := range 2 * maxParts {
		parts.WriteString(part(i))
		bare.WriteString("--b\n\nx\n")
		deep.WriteString(fmt.Sprintf("Content-Type: multipart/mixed; boundary=d%d\n\n--d%d\n", i, i))
	}
	for range maxLines { // twice as many lines as are looked at
		lines.WriteString("От: а@example.com\nOn Tue, wrote\n")
	}
	mixed := "From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n"
	for _, c := range []struct{ name, raw string }{
		{"parts", mixed + parts.String()},
		{"bare parts", mixed + bare.String()},
		{"deep", "From: a@example.com\n" + deep.String() + "\nbottom"},
		{"parameters", "From: a@example.com\nContent-Type: text/plain" + strings.Repeat("; a=b", 20_000) + "\n\nx"},
		{"addresses", "From: a@example.com\nTo: " + strings.Repeat("b@example.com,", 10_000) + "\n\nx"},
		{"references", "From: a@example.com\nReferences: " + strings.Repeat("<a@b> ", 10_000) + "\n\nx"},
		{"words", "From: a@example.com\nSubject: " + strings.Repeat("=?utf-8?q?=D0?= ", 10_000) + "\n\nx"},
		{"a boundary", "From: a@example.com\nContent-Type: multipart/mixed; boundary=" + strings.Repeat("b", 5000) + "\n\n--" + strings.Repeat("b", 5000) + "\n\nx"},
		{"tags", "From: a@example.com\nContent-Type: text/html\n\n" + strings.Repeat("<table border=1><td><blockquote><ul><li>x", 3_000)},
		{"open tag", "From: a@example.com\nContent-Type: text/html\n\n<p " + strings.Repeat("a=b ", 30_000)},
		{"quotes", "From: a@example.com\n\n" + strings.Repeat(">", 100_000)},
		{"many lines", "From: a@example.com\n\n" + lines.String()},
		{"long header", "From: a@example.com\nTo: " + strings.Repeat("\"(<", 100_000) + "a@example.com\n\nx"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := readAtLeisure(c.raw)
			if err != nil {
				t.Fatal(err)
			}
			checkBounds(t, m)
		})
	}
	if m, _ := readAtLeisure(mixed + parts.String()); len(m.Files) < maxParts-10 {
		t.Errorf("%d of twice as many files were read, want about %d", len(m.Files), maxParts)
	}
}

// checkBounds checks the invariants of every message.
func checkBounds(t *testing.T, m *Message) {
	t.Helper()
	if len(m.Files) > 2*maxParts || len(m.Recipients) > maxList || len(m.References) > maxList || len(m.Bounced) > 3*maxList {
		t.Errorf("unbounded: %d files, %d recipients, %d references, %d bounced", len(m.Files), len(m.Recipients), len(m.References), len(m.Bounced))
	}
	if m.MessageID == "" || len(m.MessageID) > 900 || strings.ContainsAny(m.Subject+m.FromName, "\r\n\x00") {
		t.Errorf("message id %q, subject %q, name %q", m.MessageID, m.Subject, m.FromName)
	}
	for _, text := range []string{m.Body, m.Quoted, m.Subject, m.FromName, m.From, m.ReplyTo} {
		if !utf8.ValidString(text) || strings.Contains(text, historyMark) || strings.Contains(text, hardSpace) {
			t.Errorf("not fit to be shown: %q", text)
		}
	}
	for _, f := range m.Files {
		if f.Name == "" || strings.ContainsAny(f.Name, "/\\\x00\n") || !utf8.ValidString(f.Name) || len([]rune(f.Name)) > 100 {
			t.Errorf("file name %q", f.Name)
		}
		if !wellFormed().MatchString(f.Type) || !strings.Contains(f.Type, "/") {
			t.Errorf("file type %q", f.Type)
		}
	}
}

func TestTitle(t *testing.T) {
	for _, c := range []struct{ subject, want string }{
		{"Счёт", "Счёт"},
		{"Re: Счёт", "Счёт"},
		{"RE[2]: Счёт", "Счёт"},
		{"Re(3): Fwd: HA: Счёт", "Счёт"},
		{"НА: Отв: Счёт", "Счёт"},
		{"ПР: FW:Счёт", "Счёт"},
		{"re : Счёт", "Счёт"},
		{"Re: [№ 12] Счёт", "[№ 12] Счёт"},
		{"Ответ: Re: Счёт", "Счёт"},
		{"Регламент: вопрос", "Регламент: вопрос"},
		{"На складе: недостача", "На складе: недостача"},
		{"Срочно: Re: не стирается", "Срочно: Re: не стирается"},
		{"Re:", ""},
		{"", ""},
	} {
		if got := (&Message{Subject: c.subject}).Title(); got != c.want {
			t.Errorf("the title of %q is %q, want %q", c.subject, got, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	mails, err := filepath.Glob("testdata/*.eml")
	if err != nil {
		f.Fatal(err)
	}
	for _, mail := range mails {
		raw, err := os.ReadFile(mail)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if m, err := Read(raw); err == nil {
			checkBounds(t, m)
		}
	})
}

// BenchmarkRead reads the whole corpus, a mail at a time.
func BenchmarkRead(b *testing.B) {
	mails, _ := filepath.Glob("testdata/*.eml")
	var raws [][]byte
	for _, mail := range mails {
		raw, err := os.ReadFile(mail)
		if err != nil {
			b.Fatal(err)
		}
		raws = append(raws, raw)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := Read(raws[i%len(raws)]); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReadLarge reads a mail of 20 MB with a file, as scanners send them.
func BenchmarkReadLarge(b *testing.B) {
	line := strings.Repeat("QUJD", 19) + "\r\n"
	raw := []byte("From: a@example.com\r\nSubject: scan\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nwords\r\n--b\r\n" +
		"Content-Type: application/pdf; name=scan.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + strings.Repeat(line, (20<<20)/len(line)) + "--b--\r\n")
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if m, err := Read(raw); err != nil || len(m.Files) != 1 {
			b.Fatal(m, err)
		}
	}
}

// What is over a limit is left out, or not looked at; nothing is taken for something
// else.
func TestLimits(t *testing.T) {
	read := func(raw string) *Message {
		t.Helper()
		m, err := readAtLeisure(raw)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	if m := read("Subject: " + strings.Repeat("щ", maxSubject+1) + "\n\nx"); m.Subject != strings.Repeat("щ", maxSubject) {
		t.Errorf("%d characters of the subject", len([]rune(m.Subject)))
	}
	long := "To: desk@firma.example\nX: " + strings.Repeat("x", maxHeader-100)
	if m := read(long + "\nFrom: " + strings.Repeat(" ", 50) + "olga@example.com.evil.example\n\nx"); m.From != "" {
		t.Errorf("half a From is %s", m.From)
	}
	if m := read(long + "\nFrom: olga@example.com\n .evil.example\nY: " + strings.Repeat("y", 100) + "\n\nwords"); m.From != "olga@example.com" || m.Body != "words" {
		t.Errorf("From %s, body %s", m.From, m.Body)
	}
	lines := strings.Repeat("x\n", maxLines)
	if m := read("From: a@b.example\n\n" + lines + "-- \nlast"); !strings.HasSuffix(m.Body, "\nx\n-- \nlast") || m.Quoted != "" {
		t.Errorf("the end is %q", m.Body[len(m.Body)-20:])
	}
	if m := read("From: a@b.example\nSubject: Re: x\n\nnew\n\nOn Tue, wrote:\n" + strings.Repeat("> x\n", maxLines) + "> last"); m.Body != "new" || !strings.HasSuffix(m.Quoted, "> x\n> last") {
		t.Errorf("body %q", cutBytes(m.Body, 40))
	}
}

// A mail may take two seconds, without what doesn't count.
func TestDeadline(t *testing.T) {
	const most, tick = 2 * time.Second, time.Nanosecond
	now := time.Now()
	w := newWatch(func() time.Time { return now })
	wait := func(d time.Duration, over bool) {
		t.Helper()
		if now = now.Add(d); w.isOver() != over {
			t.Errorf("over: %t, want %t", !over, over)
		}
	}
	wait(0, false)
	wait(most-tick, false)
	w.pause(func() { now = now.Add(time.Hour) })
	wait(tick, false)
	wait(tick, true)
	w.pause(func() { now = now.Add(time.Hour) })
	wait(0, true)
}

// The time that a mail has begins with its reading.
func TestReadingEndsAtTheDeadline(t *testing.T) {
	for _, c := range []struct {
		tick time.Duration // what passes from one look at the clock to the next
		want error
	}{{time.Millisecond, nil}, {maxTime, errTooSlow}} {
		now := time.Now()
		clock := func() time.Time {
			now = now.Add(c.tick)
			return now
		}
		if _, err := read([]byte("From: a@b.example\n\nx"), newWatch(clock)); err != c.want {
			t.Errorf("with ticks of %s: %v", c.tick, err)
		}
	}
}

// readAtLeisure reads a mail with a clock that stands still, because a test on a busy
// machine may miss the deadline.
func readAtLeisure(raw string) (*Message, error) {
	start := time.Now()
	return read([]byte(raw), newWatch(func() time.Time { return start }))
}
