package links

import (
	"strings"
	"testing"
)

func TestWithoutToken(t *testing.T) {
	const key = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJvbGdhIn0.c2lnbmVk-_c2lnbmVk"
	for _, c := range []struct{ address, want string }{
		{"/links/rate/" + key + "?r=5", "/links/rate/…"},
		{"/links/read/" + key, "/links/read/…"},
		{"/links/unsubscribe/anything", "/links/unsubscribe/…"},
		{"/links/other/anything", "/links/…"},
		{"/links/" + key, "/links/…"},
		{"/LINKS/Rate/" + strings.ToLower(key), "/links/…"},
		{"/links%2Frate%2F" + key, "/links/rate/…"},
		{"/%6Cinks/rate/" + key, "/links/rate/…"},
		{"/%zz/links/rate/" + key, "/%zz/links/rate/…"},
		{"https://desk.example/links/rate/" + key, "https://desk.example/links/rate/…"},
		{"/reset/" + key, "/reset/…"},
		{"/api/files/tasks/1/a.pdf?token=" + key + "&thumb=0x0", "/api/files/tasks/1/a.pdf?token=…&thumb=0x0"},
		{"/links/style.css", "/links/style.css"},
		{"/api/collections/tasks/records?filter=title~%22eyJ%22", "/api/collections/tasks/records?filter=title~%22eyJ%22"},
		{"", ""},
	} {
		if got := withoutToken(c.address); got != c.want {
			t.Errorf("%s: %s, want %s", c.address, got, c.want)
		}
	}
}
