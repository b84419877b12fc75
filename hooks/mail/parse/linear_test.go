package parse

import (
	"encoding/base64"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"
)

// shapes are mails in every shape that a sender can lengthen, of about n bytes.
var shapes = []struct {
	name string
	mail func(n int) string
}{
	{"signature separators", plain(repeat("-- \r\nx\r\n"))},
	{"bare separators", plain(repeat("-- \r\n"))},
	{"short separators", plain(repeat("--\r\n\r\n"))},
	{"lines of devices", plain(repeat("Отправлено с iPhone\r\n"))},
	{"lines of devices below blank quotes", plain(func(n int) string { return repeat(">\r\n")(n/2) + "x\r\n" + repeat("Sent from my iPhone\r\n")(n/2) })},
	{"flowed lines", headed("Content-Type: text/plain; format=flowed", repeat("word \r\n"))},
	{"flowed quotes", headed("Content-Type: text/plain; format=flowed; delsp=yes", repeat("> word \r\n"))},
	{"quote signs", plain(repeat(">"))},
	{"quotes", plain(repeat("> x\r\n"))},
	{"steps of quotes", plain(func(n int) string { return "> x\r\n" + repeat("> > y\r\nz\r\n")(n) })},
	{"attributions", plain(repeat("01.02.2026 10:00, a@b.example пишет:\r\n"))},
	{"attributions above blank quotes", plain(repeat("On Tue, wrote:\r\n>\r\n>\r\n"))},
	{"headers in the text", plain(repeat("От: a\r\n"))},
	{"rules", plain(repeat("______________________\r\n"))},
	{"blank lines", plain(repeat("\r\n \r\n"))},
	{"spaces", plain(repeat(" "))},
	{"a forwarded mail", plain(func(n int) string { return "---- Forwarded message ----\r\n" + repeat("> > x\r\n")(n) })},
	{"prefixes of the subject", headed("Subject: %", text("Re: "))},
	{"encoded words", headed("Subject: %", text("=?utf-8?q?=D0?= "))},
	{"broken encoded words", headed("Subject: %", text("=?a?="))},
	{"From headers", func(n int) string { return numbered("From:%d@b\r\n", n) + "\r\nx" }},
	{"From headers of one address", func(n int) string { return repeat("From: a@b.example\r\n")(n) + "\r\nx" }},
	{"addresses", headed("To: %", func(n int) string { return numbered("a%d@b.example, ", n) })},
	{"names of addresses", headed("To: %", text("=?utf-8?q?a?= <a@b.example>, "))},
	{"brackets of addresses", headed("To: %", text("\"(<"))},
	{"references", headed("References: %", func(n int) string { return numbered("<a%d@b> ", n) })},
	{"open references", headed("References: %", text("<a"))},
	{"headers", func(n int) string { return "From: a@b.example\r\n" + numbered("X-%d: x\r\n", n) + "\r\nx" }},
	{"folded lines", headed("X: %", text("a\r\n b"))},
	{"parameters", headed("Content-Type: text/plain%", func(n int) string { return numbered("; a%d=b", n) })},
	{"parts", headed("Content-Type: multipart/mixed; boundary=b", repeat("--b\r\nContent-Type: image/png; name=x.png\r\n\r\nx\r\n"))},
	{"parts of text", headed("Content-Type: multipart/mixed; boundary=b", repeat("--b\r\n\r\nx\r\n"))},
	{"boundaries in a line", headed("Content-Type: multipart/mixed; boundary=b", repeat("--b"))},
	{"parts within parts", func(n int) string {
		return "From: a@b.example\r\n" + numbered("Content-Type: multipart/mixed; boundary=d%[1]d\r\n\r\n--d%[1]d\r\n", n)
	}},
	{"mails within mails", headed("Content-Type: multipart/mixed; boundary=b", repeat("--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nx\r\n"))},
	{"images of one text", func(n int) string {
		return "From: a@b.example\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n" + repeat("<br>x")(n/2) + numbered("<img src=cid:c%d>", n/4) +
			"\r\n" + numbered("--b\r\nContent-Type: image/gif\r\nContent-Id: <c%d>\r\n\r\nGIF89a\xff\x01\xff\x01\x80\r\n", n/4)
	}},
	{"marks of images", headed("Content-Type: text/html", repeat("[cid:"))},
	{"tags", headed("Content-Type: text/html", repeat("<table border=1><td><blockquote><ul><li>x"))},
	{"cells below spaces", headed("Content-Type: text/html", func(n int) string {
		return "<table border=1><td><pre>" + repeat(" ")(n/2) + "</pre>" + repeat("<td>")(n/2)
	})},
	{"attributes", headed("Content-Type: text/html", func(n int) string { return "<p " + repeat("a=b ")(n) })},
	{"comments in HTML", headed("Content-Type: text/html", repeat("<!-- x"))},
	{"links", headed("Content-Type: text/html", repeat("<a href=http://x>y</a>"))},
	{"charsets", headed("Content-Type: text/html", repeat("<meta "))},
	{"quoted-printable", headed("Content-Transfer-Encoding: quoted-printable", repeat("=D0=B0="))},
	{"base64", headed("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64", repeat("0JDQ*"))},
	{"no base64", headed("Content-Transfer-Encoding: base64", repeat("*"))},
	{"signed wrappers", wrapped("application/pkcs7-mime", func(n int) string { return "\x30\x80" + repeat("\x06\x00")(n) })},
	{"open elements", wrapped("application/pkcs7-mime", repeat("\x30\x80"))},
	{"pieces of a signed mail", wrapped("application/pkcs7-mime", func(n int) string {
		return "\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x30\x80\x02\x00\x31\x00\x30\x80\x06\x00\xa0\x80\x24\x80" + repeat("\x04\x10Content-Type: x\n")(n)
	})},
	{"attributes of Outlook", wrapped("application/ms-tnef", func(n int) string {
		return tnefHead + repeat("\x02\x02\x90\x06\x00\x00\x00\x00\x00\x00\x00\x02\x0f\x80\x06\x00\x01\x00\x00\x00x\x00\x00")(n)
	})},
	{"properties of Outlook", wrapped("application/ms-tnef", func(n int) string {
		return tnefHead + "\x01\x03\x90\x06\x00" + fourBytes(n) + fourBytes(n) + repeat("\x1e\x00\x00\x10\x01\x00\x00\x00\x04\x00\x00\x00abcd")(n) + "\x00\x00"
	})},
	{"compressed RTF", rtfMail(repeat("\x00{\\par x}"))},
	{"groups of RTF", rtfMail(repeat("\x00{{{{{{{{"))},
	{"repetitions in RTF", rtfMail(repeat("\xff\x00\x0f\x00\x0f\x00\x0f\x00\x0f\x00\x0f\x00\x0f\x00\x0f\x00\x0f"))},
	{"events", headed("Content-Type: text/calendar", repeat("BEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\n"))},
	{"folded lines of an event", headed("Content-Type: text/calendar", func(n int) string { return "BEGIN:VEVENT\r\nSUMMARY:x\r\n" + repeat(" y\r\n")(n) })},
	{"open blocks of a calendar", headed("Content-Type: text/calendar", repeat("BEGIN:X\r\n"))},
	{"calendars", headed("Content-Type: multipart/mixed; boundary=b", func(n int) string {
		return numbered("--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VEVENT\r\nSUMMARY:%d\r\n", n)
	})},
	{"pictures within HTML", headed("Content-Type: text/html", repeat("<img src=data:image/png;base64,QUJD>"))},
	{"a picture within HTML", headed("Content-Type: text/html", func(n int) string { return "<img src=\"data:image/png;base64," + repeat("QUJD")(n) })},
	{"beginnings of pictures", headed("Content-Type: text/html", repeat("data:image/png,"))},
	{"struck words", headed("Content-Type: text/html", repeat("<s>x </s>"))},
	{"struck lines", headed("Content-Type: text/html", func(n int) string { return "<s>" + repeat("x <br>")(n) })},
	{"exponents", headed("Content-Type: text/html", repeat("x<sup>2</sup>"))},
	{"numbered lists", headed("Content-Type: text/html", func(n int) string { return "<ol type=i start=3000>" + repeat("<li>x")(n) })},
	{"links to files", headed("Content-Type: text/html", repeat("<a href=file://x>y</a>"))},
	{"alternatives with pictures", headed("Content-Type: multipart/alternative; boundary=b", func(n int) string {
		return "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\nContent-Type: text/html\r\n\r\n" + numbered("y<img src=cid:c%d>", n)
	})},
	{"a delivery report", headed("Content-Type: multipart/report; boundary=b", func(n int) string {
		return "--b\r\nContent-Type: message/delivery-status\r\n\r\n" + numbered("Message-ID: <a%d@b>\r\n", n)
	})},
	{"delivery reports", headed("Content-Type: multipart/report; boundary=b", func(n int) string {
		return numbered("--b\r\nContent-Type: message/delivery-status\r\n\r\nMessage-ID: <a%d@b>\r\n", n)
	})},
}

const tnefHead = "\x78\x9f\x3e\x22\x01\x00"

func fourBytes(n int) string {
	return string([]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)})
}

// wrapped returns a mail that is one binary part.
func wrapped(kind string, content func(int) string) func(int) string {
	return func(n int) string {
		return "From: a@b.example\r\nContent-Type: " + kind + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString([]byte(content(n)))
	}
}

// rtfMail returns a mail of Outlook with compressed RTF.
func rtfMail(content func(int) string) func(int) string {
	return wrapped("application/ms-tnef", func(n int) string {
		packed := "\x00\x00\x00\x00\x00\x00\x00\x00LZFu\x00\x00\x00\x00" + content(n)
		property := "\x01\x00\x00\x00\x02\x01\x09\x10\x01\x00\x00\x00" + fourBytes(len(packed)) + packed
		return tnefHead + "\x01\x03\x90\x06\x00" + fourBytes(len(property)) + property + "\x00\x00"
	})
}

func repeat(shape string) func(int) string {
	return func(n int) string { return strings.Repeat(shape, n/len(shape)) }
}

// text repeats a shape in a header, which must not end with a space.
func text(shape string) func(int) string {
	return func(n int) string { return repeat(shape)(n) + "x" }
}

// numbered repeats a format with different numbers.
func numbered(format string, n int) string {
	var out strings.Builder
	for i := 0; out.Len() < n; i++ {
		fmt.Fprintf(&out, format, i)
	}
	return out.String()
}

func plain(body func(int) string) func(int) string { return headed("Subject: x", body) }

// headed returns a mail with a header: the content stands at its % or, without one,
// in the body.
func headed(header string, content func(int) string) func(int) string {
	return func(n int) string {
		if before, after, within := strings.Cut(header, "%"); within {
			return "From: a@b.example\r\n" + before + content(n) + after + "\r\n\r\nx"
		}
		return "From: a@b.example\r\n" + header + "\r\n\r\n" + content(n)
	}
}

// The limits of [TestTableMailsAreReadInLinearTime]: a mail of double the length takes less
// than three times as much. What grows with the square takes four times as much. Over
// three doublings the difference is far above what a busy machine adds.
const (
	shortMail = 8_000
	longMail  = 8 * shortMail
	mostMore  = 3 * 3 * 3
)

// Time is that of the processor without the garbage collector, and the least of
// several tries.
func TestTableMailsAreReadInLinearTime(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	for _, shape := range shapes {
		short, long := measured{}, measured{}
		for range 6 {
			short.least(t, shape.mail(shortMail))
			long.least(t, shape.mail(longMail))
			if long.ratio(short) < mostMore {
				break
			}
		}
		if long.ratio(short) >= mostMore {
			t.Errorf("%s: %+v for %d bytes, %+v for %d", shape.name, short, shortMail, long, longMail)
		}
	}
}

// What is wrong in a transfer encoding is dropped, and not collected.
func TestTableWrongEncodingsTakeLittleMemory(t *testing.T) {
	const size, most = 1 << 20, 60 << 20
	for _, encoding := range []string{"base64", "BASE64", "quoted-printable", "x-unknown"} {
		for _, body := range []string{"*", "\x80", "=", "A*", "=ZZ"} {
			cost := measured{}
			if cost.least(t, headed("Content-Transfer-Encoding: "+encoding, repeat(body))(size)); cost.bytes > most {
				t.Errorf("%q in %s: %d MB for a mail of 1 MB", body, encoding, cost.bytes>>20)
			}
		}
	}
}

// measured is what the reading of a mail costs.
type measured struct {
	time  time.Duration
	timed bool
	bytes uint64
}

// ratio is how many times as much m costs at least, the worse of time and memory: the
// clock of the processor may be a tick behind.
func (m measured) ratio(other measured) float64 {
	return max(float64(m.time-processorTick)/float64(other.time+processorTick), float64(m.bytes)/float64(other.bytes))
}

// least reads a mail and lowers the cost to that of this time.
func (m *measured) least(t *testing.T, raw string) {
	t.Helper()
	runtime.GC() // so that no memory is new to the kernel
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := processorTime()
	read, err := readAtLeisure(raw)
	if err != nil {
		t.Fatalf("%v: %s", err, cutBytes(raw, 100))
	}
	_ = read.Title()
	took := processorTime() - start
	runtime.ReadMemStats(&after)
	if bytes := after.TotalAlloc - before.TotalAlloc; m.bytes == 0 || bytes < m.bytes {
		m.bytes = bytes
	}
	if !m.timed || took < m.time {
		m.time, m.timed = took, true
	}
}
