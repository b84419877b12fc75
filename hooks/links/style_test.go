package links

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pocketbase/pocketbase/core"
)

// The pages link their style sheet only if the binary contains it.
func TestLinkStyle(t *testing.T) {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: t.TempDir()})
	get := func(tree fs.FS, path, tag string) *httptest.ResponseRecorder {
		pages, err := newLinkPages(app, tree)
		if err != nil {
			t.Fatal(err)
		}
		req := httptest.NewRequest(http.MethodGet, path, nil)
		req.Header.Set("If-None-Match", tag)
		rec := httptest.NewRecorder()
		pages.routes().ServeHTTP(rec, req)
		return rec
	}
	styled := fstest.MapFS{"style.css": {Data: []byte("p{}")}, "assets/golos-1.woff2": {Data: []byte("font")}}
	style := get(styled, "/links/style.css", "")
	if style.Code != http.StatusOK || style.Body.String() != "p{}" || style.Header().Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("the style: %d %s %v", style.Code, style.Body, style.Header())
	}
	if again := get(styled, "/links/style.css", style.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("the style again: %d", again.Code)
	}
	if font := get(styled, "/links/assets/golos-1.woff2", ""); font.Code != http.StatusOK || font.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" {
		t.Errorf("the font: %d %v", font.Code, font.Header())
	}
	none, err := fs.Sub(fstest.MapFS{}, "links")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what string
		tree fs.FS
	}{{"styled", styled}, {"plain", none}} {
		pages, err := newLinkPages(app, c.tree)
		if err != nil {
			t.Fatal(err)
		}
		rec := httptest.NewRecorder()
		if err := pages.write(rec, &linkPage{Title: "Оценка"}, "ru"); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(rec.Body.String(), "/links/style.css") != (c.what == "styled") {
			t.Errorf("%s: %s", c.what, rec.Body)
		}
	}
}
