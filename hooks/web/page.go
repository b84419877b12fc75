// Package web owns what a browser loads: the page and its assets, the extension
// of the dashboard and the style of the pages behind links, the site's URL.
package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// pagePolicy is the policy of every page of ours: scripts and styles from our
// own files only, none inline, and no text turned into script anywhere but in
// the one named Trusted Types policy of the page.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; " +
	"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types otklik"

const htmlType = "text/html; charset=utf-8"

// plainPage stands in for the page in a binary built without it.
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
	// The document is the same for all views but for what stands at the end of
	// its head: start + links of the view + the site's data + rest.
	start, rest string
	built       bool
}

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
			page, err := loadPage(tree)
			if err != nil {
				return err
			}
			e.Router.GET("/{path...}", page.serve)
			if err := e.Next(); err != nil {
				return err
			}
			if !page.built {
				fmt.Fprintln(os.Stderr, "Эта программа собрана без страницы для клиентов: соберите её командой make.")
			}
			return nil
		},
	})
}

// loadPage reads the tree. One without index.html gives the page that says so.
func loadPage(tree fs.FS) (*bundledPage, error) {
	document, err := fs.ReadFile(tree, "index.html")
	if errors.Is(err, fs.ErrNotExist) {
		return &bundledPage{start: plainPage}, nil
	}
	if err != nil {
		return nil, err
	}
	p := &bundledPage{built: true}
	start, rest, found := strings.Cut(string(document), "</head>")
	if !found {
		return nil, errors.New("index.html has no head")
	}
	p.start, p.rest = start, "</head>"+rest
	if p.assets, err = LoadAssets(tree); err != nil {
		return nil, err
	}
	p.views, err = loadViews(tree)
	return p, err
}

// serve answers GET and HEAD of everything that is not the API's or the
// dashboard's.
func (p *bundledPage) serve(e *core.RequestEvent) error {
	name := strings.TrimPrefix(path.Clean("/"+e.Request.PathValue("path")), "/")
	if foreign(name) {
		return e.NotFoundError("", nil)
	}
	if a := p.assets[name]; a != nil {
		a.Send(e.Response, e.Request, http.StatusOK)
		return nil
	}
	if !p.built {
		status := http.StatusOK
		if name != "" {
			status = http.StatusNotFound
		}
		return p.sendDocument(e, "", status)
	}
	v, status := findView(p.views, "/"+name), http.StatusOK
	if v == nil {
		if path.Ext(name) != "" || strings.HasPrefix(name, hashed) {
			return e.NotFoundError("", nil) // a missing file is never the page
		}
		v, status = missingView(p.views), http.StatusNotFound // the page itself says so, in words
	}
	return p.sendDocument(e, v.head+siteData(e.App), status)
}

// foreign is true of the paths that belong to PocketBase and to the links of
// mails.
func foreign(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return first == "api" || first == "_" || first == "links"
}

// sendDocument answers with the page. What stands in its head differs with view
// and site, so this one file is compressed here, if with the quickest form.
func (p *bundledPage) sendDocument(e *core.RequestEvent, head string, status int) error {
	h := e.Response.Header()
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	h.Set("X-Frame-Options", "DENY")
	document := NewAsset(htmlType, []byte(p.start+head+p.rest))
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(document.forms[""]) // into memory: it does not fail
	_ = w.Close()
	document.forms["gzip"] = packed.Bytes()
	document.Send(e.Response, e.Request, status)
	return nil
}

// siteData is what the firm says of itself, as the API would answer: in the
// document it saves the first view a request. It is a block of data, which no
// browser runs. Empty where guests may not read it.
func siteData(app core.App) string {
	collection, err := app.FindCachedCollectionByNameOrId("site")
	if err != nil || collection.ListRule == nil || *collection.ListRule != "" {
		return ""
	}
	record := core.NewRecord(collection)
	if err := app.RecordQuery(collection).Limit(1).One(record); err != nil {
		return "" // the page asks for it then
	}
	data, err := json.Marshal(record.PublicExport())
	if err != nil {
		return ""
	}
	return `<script type="application/json" id="site">` + string(data) + "</script>\n" // json escapes < and >
}
