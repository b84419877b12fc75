package hooks

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// How long the progress of an export is told after its last look or row, and
// how long an id of one may be.
const (
	exportForgotten = 5 * time.Minute
	exportIDLength  = 64
)

// exportProgress is how far one export is. Total is negative where it is not
// known.
type exportProgress struct {
	rows  atomic.Int64
	total int
	done  atomic.Bool
	until atomic.Int64 // when it may be forgotten, in seconds; zero while it runs
}

func (p *exportProgress) finish() {
	p.until.Store(time.Now().Add(exportForgotten).Unix())
	p.done.Store(true)
}

// exportsKey is where an application keeps the exports on their way.
const exportsKey = "otklikExports"

// exports are those of everybody, each by its person and the id of its page.
type exports struct {
	sync.Mutex
	by map[string]*exportProgress
}

func exportsOf(app core.App) *exports {
	return app.Store().GetOrSet(exportsKey, func() any { return &exports{by: map[string]*exportProgress{}} }).(*exports)
}

// followExport begins the progress of an export, under the id that the page has
// given it, if any; those that are over are forgotten on the way.
func followExport(e *core.RequestEvent, total int) (*exportProgress, error) {
	p := &exportProgress{total: total}
	id := e.Request.URL.Query().Get("progress")
	if id == "" {
		return p, nil
	}
	if len(id) > exportIDLength {
		return nil, wrong("progress", "validation_invalid_value")
	}
	all := exportsOf(e.App)
	all.Lock()
	defer all.Unlock()
	for key, old := range all.by {
		if until := old.until.Load(); until != 0 && until < time.Now().Unix() {
			delete(all.by, key)
		}
	}
	all.by[exportKey(e, id)] = p
	return p, nil
}

func exportKey(e *core.RequestEvent, id string) string {
	return e.Auth.Collection().Name + "/" + e.Auth.Id + "/" + id
}

// serveExportProgress answers GET /api/desk/export/progress?id= with how far an
// own export is. Done is true of one that has failed as well: its file tells.
func serveExportProgress(e *core.RequestEvent) error {
	all := exportsOf(e.App)
	all.Lock()
	p := all.by[exportKey(e, e.Request.URL.Query().Get("id"))]
	all.Unlock()
	if p == nil {
		return e.NotFoundError("", nil)
	}
	return e.JSON(http.StatusOK, map[string]any{"rows": p.rows.Load(), "total": p.total, "done": p.done.Load()})
}
