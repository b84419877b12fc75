package api

import (
	"compress/gzip"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// fillQueue creates tasks of olga's, so that lists are long enough to compress.
func fillQueue(d *desk) {
	for range 12 {
		d.want(200, "olga", "POST", records("tasks"), `{"title":"Не проводится накладная","description":"Не проводится накладная, пишет «Не заполнена номенклатура»."}`)
	}
}

// unpacked returns the body of a compressed answer.
func unpacked(t *testing.T, got response) string {
	t.Helper()
	r, err := gzip.NewReader(strings.NewReader(got.body))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestJSONIsCompressed(t *testing.T) {
	d := newDesk(t)
	fillQueue(d)
	for _, row := range []struct{ who, method, path, accept, coding string }{
		{"olga", "GET", records("tasks"), "gzip, deflate, br, zstd", "gzip"},
		{"boss", "GET", "/api/desk/queue", "gzip", "gzip"},
		{"boss", "GET", "/api/desk/search?q=накладная", "gzip", "gzip"},
		{"boss", "GET", "/api/desk/log", "gzip", "gzip"},
		{"olga", "GET", records("tasks"), "", ""},
		{"olga", "GET", records("tasks"), "br", ""},
		{"olga", "GET", records("tasks"), "gzip;q=0, br", ""},
		{"olga", "HEAD", records("tasks"), "gzip", ""},
		{"olga", "GET", records("tasks") + "?perPage=1&fields=id", "gzip", ""}, // too short
		{"boss", "GET", "/api/desk/export?what=tasks&format=csv", "gzip", ""},  // a file
	} {
		plain := d.ask(row.who, row.method, row.path, "")
		got := d.ask(row.who, row.method, row.path, "", "Accept-Encoding", row.accept)
		if got.status != 200 || got.header.Get("Content-Encoding") != row.coding {
			t.Errorf("%s %s for %q: %d %q, want %q", row.method, row.path, row.accept, got.status, got.header.Get("Content-Encoding"), row.coding)
			continue
		}
		if !slices.Contains(got.header.Values("Vary"), "Accept-Encoding") {
			t.Errorf("%s: Vary is %q", row.path, got.header.Values("Vary"))
		}
		body := got.body
		if row.coding != "" {
			if len(body)*2 > len(plain.body) {
				t.Errorf("%s: %d bytes of %d", row.path, len(body), len(plain.body))
			}
			body = unpacked(t, got)
		}
		if len(body) != len(plain.body) || got.header.Get("Content-Length") != "" { // the order of names is free
			t.Errorf("%s for %q has another body: %s", row.path, row.accept, body)
		}
	}
}

// What carries a token, a stream or an error is sent as it is.
func TestSecretsAreNotCompressed(t *testing.T) {
	d := newDesk(t)
	padding := strings.Repeat("x", 2000)
	for _, row := range []struct {
		who, method, path, body string
		status                  int
	}{
		{"", "POST", "/api/collections/users/auth-with-password", `{"identity":"anna","password":"parol-12345"}`, 200},
		{"anna", "POST", "/api/collections/users/auth-refresh", "", 200},
		{"anna", "POST", "/api/files/token", "", 200},
		{"", "GET", "/api/collections/users/auth-methods", "", 200},
		{"anna", "GET", "/api/desk/" + padding, "", 404},
		{"olga", "POST", records("tasks"), `{"title":"` + padding + `"}`, 400},
	} {
		got := d.ask(row.who, row.method, row.path, row.body, "Accept-Encoding", "gzip")
		if got.status != row.status || got.header.Get("Content-Encoding") != "" || !strings.HasPrefix(got.body, "{") {
			t.Errorf("%s %.60s: %d %q %.200s", row.method, row.path, got.status, got.header.Get("Content-Encoding"), got.body)
		}
	}
	if got := d.ask("", http.MethodGet, records("nothing"), "", "Accept-Encoding", "gzip"); got.status != 404 {
		t.Errorf("a missing collection: %d", got.status)
	}
}
