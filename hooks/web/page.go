// Package web owns the files that a browser loads (the page, the dashboard extension
// and the style of the signed pages) and the site's URL.
package web

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"
	"sync/atomic"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// pagePolicy is the Content-Security-Policy of the page: scripts and styles only
// from its own files, none inline, and Trusted Types with the one policy of the
// page.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; " +
	"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types otklik"

const htmlType = "text/html; charset=utf-8"

// charset is the first line in the head of the document.
const charset = "<meta charset=\"utf-8\">\n"

// plainPage is served in a binary built without the page.
const plainPage = `<!doctype html>
<html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Отклик</title>
<h1>Отклик работает, но без страницы</h1>
<p>Эта программа собрана без страницы для клиентов. Соберите её командой <code>make</code>.</p>
<p lang="en">This binary was built without its page. Build it with <code>make</code>.</p>
<p><a href="/_/">Панель администратора</a></p>
</html>
`

// bundledPage is the built page in memory.
type bundledPage struct {
	assets map[string]*Asset
	views  []*view
	// The document differs between views only at the beginning and at the end of its
	// head: open + early script + start + links of the view + the site's data + rest.
	open, start, rest string
	saves             *atomic.Uint64 // changes of the site record
	plain             *Asset         // [plainPage] in a binary built without the page, or else nil
}

// RegisterPage serves the bundled page. A program that has a page of its own at
// the catch-all path keeps it.
func RegisterPage(app core.App, tree fs.FS) {
	if tree == nil {
		return
	}
	saves := countSiteSaves(app)
	app.OnServe().Bind(&hook.Handler[*core.ServeEvent]{
		Id: "otklikPage", Priority: 999,
		Func: func(e *core.ServeEvent) error {
			if e.Router.HasRoute(http.MethodGet, "/{path...}") {
				return e.Next()
			}
			page, err := loadPage(tree, saves)
			if err != nil {
				return err
			}
			e.Router.GET("/{path...}", page.serve)
			if err := e.Next(); err != nil {
				return err
			}
			if page.plain != nil {
				fmt.Fprintln(os.Stderr, "Эта программа собрана без страницы для клиентов: соберите её командой make.")
			}
			return nil
		},
	})
}

// loadPage loads the page from a tree; without index.html it returns plainPage.
func loadPage(tree fs.FS, saves *atomic.Uint64) (*bundledPage, error) {
	document, err := fs.ReadFile(tree, "index.html")
	if errors.Is(err, fs.ErrNotExist) {
		p := &bundledPage{start: plainPage}
		p.plain = p.makeDocument("", "")
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	p := &bundledPage{saves: saves}
	open, head, begins := strings.Cut(string(document), charset)
	start, rest, ends := strings.Cut(head, "</head>")
	if !begins || !ends {
		return nil, errors.New("index.html has no head")
	}
	p.open, p.start, p.rest = open+charset, start, "</head>"+rest
	if p.assets, err = LoadAssets(tree); err != nil {
		return nil, err
	}
	p.views, err = loadViews(tree)
	return p, err
}

// serve answers GET and HEAD for all paths except those of foreign.
func (p *bundledPage) serve(e *core.RequestEvent) error {
	name := strings.TrimPrefix(path.Clean("/"+e.Request.PathValue("path")), "/")
	if foreign(name) {
		return e.NotFoundError("", nil)
	}
	if a := p.assets[name]; a != nil {
		return a.Send(e.Response, e.Request, http.StatusOK)
	}
	if p.plain != nil {
		status := http.StatusOK
		if name != "" {
			status = http.StatusNotFound
		}
		return sendDocument(e, p.plain, status)
	}
	v, status := findView(p.views, "/"+name), http.StatusOK
	if v == nil {
		if path.Ext(name) != "" || strings.HasPrefix(name, hashed) {
			return e.NotFoundError("", nil) // a missing file is never the page
		}
		v, status = missingView(p.views), http.StatusNotFound // the page shows the message
	}
	return sendDocument(e, p.documentOf(e.App, v), status)
}

// foreign reports whether a path belongs to PocketBase or to the signed pages.
func foreign(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return first == "api" || first == "_" || first == "links"
}

// sendDocument responds with the document of a view.
func sendDocument(e *core.RequestEvent, document *Asset, status int) error {
	h := e.Response.Header()
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	h.Set("X-Frame-Options", "DENY")
	return document.Send(e.Response, e.Request, status)
}
