package web

import (
	"net/http"
	"strings"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// headersPriority runs the middleware after PocketBase has set its own headers; the
// handlers may set others.
const headersPriority = apis.DefaultSecurityHeadersMiddlewarePriority + 1

// apiPolicy is the Content-Security-Policy of the answers of the API, which are no
// pages.
const apiPolicy = "default-src 'none'; frame-ancestors 'none'"

// hstsYear makes browsers use HTTPS alone for a year.
const hstsYear = "max-age=31536000"

// httpsKey is the key under which an application's store says that its domain is
// served by HTTPS.
const httpsKey = "otklikHTTPS"

// RequireHTTPS makes browsers that have come by HTTPS come by nothing else.
func RequireHTTPS(app core.App) { app.Store().Set(httpsKey, true) }

// RegisterHeaders sets the headers that protect the answers of the API.
func RegisterHeaders(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikHeaders", Priority: headersPriority, Func: setHeaders})
		return e.Next()
	})
}

// setHeaders forbids to store and to frame what the API answers. Files have rules of
// their own, and the site is public.
func setHeaders(e *core.RequestEvent) error {
	h, path := e.Response.Header(), e.Request.URL.Path
	if https, _ := e.App.Store().Get(httpsKey).(bool); https {
		h.Set("Strict-Transport-Security", hstsYear)
	}
	if !strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/api/files/") && e.Request.Method != http.MethodPost {
		return e.Next()
	}
	h.Set("X-Frame-Options", "DENY")
	h.Set("Content-Security-Policy", apiPolicy)
	if !strings.HasPrefix(path, "/api/collections/site/") {
		h.Set("Cache-Control", "no-store")
	}
	return e.Next()
}
