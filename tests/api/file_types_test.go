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
