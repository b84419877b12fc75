package api

import (
	"fmt"
	"maps"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

// Every signed page has its security headers.
func TestLinkHeaders(t *testing.T) {
	d := newDesk(t)
	link := d.link("rate", "olga", "done", "done")
	for _, got := range []response{
		d.ask("", "GET", link, ""), d.ask("", "GET", "/links/rate/none", ""), d.post(link, "rating=9"),
		d.post(link, "rating=5"), d.ask("", "PUT", link, ""), d.ask("", "GET", "/links/", ""), d.ask("", "POST", "/links/nowhere", ""),
	} {
		for _, c := range []struct{ name, want string }{
			{"Content-Type", "text/html; charset=utf-8"}, {"Referrer-Policy", "no-referrer"}, {"Cache-Control", "no-store"},
			{"X-Robots-Tag", "noindex, nofollow, noarchive"}, {"X-Content-Type-Options", "nosniff"}, {"X-Frame-Options", "DENY"},
		} {
			if got.header.Get(c.name) != c.want {
				t.Errorf("%d: %s: %q, want %q", got.status, c.name, got.header.Get(c.name), c.want)
			}
		}
		policy := got.header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%d: policy %q", got.status, policy)
		}
		if len(got.header.Values("Set-Cookie")) > 0 {
			t.Error("a cookie")
		}
	}
}

// A form larger than the limit is refused.
func TestLinkBodyLimit(t *testing.T) {
	d := newDesk(t)
	link := d.link("rate", "olga", "done", "done")
	big := "rating=5&comment=" + strings.Repeat("a", 40<<10)
	d.check(d.post(link, big), 413, "Слишком длинный отзыв")
	req := httptest.NewRequest("POST", link, struct{ *strings.Reader }{strings.NewReader(big)}) // of unknown length
	req.Header.Set("Content-Type", urlencoded)
	rec := httptest.NewRecorder()
	d.mux.ServeHTTP(rec, req)
	d.check(response{rec.Code, rec.Header(), rec.Body.String()}, 413, "Слишком длинный отзыв")
	if d.rated("done") != "" {
		t.Error("rated")
	}
	d.check(d.post(link, "rating=5&comment="+strings.Repeat("%F0%9D%94%B8", 2000)), 200)
}

// The rate limit of links counts by the client's address as PocketBase determines it.
func TestLinkRateLimit(t *testing.T) {
	d := newDesk(t)
	from := func(address, forwarded string) int {
		req := httptest.NewRequest("GET", "/links/rate/none", nil)
		req.RemoteAddr = address + ":1"
		req.Header.Set("X-Forwarded-For", forwarded)
		rec := httptest.NewRecorder()
		d.mux.ServeHTTP(rec, req)
		if rec.Code == 429 && !strings.Contains(rec.Body.String(), "Слишком много запросов") {
			t.Errorf("not the page: %s", rec.Body)
		}
		return rec.Code
	}
	statuses := map[int]int{}
	for i := range 301 {
		statuses[from("10.9.9.9", fmt.Sprintf("10.8.0.%d", i%250))]++
	}
	if want := map[int]int{410: 300, 429: 1}; !maps.Equal(statuses, want) {
		t.Errorf("answers: %v, want %v", statuses, want)
	}
	d.set(func(s *core.Settings) { s.TrustedProxy.Headers = []string{"X-Forwarded-For"} })
	clear(statuses)
	for i := range 310 {
		statuses[from("10.9.9.9", fmt.Sprintf("10.8.0.%d", i%2))]++
	}
	if want := map[int]int{410: 310}; !maps.Equal(statuses, want) {
		t.Errorf("behind a proxy: %v, want %v", statuses, want)
	}
}
