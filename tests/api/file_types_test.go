package api

import (
	"net/url"
	"strings"
	"testing"
)

// No upload is served as a page, a script, a style or an SVG, whatever its name and
// its beginning, and what accountants send still arrives.
func TestFilesAreServedByTheirContent(t *testing.T) {
	d := newDesk(t)
	token := "?token=" + url.QueryEscape(d.want(200, "olga", "POST", "/api/files/token", "").decode(t)["token"].(string))
	const octets = "application/octet-stream"
	comment := "<!-- " + strings.Repeat("x", 4096) + " -->"
	for _, row := range []struct{ name, content, kind, disposition string }{
		{"a.svg", `<?xml version="1.0"?>` + comment + `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`, octets, "attachment"},
		{"a.js", "alert(1)", octets, "attachment"},
		{"a.MJS", "alert(1)", octets, "attachment"},
		{"a.css", "body { color: red }", octets, "attachment"},
		{"a.html", "GIF89a\x01\x00\x01\x00\x00\x00\x00<script>alert(1)</script>", octets, "attachment"},
		{"a.xhtml", `<?xml version="1.0"?>` + comment + `<html xmlns="http://www.w3.org/1999/xhtml"/>`, octets, "attachment"},
		{"a.htm", "just a text", octets, "attachment"},
		{"a.mht", "just a text", octets, "attachment"},
		{"a.gif", "GIF89a\x01\x00\x01\x00\x00\x00\x00", "image/gif", "inline"},
		{"report.xml", `<?xml version="1.0" encoding="windows-1251"?><Файл/>`, "text/xml", "attachment"},
		{"act.pdf", "%PDF-1.4\n%%EOF", "application/pdf", "inline"},
		{"act.txt", "сумма 100", "text/plain", "attachment"},
		{"sum.csv", "a,b\n1,2\n3,4\n", "text/csv", "attachment"},
	} {
		at := "/api/files/comments/" + uploadFile(d, "olga", "comments", map[string]string{"task": id("work"), "body": "Файл"}, row.name, row.content) + token
		for _, more := range []string{"", "&download=0", "&thumb=240x240", "&download=1"} {
			got := d.ask("", "GET", at+more, "")
			d.check(got, 200)
			if kind := got.header.Get("Content-Type"); !strings.HasPrefix(kind, row.kind) && more != "&thumb=240x240" {
				t.Errorf("%s%s: %s", row.name, more, kind)
			}
			if kind := got.header.Get("Content-Disposition"); !strings.HasPrefix(kind, row.disposition) && more != "&download=1" && more != "&thumb=240x240" {
				t.Errorf("%s%s: %s", row.name, more, kind)
			}
			if got.header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(got.header.Get("Content-Security-Policy"), "default-src 'none'") {
				t.Errorf("%s%s: %v", row.name, more, got.header)
			}
		}
	}
}

// What firms that keep books in 1C send each other is taken, by its content or, where
// no content tells, by its name; programs and unknown files are not.
func TestFilesOfTheTrade(t *testing.T) {
	d := newDesk(t)
	const binary = "\x01\x02\x03\x00\xfe\xff\x80"
	for _, row := range []struct {
		name, content string
		status        int
	}{
		{"Обработка.epf", "\xff\xff\xff\x7f\x00\x02\x00\x00" + binary, 200},
		{"Обработка", "\xff\xff\xff\x7f\x00\x02\x00\x00" + binary, 200},
		{"База.1CD", "1CDBMSV8" + binary, 200},
		{"Выгрузка.dt", "1CIBDmpF3" + binary, 200},
		{"Ведомость.MXL", "MOXCEL\x00" + binary, 200},
		{"Схема.grs", binary, 200},
		{"Расширение.cfe", binary, 200},
		{"Договор.pdf.sig", "\x30\x82\x02\x10\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + binary, 200},
		{"Акт.sgn", binary, 200},
		{"ключ.p7s", "MIIGBAYJKoZIhvcNAQcCoIIF", 200},
		{"plat.dbf", binary, 200},
		{"запись.ogg", "OggS\x00\x02" + strings.Repeat("\x00", 22) + "\x01\x13OpusHead", 200},
		{"голос.m4a", "\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00", 200},
		{"экран.mp4", "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", 200},
		{"звонок.wav", "RIFF\x24\x00\x00\x00WAVEfmt ", 200},
		{"встреча.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", 200},
		{"update.exe", "MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff", 400},
		{"update.epf", "MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff", 400},
		{"unknown.bin", binary, 400},
		{"unknown", binary, 400},
		{"run.elf", "\x7fELF\x02\x01\x01\x00" + strings.Repeat("\x00", 60), 400},
	} {
		got := sendFile(d, "olga", "comments", map[string]string{"task": id("work"), "body": "Файл"}, row.name, row.content)
		if got.status != row.status || row.status == 400 && !strings.Contains(got.body, `"files":{"code":"validation_invalid_mime_type"`) {
			t.Errorf("%s: %d %s", row.name, got.status, got.body)
		}
	}
}
