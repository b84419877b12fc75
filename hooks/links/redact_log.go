package links

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// hideTokensPriority runs right inside the activity log, which therefore sees the
// changed request.
const hideTokensPriority = apis.DefaultActivityLoggerMiddlewarePriority + 1

// hideTokens keeps tokens out of the activity log, which stores whole URLs. It also
// sends an error page where the server refuses a link's request before it reaches
// its handler.
func (p *linkPages) hideTokens() *hook.Handler[*core.RequestEvent] {
	return &hook.Handler[*core.RequestEvent]{Id: "otklikShield", Priority: hideTokensPriority, Func: func(e *core.RequestEvent) error {
		err := e.Next()
		if err != nil && !e.Written() && strings.HasPrefix(e.Request.URL.Path, linkRoot) {
			p.answerError(e.Response, e.Request, err)
		}
		e.Request = withoutTokens(e.Request)
		return err
	}}
}

// withoutTokens returns the request without tokens in its URL and its Referer.
func withoutTokens(r *http.Request) *http.Request {
	address, from := r.URL.RequestURI(), r.Referer()
	cleanAddress, cleanFrom := withoutToken(address), withoutToken(from)
	if address == cleanAddress && from == cleanFrom {
		return r
	}
	clean := r.Clone(r.Context())
	clean.URL = &url.URL{Opaque: cleanAddress}
	if from != "" {
		clean.Header.Set("Referer", cleanFrom)
	}
	return clean
}

// tokenShape matches a JWT, which all our tokens and PocketBase's are.
var tokenShape = regexp.MustCompile(`eyJ[\w-]{8,}(\.[\w-]*){1,2}`)

const hidden = "…"

// withoutToken hides everything after the purpose of a link, and JWTs in other
// URLs.
func withoutToken(address string) string {
	plain, err := url.PathUnescape(address)
	if err != nil {
		plain = address
	}
	at := strings.Index(strings.ToLower(plain), linkRoot)
	if at < 0 {
		return tokenShape.ReplaceAllString(address, hidden)
	}
	start, rest := plain[:at], plain[at+len(linkRoot):]
	purpose, _, _ := strings.Cut(rest, "/")
	switch {
	case rest == linkStyle:
		return address
	case slices.Contains([]string{PurposeRate, PurposeRead, PurposeUnsubscribe}, purpose):
		return tokenShape.ReplaceAllString(start, hidden) + linkRoot + purpose + "/" + hidden
	}
	return tokenShape.ReplaceAllString(start, hidden) + linkRoot + hidden
}
