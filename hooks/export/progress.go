package export

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/problem"
)

// How long the progress of an export is told after its last look or row, and
// how long an id of one may be.
const (
	progressRetention = 5 * time.Minute
	maxProgressID     = 64
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
	p.until.Store(time.Now().Add(progressRetention).Unix())
	p.done.Store(true)
}

// progressStoreKey is where an application keeps the exports on their way.
const progressStoreKey = "otklikExports"

// progressStore are those of everybody, each by its person and the id of its page.
type progressStore struct {
	sync.Mutex
	by map[string]*exportProgress
}

func progressStoreOf(app core.App) *progressStore {
	return app.Store().GetOrSet(progressStoreKey, func() any { return &progressStore{by: map[string]*exportProgress{}} }).(*progressStore)
}

// startProgress begins the progress of an export, under the id that the page has
// given it, if any; those that are over are forgotten on the way.
func startProgress(e *core.RequestEvent, total int) (*exportProgress, error) {
	p := &exportProgress{total: total}
	id := e.Request.URL.Query().Get("progress")
	if id == "" {
		return p, nil
	}
	if len(id) > maxProgressID {
		return nil, problem.FieldError("progress", "validation_invalid_value")
	}
	all := progressStoreOf(e.App)
	all.Lock()
	defer all.Unlock()
	for key, old := range all.by {
		if until := old.until.Load(); until != 0 && until < time.Now().Unix() {
			delete(all.by, key)
		}
	}
	all.by[progressKey(e, id)] = p
	return p, nil
}

func progressKey(e *core.RequestEvent, id string) string {
	return e.Auth.Collection().Name + "/" + e.Auth.Id + "/" + id
}

// serveExportProgress answers GET /api/desk/export/progress?id= with how far an
// own export is. Done is true of one that has failed as well: its file tells.
func serveExportProgress(e *core.RequestEvent) error {
	all := progressStoreOf(e.App)
	all.Lock()
	p := all.by[progressKey(e, e.Request.URL.Query().Get("id"))]
	all.Unlock()
	if p == nil {
		return e.NotFoundError("", nil)
	}
	return e.JSON(http.StatusOK, map[string]any{"rows": p.rows.Load(), "total": p.total, "done": p.done.Load()})
}
