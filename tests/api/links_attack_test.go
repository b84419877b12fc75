package api

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v4"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/logger"
)

// forgery is one way to forge a token.
type forgery struct {
	name  string
	token func(*desk) string
}

// with changes a claim of a link that would rate Olga's task; nil removes it.
func with(name string, value any) forgery {
	return forgery{fmt.Sprintf("%s is %v", name, value), func(d *desk) string {
		claims := d.claimsOf("rate", "olga", "done", "done")
		if claims[name] = value; value == nil {
			delete(claims, name)
		}
		return d.signed(claims)
	}}
}

// by signs the token with another method or key.
func by(name string, method jwt.SigningMethod, key func(*desk) any) forgery {
	return forgery{name, func(d *desk) string {
		token, err := jwt.NewWithClaims(method, d.claimsOf("rate", "olga", "done", "done")).SignedString(key(d))
		if err != nil {
			d.Fatal(err)
		}
		return token
	}}
}

// bent changes the text of a valid token.
func bent(name string, bend func(header, claims, signature string) string) forgery {
	return forgery{name, func(d *desk) string {
		parts := strings.Split(d.signed(d.claimsOf("rate", "olga", "done", "done")), ".")
		return bend(parts[0], parts[1], parts[2])
	}}
}

func linkKeyOf(d *desk) any { return d.linkKey() }

func usersSecret(d *desk) any {
	users, err := d.app.FindCollectionByNameOrId("users")
	if err != nil {
		d.Fatal(err)
	}
	return []byte(users.AuthToken.Secret)
}

func someRSA(d *desk) any {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		d.Fatal(err)
	}
	return key
}

func forgeries() []forgery {
	now := time.Now()
	ago := func(t time.Duration) int64 { return now.Add(-t).Unix() }
	return []forgery{
		{"nothing like a token", func(*desk) string { return "none" }},
		{"three letters", func(*desk) string { return "a.b.c" }},
		{"very long", func(d *desk) string { return d.signed(d.claimsOf("rate", "olga", "done", strings.Repeat("k", 4000))) }},
		{"the log-in of its own person", func(d *desk) string { return token(d, d.app, "olga") }},
		{"the log-in of a superuser", func(d *desk) string { return token(d, d.app, "root") }},

		by("another key", jwt.SigningMethodHS256, func(*desk) any { return []byte("another") }),
		by("an empty key", jwt.SigningMethodHS256, func(*desk) any { return []byte{} }),
		by("the secret itself", jwt.SigningMethodHS256, usersSecret),
		by("alg none", jwt.SigningMethodNone, func(*desk) any { return jwt.UnsafeAllowNoneSignatureType }),
		by("HS384", jwt.SigningMethodHS384, linkKeyOf),
		by("HS512", jwt.SigningMethodHS512, linkKeyOf),
		by("RS256", jwt.SigningMethodRS256, someRSA),
		by("PS256", jwt.SigningMethodPS256, someRSA),

		bent("no signature", func(h, c, _ string) string { return h + "." + c + "." }),
		bent("no signature at all", func(h, c, _ string) string { return h + "." + c }),
		bent("another's signature", func(h, c, s string) string { return h + "." + c + "." + strings.ToUpper(s) }),
		bent("a shorter signature", func(h, c, s string) string { return h + "." + c + "." + s[:40] }),
		bent("a header that says none", func(_, c, s string) string { return "eyJhbGciOiJub25lIn0." + c + "." + s }),
		bent("other claims", func(h, _, s string) string { return h + ".eyJzdWIiOiJvbGdhMDAwMDAwMDAwMDAifQ." + s }),
		bent("four parts", func(h, c, s string) string { return h + "." + c + "." + s + "." + s }),

		with("pur", "read"), with("pur", "unsubscribe"), with("pur", "RATE"), with("pur", ""), with("pur", nil),
		with("iss", "somebody"), with("iss", ""), with("iss", nil),
		with("aud", "otklik"), with("aud", []string{"other"}), with("aud", []string{}), with("aud", nil),
		with("sub", id("ivan")), with("sub", id("anna")), with("sub", id("boss")), with("sub", id("vera")), with("sub", "nobody"), with("sub", ""), with("sub", nil),
		with("tsk", id("ivandone")), with("tsk", id("work")), with("tsk", id("gone")), with("tsk", id("shut")), with("tsk", "nothing"), with("tsk", nil),
		with("rnd", int64(1)), with("rnd", 0), with("rnd", nil), with("rnd", "1"),
		with("jti", ""), with("jti", nil),
		with("exp", ago(time.Second)), with("exp", ago(-400*24*time.Hour)), with("exp", "soon"), with("exp", 0), with("exp", nil),
		with("iat", ago(-time.Hour)), with("iat", ago(15*24*time.Hour)), with("iat", 0), with("iat", nil),
		with("nbf", ago(-time.Hour)),
	}
}

// TestLinkAttacks checks that only a valid token for its purpose and task opens a
// link. All others get the same page and write nothing.
func TestLinkAttacks(t *testing.T) {
	d := newDesk(t)
	void := d.want(410, "", "GET", "/links/rate/none", "")
	before := d.state()
	for _, f := range forgeries() {
		t.Run(f.name, func(t *testing.T) {
			link := "/links/rate/" + f.token(d)
			for _, got := range []response{d.ask("", "GET", link+"?r=5", ""), d.post(link, "rating=1&comment=x"), d.ask("olga", "POST", link, "rating=1", "Content-Type", urlencoded)} {
				if got.status != 410 || got.body != void.body {
					t.Errorf("%d: %s", got.status, got.body)
				}
			}
			if after := d.state(); after != before {
				t.Errorf("something was written: %s, was %s", after, before)
			}
		})
	}
	d.check(d.post(d.link("rate", "olga", "done", "done"), "rating=5"), 200) // the harness makes good ones
}

// A link does nothing at the address of another purpose, or with a method other than
// the two supported.
func TestLinkPurposes(t *testing.T) {
	d := newDesk(t)
	before := d.state()
	purposes := []string{"rate", "read", "unsubscribe"}
	for _, purpose := range purposes {
		good := d.link(purpose, "olga", "done", "done")
		key := good[strings.LastIndexByte(good, '/')+1:]
		for _, other := range append(purposes, "Rate", "", "..", "style.css", "rate/rate") {
			if other == purpose {
				continue
			}
			want := 410
			if other == "" || other == ".." {
				want = 307 // to the address without it
			}
			for _, method := range []string{"GET", "POST"} {
				if got := d.ask("", method, "/links/"+other+"/"+key, "rating=1", "Content-Type", urlencoded); got.status != want {
					t.Errorf("%s %s as %q: %d", method, purpose, other, got.status)
				}
			}
		}
		for method, want := range map[string]int{"PUT": 405, "PATCH": 405, "DELETE": 405, "TRACE": 410, "PROPFIND": 410} {
			if got := d.ask("", method, good, "rating=1", "Content-Type", urlencoded); got.status != want || !strings.Contains(got.body, "Ссылка больше не действует") {
				t.Errorf("%s: %d %s", method, got.status, got.body)
			}
		}
	}
	if after := d.state(); after != before {
		t.Errorf("something was written: %s, was %s", after, before)
	}
}

// A link does not sign in.
func TestLinkIsNoLogin(t *testing.T) {
	d := newDesk(t)
	for _, purpose := range []string{"rate", "read", "unsubscribe"} {
		key := d.signed(d.claimsOf(purpose, "olga", "done", "done"))
		for _, header := range []string{key, "Bearer " + key} {
			got := d.ask("", "GET", records("tasks"), "", "Authorization", header)
			d.check(got, 200, `"items":[]`)
			d.check(d.ask("", "POST", "/api/collections/users/auth-refresh", "", "Authorization", header), 401)
		}
		d.check(d.ask("", "POST", "/api/collections/users/confirm-password-reset", `{"token":"`+key+`","password":"novyi-12345","passwordConfirm":"novyi-12345"}`), 400)
		d.check(d.ask("", "POST", "/api/collections/users/confirm-verification", `{"token":"`+key+`"}`), 400)
		d.check(d.ask("", "GET", "/api/files/tasks/"+id("done")+"/x.txt?token="+key, ""), 404)
	}
}

// state returns everything that a link could have changed.
func (d *desk) state() string {
	d.Helper()
	return fmt.Sprint(d.count("assessments", "1"), d.count("otklik_links", "1"), d.count("history", "1"), d.count("outbox", "1"),
		d.count("notifications", "1"), d.count("notifications", "read_at != ''"), d.count("users", "muted NOT IN ('', '[]')"))
}

// Tokens do not appear in the log, whatever the address: the activity log stores
// whole URLs and referrers.
func TestLinksStayOutOfTheLog(t *testing.T) {
	d := newDesk(t)
	d.set(func(s *core.Settings) {
		s.Logs.MaxDays, s.Logs.MinLevel = 1, -4 // all there is
		s.TrustedProxy.Headers = []string{"X-Forwarded-For"}
		s.RateLimits.Rules = []core.RateLimitRule{{Label: "/links/", MaxRequests: 1, Duration: 60}}
	})
	link := d.link("rate", "olga", "done", "done")
	key := link[strings.LastIndexByte(link, '/')+1:]
	asked := 0
	ask := func(method, url, body string, headers ...string) {
		d.ask("", method, url, body, headers...)
		asked++
	}
	for _, method := range []string{"GET", "HEAD", "PUT", "DELETE", "PROPFIND", "POST", "POST", "GET"} {
		ask(method, link+"?r=5", "rating=5", "Content-Type", urlencoded)
	}
	for _, address := range []string{"/links/" + key, "/links/none/" + key, "/links/rate/rate/" + key, "/%6Cinks/rate/" + key, "/links%2Frate%2F" + key, "/LINKS/rate/" + key, "/nowhere/" + key, "/nowhere?x=" + key} {
		ask("GET", address, "")
	}
	ask("POST", link, strings.Repeat("a", 40<<10), "Content-Type", urlencoded)
	ask("GET", "/api/health", "", "Referer", "https://desk.firma.example"+link)
	ask("GET", "/api/health", "", "Authorization", key)
	for range 2 {
		ask("GET", link, "", "X-Forwarded-For", "10.7.7.7")
	}
	lines := d.log(asked)
	parts := strings.Split(key, ".")
	for _, line := range lines {
		for _, part := range append(parts[1:], key[:40]) {
			if strings.Contains(line, part) {
				t.Errorf("in the log: %s", line)
			}
		}
	}
	if all := strings.Join(lines, "\n"); !strings.Contains(all, "/links/rate/…") || !strings.Contains(all, "/api/health") || !strings.Contains(all, `"status":429`) {
		t.Errorf("the requests themselves are not in the log: %s", all)
	}
}

// log waits for a number of requests in the log and returns all of it.
func (d *desk) log(requests int) []string {
	d.Helper()
	handler := d.app.Logger().Handler().(*logger.BatchHandler)
	deadline := time.Now().Add(longWait)
	for {
		if err := handler.WriteAll(context.Background()); err != nil {
			d.Fatal(err)
		}
		var rows []*core.Log
		if err := d.app.LogQuery().All(&rows); err != nil {
			d.Fatal(err)
		}
		var lines []string
		found := 0
		for _, r := range rows {
			lines = append(lines, fmt.Sprint(r.Message, r.Data))
			if r.Data["type"] == "request" {
				found++
			}
		}
		if found >= requests {
			return lines
		}
		if time.Now().After(deadline) {
			d.Fatalf("%d requests of %d in the log: %s", found, requests, lines)
		}
		time.Sleep(5 * time.Millisecond)
	}
}
