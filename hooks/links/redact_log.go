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

// shieldPriority is right behind the activity log: what it does to the request
// at the end is what the log sees.
const shieldPriority = apis.DefaultActivityLoggerMiddlewarePriority + 1

// hideTokens keeps tokens out of the activity log, which stores whole addresses,
// and gives whoever follows a link a page where the server refuses the request
// before it gets there.
func (p *linkPages) hideTokens() *hook.Handler[*core.RequestEvent] {
	return &hook.Handler[*core.RequestEvent]{Id: "otklikShield", Priority: shieldPriority, Func: func(e *core.RequestEvent) error {
		err := e.Next()
		if err != nil && !e.Written() && strings.HasPrefix(e.Request.URL.Path, linkRoot) {
			p.answerError(e.Response, e.Request, err)
		}
		e.Request = withoutTokens(e.Request)
		return err
	}}
}

// withoutTokens is the request with no token in its address and the one it came
// from.
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

// tokenShape is what every token of ours and of PocketBase's looks like.
var tokenShape = regexp.MustCompile(`eyJ[\w-]{8,}(\.[\w-]*){1,2}`)

const hidden = "…"

// withoutToken hides all that follows the purpose of a link, and whatever looks
// like a token in any other address.
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
