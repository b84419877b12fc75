// Package pictures owns the thumbs of uploaded pictures: which pictures are decoded
// at all, and how much memory that takes.
//
// PocketBase decodes whatever somebody has uploaded as soon as a thumb is asked for.
// A PNG of 600 KB can unfold to 10 GB, and the stored file would do it each time the
// page of its task is opened. Here the header is read first, and a PNG line by line.
package pictures

import (
	"context"
	"errors"
	"io"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
	"github.com/pocketbase/pocketbase/tools/filesystem/blob"
	"github.com/pocketbase/pocketbase/tools/hook"
	"golang.org/x/sync/semaphore"
)

const (
	// decodeBudget is how many bytes the pictures may take that are being decoded at
	// the same time. One that needs more gets no thumb.
	decodeBudget = 96 << 20
	// largeDecode is how many bytes a picture takes whose memory is given back at
	// once. The program collects garbage late, so a few pictures would add up.
	largeDecode = 8 << 20
	// maxFile is the size of a file in bytes above which no thumb is made.
	maxFile = 16 << 20
	// maxWait is how long a request waits for its turn.
	maxWait = time.Minute
	// refusedKept is how many files are remembered as having no thumb, so that a
	// broken one is not decoded anew by each visitor.
	refusedKept = 1000
)

// defaultSize is the thumb that PocketBase makes of every picture, whatever the
// field lists.
const defaultSize = "100x100"

// FolderPrefix begins the name of the folder with the thumbs of a picture, which is
// PocketBase's: it removes the folder with the file.
const FolderPrefix = "thumbs_"

// thumbParam is the parameter of a file's address that asks for a thumb.
const thumbParam = "thumb"

// askedKey is the key under which a request keeps the thumb that it asks for.
const askedKey = "otklikThumb"

// stripPriority runs the middleware before PocketBase's handlers, at any place.
const stripPriority = -980

// thumbs makes thumbs. Its semaphore counts bytes: each picture takes at least one
// processor's share of them, so that no more are decoded at once than there are
// processors.
type thumbs struct {
	room    *semaphore.Weighted
	share   int64
	refused *lru.Cache[string, struct{}]
}

func newThumbs() *thumbs {
	refused, err := lru.New[string, struct{}](refusedKept)
	if err != nil {
		panic(err) // only a size below one is an error
	}
	return &thumbs{room: semaphore.NewWeighted(decodeBudget), share: share(), refused: refused}
}

// Register replaces PocketBase's making of thumbs for the files of all collections.
func Register(app core.App) {
	t := newThumbs()
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikThumbs", Priority: stripPriority, Func: takeParam})
		return e.Next()
	})
	app.OnFileDownloadRequest().BindFunc(t.serve)
}

// takeParam takes the thumb out of the address of a file: PocketBase then checks the
// access and leaves the thumb to [thumbs.serve].
func takeParam(e *core.RequestEvent) error {
	if !strings.HasPrefix(e.Request.URL.Path, "/api/files/") {
		return e.Next()
	}
	query := e.Request.URL.Query()
	if query.Has(thumbParam) {
		e.Set(askedKey, query.Get(thumbParam))
		query.Del(thumbParam)
		e.Request.URL.RawQuery = query.Encode()
	}
	return e.Next()
}

// serve answers a request for a thumb: with the thumb, with a placeholder if the
// picture can't have one, or with the file itself if it is no picture or the field
// has no such size.
func (t *thumbs) serve(e *core.FileDownloadRequestEvent) error {
	asked, _ := e.Get(askedKey).(string)
	size, ok := parseSize(asked)
	if !ok || (asked != defaultSize && !slices.Contains(e.FileField.Thumbs, asked)) {
		return e.Next()
	}
	files, err := e.App.NewFilesystem()
	if err != nil {
		return err
	}
	defer files.Close()
	attributes, err := files.Attributes(e.ServedPath)
	if err != nil {
		return e.NotFoundError("", err)
	}
	if !slices.Contains(contentTypes, attributes.ContentType) {
		return e.Next()
	}
	name := asked + "_" + e.ServedName // the names are PocketBase's: it removes them with the file
	key := strings.TrimSuffix(e.ServedPath, e.ServedName) + FolderPrefix + e.ServedName + "/" + name
	if err := t.ensure(e.Request.Context(), files, e.ServedPath, key, attributes.Size, size); err != nil {
		e.App.Logger().Debug("No thumb", "file", e.ServedPath, "error", err)
		return servePlaceholder(e.RequestEvent)
	}
	e.ServedName, e.ServedPath = name, key
	return e.Next()
}

// ensure makes a thumb of a file of so many bytes unless it is there already.
func (t *thumbs) ensure(ctx context.Context, files *filesystem.System, original, key string, bytes int64, size size) error {
	if exists, err := files.Exists(key); err != nil || exists {
		return err
	}
	if bytes > maxFile || t.refused.Contains(original) {
		return errRefused
	}
	ctx, stop := context.WithTimeout(ctx, maxWait)
	defer stop()
	// What decoding takes is known once the file is read, which takes memory too. A
	// picture that needs more than there is room for gives back what it has and waits
	// for the whole: two that wait for the rest of it would wait for each other.
	for weight := max(bytes, t.share); weight > 0; {
		var err error
		if weight, err = t.attempt(ctx, files, original, key, weight, size); err != nil {
			return err
		}
	}
	return nil
}

// attempt makes a thumb in so many bytes of the budget. It returns how many the picture
// needs if there is no room for more than the given; else 0.
func (t *thumbs) attempt(ctx context.Context, files *filesystem.System, original, key string, weight int64, size size) (needs int64, err error) {
	if err := t.room.Acquire(ctx, weight); err != nil {
		return 0, err
	}
	defer func() { t.room.Release(weight) }()
	if exists, err := files.Exists(key); err != nil || exists {
		return 0, err // another request has made it meanwhile
	}
	data, err := read(files, original)
	if err != nil {
		return 0, err
	}
	p, err := inspect(data)
	if err != nil {
		t.refused.Add(original, struct{}{})
		return 0, err
	}
	if more := p.bytes - weight; more > 0 {
		if !t.room.TryAcquire(more) {
			return p.bytes, nil
		}
		weight += more
	}
	if p.bytes > largeDecode {
		defer debug.FreeOSMemory()
	}
	encoded, kind, err := p.thumb(size)
	if err != nil {
		t.refused.Add(original, struct{}{})
		return 0, err
	}
	return 0, write(files, key, encoded, kind)
}

var errRefused = errors.New("this picture has no thumb")

func write(files *filesystem.System, key string, data []byte, kind string) error {
	w, err := files.NewWriter(key, &blob.WriterOptions{ContentType: kind})
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return errors.Join(err, w.Close())
}

// read returns the content of a file of at most [maxFile].
func read(files *filesystem.System, key string) ([]byte, error) {
	r, err := files.GetReader(key)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if r.Size() > maxFile {
		return nil, errRefused
	}
	data := make([]byte, r.Size())
	_, err = io.ReadFull(r, data)
	return data, err
}

// servePlaceholder answers with the picture that stands for those without a thumb.
func servePlaceholder(e *core.RequestEvent) error {
	e.Response.Header().Set("Cache-Control", "private, no-store")
	e.Response.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	e.Response.Header().Set("X-Content-Type-Options", "nosniff")
	return e.Blob(http.StatusOK, "image/png", placeholder())
}
