package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

const (
	// cacheForever is the Cache-Control of files with a content hash in their name.
	cacheForever = "public, max-age=31536000, immutable"
	// CacheRevalidate is the Cache-Control of all others: the browser asks each time.
	CacheRevalidate = "no-cache"
)

// hashed is the folder of the files with a content hash in their name.
const hashed = "assets/"

// contentTypes are the media types by extension. The system's table may lack them
// or, on Windows, have what another program has put into the registry.
var contentTypes = map[string]string{
	".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
	".woff2": "font/woff2", ".ico": "image/x-icon", ".txt": "text/plain; charset=utf-8", ".webmanifest": "application/manifest+json",
}

// Asset is one served file with the compressed forms made by the build, if any.
type Asset struct {
	contentType, cache string
	tag                string
	forms              map[string]form // by content coding; "" is uncompressed
}

// form opens the bytes of a file in one coding.
type form func() (io.ReadSeekCloser, error)

// codings are the content codings, best first, with the suffixes of their files.
var codings = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

// LoadAssets finds all files of a tree that have a known extension, by their paths. It
// reads none that has a content hash in its name: they stay where the tree has them,
// which is the program's own file. A missing tree gives no assets.
func LoadAssets(tree fs.FS) (map[string]*Asset, error) {
	assets := map[string]*Asset{}
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if name == "." && errors.Is(err, fs.ErrNotExist) {
			return fs.SkipAll
		}
		if err != nil || d.IsDir() || contentTypes[path.Ext(name)] == "" {
			return err
		}
		assets[name], err = loadAsset(tree, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the built page: %w", err)
	}
	return assets, nil
}

func loadAsset(tree fs.FS, name string) (*Asset, error) {
	a := &Asset{contentType: contentTypes[path.Ext(name)], cache: CacheRevalidate, forms: map[string]form{"": inTree(tree, name)}}
	if strings.HasPrefix(name, hashed) {
		a.cache, a.tag = cacheForever, path.Base(name)
	} else {
		body, err := fs.ReadFile(tree, name)
		if err != nil {
			return nil, err
		}
		a.tag = contentTag(body)
	}
	for _, c := range codings {
		if _, err := fs.Stat(tree, name+c.suffix); err == nil {
			a.forms[c.name] = inTree(tree, name+c.suffix)
		}
	}
	return a, nil
}

// inTree returns the form that is a file of a tree. The files of embed.FS can seek.
func inTree(tree fs.FS, name string) form {
	return func() (io.ReadSeekCloser, error) {
		file, err := tree.Open(name)
		if err != nil {
			return nil, err
		}
		body, ok := file.(io.ReadSeekCloser)
		if !ok {
			return nil, errors.Join(fmt.Errorf("%s cannot seek", name), file.Close())
		}
		return body, nil
	}
}

// inMemory returns the form that is a slice.
func inMemory(body []byte) form {
	return func() (io.ReadSeekCloser, error) { return memory{bytes.NewReader(body)}, nil }
}

// memory is a reader of a slice, which needs no closing.
type memory struct{ *bytes.Reader }

// Close implements io.Closer.
func (memory) Close() error { return nil }

// contentTag returns an entity tag without its quotes.
func contentTag(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:10])
}

// NewAsset returns an asset without compressed forms that browsers revalidate each
// time.
func NewAsset(contentType string, body []byte) *Asset {
	return &Asset{contentType: contentType, cache: CacheRevalidate, tag: contentTag(body), forms: map[string]form{"": inMemory(body)}}
}

// Send responds with the asset in a form that the browser accepts, or with 304. A
// response with a status other than 200 has no ETag.
func (a *Asset) Send(w http.ResponseWriter, r *http.Request, status int) error {
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	h.Set("Cache-Control", a.cache)
	h.Set("X-Content-Type-Options", "nosniff")
	coding := ""
	if len(a.forms) > 1 {
		h.Add("Vary", "Accept-Encoding")
		coding = a.negotiate(r.Header.Values("Accept-Encoding"))
	}
	body, err := a.forms[coding]()
	if err != nil {
		return err
	}
	defer body.Close()
	tag := a.tag
	if coding != "" {
		h.Set("Content-Encoding", coding)
		tag += "-" + coding
	}
	if status == http.StatusOK {
		h.Set("ETag", `"`+tag+`"`)
		http.ServeContent(w, r, "", time.Time{}, body)
		return nil
	}
	size, err := body.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = body.Seek(0, io.SeekStart)
	}
	if err != nil {
		return err
	}
	h.Set("Content-Length", strconv.FormatInt(size, 10))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = io.Copy(w, body) // an error means that the client has disconnected
	}
	return nil
}

// negotiate returns the content coding that the browser prefers among the existing
// forms; without a preference, the smallest.
func (a *Asset) negotiate(accept []string) string {
	weights := acceptedCodings(accept)
	best, weight := "", weights["identity"]
	for _, c := range codings {
		if _, exists := a.forms[c.name]; !exists {
			continue
		}
		q, named := weights[c.name]
		if !named {
			q = weights["*"]
		}
		if q > weight || best == "" && q > 0 && q == weight {
			best, weight = c.name, q
		}
	}
	return best
}

// acceptedCodings parses the weights of an Accept-Encoding header. An invalid
// weight counts as 0.
func acceptedCodings(headers []string) map[string]float64 {
	weights := map[string]float64{}
	for _, item := range strings.Split(strings.Join(headers, ","), ",") {
		coding, params, err := mime.ParseMediaType(strings.TrimSpace(item))
		if err != nil {
			continue
		}
		weight := 1.0
		if q, given := params["q"]; given {
			if weight, err = strconv.ParseFloat(q, 64); err != nil {
				weight = 0
			}
		}
		weights[coding] = weight
	}
	return weights
}
