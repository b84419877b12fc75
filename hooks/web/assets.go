package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Asset is one file of the page, compressed once at start where that helps.
type Asset struct {
	Body, gzipped    []byte
	ContentType, Tag string
}

// site is the page in memory.
type site struct {
	files    map[string]*Asset
	prefix   string // "app@HASH/", the immutable address of "app/"
	views    []*regexp.Regexp
	complete bool // with the libraries
}

// contentTypes are our own: the system's table may lack them or, on Windows,
// say what some program has put into the registry.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
	".webmanifest": "application/manifest+json",
}

var (
	assetURL     = regexp.MustCompile(`((?:href|src)=")/app/`)
	staticImport = regexp.MustCompile(`(?m)^(?:import|export)\b[^'"]*?['"](\.{1,2}/[^'"]+\.js)['"]`)
	pageRoute    = regexp.MustCompile(`(?m)^page\('(/[^']*)'`)
	routeParam   = regexp.MustCompile(`:[a-z]+`)
)

// entry is the module the page starts from and the one place that lists its
// routes; the server reads them there.
const entry = "app/main.js"

// plainPage stands in for the page in a binary built without its libraries.
const plainPage = `<!doctype html>
<html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Отклик</title>
<h1>Отклик работает, но без страницы</h1>
<p>Эта программа собрана без библиотек страницы. Соберите её командой <code>make</code>.</p>
<p lang="en">This binary was built without the libraries of its page. Build it with <code>make</code>.</p>
<p><a href="/_/">Панель администратора</a></p>
</html>
`

// loadSite reads the tree, gives the assets their immutable address and tells
// the browser in index.html what the first view will need.
func loadSite(tree fs.FS) (*site, error) {
	s := &site{files: map[string]*Asset{}}
	if err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !isServed(name) {
			return err
		}
		body, err := fs.ReadFile(tree, name)
		if err == nil {
			s.files[name] = NewAsset(name, body)
		}
		return err
	}); err != nil {
		return nil, fmt.Errorf("the page can't be read: %w", err)
	}
	if s.files["index.html"] == nil || s.files[entry] == nil {
		return nil, errors.New("the page has no index.html or no " + entry)
	}
	s.prefix = "app@" + s.hash()[:10] + "/"
	for _, m := range pageRoute.FindAllSubmatch(s.files[entry].Body, -1) {
		pattern := routeParam.ReplaceAllString(regexp.QuoteMeta(string(m[1])), `[^/]+`)
		s.views = append(s.views, regexp.MustCompile("^"+pattern+"/?$"))
	}
	s.complete = s.files["app/vendor/preact.js"] != nil
	s.files["index.html"] = NewAsset("index.html", s.index())
	for _, a := range s.files {
		a.compress()
	}
	return s, nil
}

// isServed leaves out what only the tools read.
func isServed(name string) bool {
	return contentTypes[path.Ext(name)] != "" && !strings.HasPrefix(path.Base(name), ".")
}

// NewAsset is a file with its type and the tag of its content.
func NewAsset(name string, body []byte) *Asset {
	sum := sha256.Sum256(body)
	return &Asset{Body: body, ContentType: contentTypes[path.Ext(name)], Tag: hex.EncodeToString(sum[:10])}
}

// compress keeps the gzip of what gets smaller by it.
func (a *Asset) compress() {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is a valid one
	_, _ = w.Write(a.Body)
	_ = w.Close()
	if out.Len() < len(a.Body)*9/10 {
		a.gzipped = out.Bytes()
	}
}

// hash is of the names and contents of all assets.
func (s *site) hash() string {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		if strings.HasPrefix(name, "app/") {
			sum.Write([]byte(name + "\x00" + s.files[name].Tag + "\x00"))
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// index is index.html with immutable addresses and the preloads of the static
// modules, so that they come in one go and not one after another.
func (s *site) index() []byte {
	if !s.complete {
		return []byte(plainPage)
	}
	html := assetURL.ReplaceAllString(string(s.files["index.html"].Body), "${1}/"+s.prefix)
	var links strings.Builder
	for _, m := range s.modules() {
		fmt.Fprintf(&links, "<link rel=\"modulepreload\" href=\"/%s%s\">\n", s.prefix, strings.TrimPrefix(m, "app/"))
	}
	return []byte(strings.Replace(html, "</head>", links.String()+"</head>", 1))
}

// modules are those the entry imports statically, whatever the depth.
func (s *site) modules() []string {
	seen := map[string]bool{}
	var walk func(string)
	walk = func(name string) {
		a := s.files[name]
		if a == nil || seen[name] {
			return
		}
		seen[name] = true
		for _, m := range staticImport.FindAllSubmatch(a.Body, -1) {
			walk(path.Join(path.Dir(name), string(m[1])))
		}
	}
	walk(entry)
	return slices.Sorted(maps.Keys(seen))
}

// isView is true of the addresses the page knows.
func (s *site) isView(address string) bool {
	return slices.ContainsFunc(s.views, func(v *regexp.Regexp) bool { return v.MatchString(address) })
}
