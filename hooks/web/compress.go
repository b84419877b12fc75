package web

import (
	"compress/gzip"
	"net/http"
	"strings"

	"github.com/klauspost/compress/gzhttp"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

const (
	// compressedFrom is the size in bytes from which an answer is compressed: a shorter
	// one fits into one packet with its headers anyway.
	compressedFrom = 1024
	// compressionLevel makes 8.5 kB of a page of the queue of 34 kB in 60 µs, within
	// 128 kB of tables. Higher ones save a tenth more, with twice the work and tables
	// that no cache of a processor holds.
	compressionLevel = gzip.BestSpeed
)

// compressionPriority puts it after the headers: what a handler writes passes here
// first.
const compressionPriority = headersPriority + 1

// RegisterCompression compresses the JSON of the API for those who accept gzip.
func RegisterCompression(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(compressedFrom), gzhttp.CompressionLevel(compressionLevel),
			gzhttp.EnableZstd(false), gzhttp.ContentTypes([]string{"application/json"}))
		if err != nil {
			return err
		}
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikCompression", Priority: compressionPriority, Func: func(e *core.RequestEvent) error {
			if !compressible(e.Request.URL.Path) {
				return e.Next()
			}
			return compressed(e, wrap)
		}})
		return e.Next()
	})
}

// compressed runs the rest of a request with a response that compresses.
func compressed(e *core.RequestEvent, wrap func(http.Handler) http.HandlerFunc) (err error) {
	plain := e.Response
	defer func() { e.Response = plain }() // an error is written by PocketBase
	wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		e.Response = w
		err = e.Next()
	}))(plain, e.Request)
	return err
}

// compressible reports whether the answers under a path are compressed: records,
// collections, the desk and the log. An answer with a secret beside what was sent would
// give the secret away by its length (BREACH), so all of authentication and the tokens
// of files stay as they are. Streams and files do, too.
func compressible(path string) bool {
	api, ok := strings.CutPrefix(path, "/api/")
	if !ok {
		return false
	}
	switch parts := strings.SplitN(api, "/", 4); parts[0] {
	case "desk", "logs":
		return true
	case "collections":
		return len(parts) < 3 || parts[2] == "records"
	}
	return false
}
