// Package web owns what a browser loads: the page and its assets, the extension
// of the dashboard, the site's URL.
package web

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// pagePolicy is the policy of every page of ours: scripts and styles from our
// own files only, none inline, and no text turned into script anywhere but in
// the one named Trusted Types policy of the page.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; " +
	"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types otklik"

// How long a browser may keep an answer: assets have the hash of their content
// in the address and never change, the rest is asked for again each time.
const (
	cacheForever    = "public, max-age=31536000, immutable"
	CacheRevalidate = "no-cache"
)

// RegisterPage serves the bundled page. A program that has a page of its own at
// the catch-all path keeps it.
func RegisterPage(app core.App, tree fs.FS) {
	if tree == nil {
		return
	}
	app.OnServe().Bind(&hook.Handler[*core.ServeEvent]{
		Id: "otklikPage", Priority: 999,
		Func: func(e *core.ServeEvent) error {
			if e.Router.HasRoute(http.MethodGet, "/{path...}") {
				return e.Next()
			}
			site, err := loadSite(tree)
			if err != nil {
				return err
			}
			e.Router.GET("/{path...}", site.serve)
			if err := e.Next(); err != nil {
				return err
			}
			if !site.complete {
				fmt.Fprintln(os.Stderr, "Эта программа собрана без страницы для клиентов: соберите её командой make.")
			}
			return nil
		},
	})
}

// serve answers GET and HEAD of everything that is not the API's or the
// dashboard's.
func (s *site) serve(e *core.RequestEvent) error {
	name := strings.TrimPrefix(path.Clean("/"+e.Request.PathValue("path")), "/")
	if isReserved(name) {
		return e.NotFoundError("", nil)
	}
	cache := CacheRevalidate
	if rest, ok := strings.CutPrefix(name, s.prefix); ok {
		name, cache = "app/"+rest, cacheForever
	}
	a := s.files[name]
	if name == "index.html" {
		a = nil // the page has one address a view
	}
	if a != nil {
		return s.send(e, a, cache, http.StatusOK)
	}
	status := http.StatusOK
	if !s.isView("/" + name) {
		if path.Ext(name) != "" || strings.HasPrefix(name, "app/") || strings.HasPrefix(name, "app@") {
			return e.NotFoundError("", nil) // a missing file is never the page
		}
		status = http.StatusNotFound // the page itself says so, in words
	}
	h := e.Response.Header()
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	h.Set("X-Frame-Options", "DENY")
	return s.send(e, s.files["index.html"], CacheRevalidate, status)
}

// isReserved is true of the paths that belong to PocketBase and to the links of
// mails.
func isReserved(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return first == "api" || first == "_" || first == "links"
}

// send writes an asset, compressed where the browser takes it, or 304.
func (s *site) send(e *core.RequestEvent, a *Asset, cache string, status int) error {
	h := e.Response.Header()
	h.Set("Content-Type", a.ContentType)
	h.Set("Cache-Control", cache)
	h.Set("X-Content-Type-Options", "nosniff")
	body, tag := a.Body, a.Tag
	if a.gzipped != nil {
		h.Add("Vary", "Accept-Encoding")
		if acceptsGzip(e.Request) {
			h.Set("Content-Encoding", "gzip")
			body, tag = a.gzipped, a.Tag+"-gzip"
		}
	}
	if status != http.StatusOK {
		e.Response.WriteHeader(status)
		if e.Request.Method != http.MethodHead {
			_, err := e.Response.Write(body)
			return err
		}
		return nil
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(e.Response, e.Request, "", time.Time{}, bytes.NewReader(body))
	return nil
}

func acceptsGzip(r *http.Request) bool {
	for _, item := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(item), ";")
		if coding == "gzip" && strings.ReplaceAll(weight, " ", "") != "q=0" {
			return true
		}
	}
	return false
}
