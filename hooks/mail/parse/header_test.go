package parse

import (
	"strings"
	"testing"
)

// No form of a From header passes one sender off as another.
func TestSender(t *testing.T) {
	for _, c := range []struct{ from, want string }{
		{"From: Olga <OLGA@Example.com>", "olga@example.com|Olga"},
		{"From: olga@example.com (Olga)", "olga@example.com|Olga"},
		{"From: olga@example.com", "olga@example.com|"},
		{"From: <olga@example.com>, <olga@example.com>", "olga@example.com|"},
		{"From: \"olga@example.com\" <evil@else.example>", "evil@else.example|olga@example.com"},
		{"From: olga@example.com <evil@else.example>", "evil@else.example|olga@example.com"},
		{"From: =?utf-8?q?olga=40example.com?= <evil@else.example>", "evil@else.example|olga@example.com"},
		{"From: =?utf-8?q?olga=40example.com?=", "|"},
		{"From: =?utf-8?q?Olga_=3Colga=40example.com=3E?= <e@else.example>", "e@else.example|Olga <olga@example.com>"},
		{"From: evil@else.example, olga@example.com", "|evil@else.example, olga@example.com"},
		{"From: evil@else.example\r\nFrom: olga@example.com", "|evil@else.example, olga@example.com"},
		{"Sender: olga@example.com", "|"},
		{"From: o\u212aga@example.com", "o\u212aga@example.com|"},
		{"From: undisclosed-recipients:;", "|"},
		{"From: \"Петрова, Ольга\" <olga@example.com>", "olga@example.com|Петрова, Ольга"},
		{"From: Olga <olga@example.com", "olga@example.com|Olga"},
	} {
		m, err := Read([]byte(c.from + "\r\nTo: desk@firma.example\r\n\r\nx"))
		if err != nil {
			t.Fatal(err)
		}
		if got := m.From + "|" + m.FromName; got != c.want {
			t.Errorf("%s: %q, want %q", strings.ReplaceAll(c.from, "\r\n", " "), got, c.want)
		}
	}
}
