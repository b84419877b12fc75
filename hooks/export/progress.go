package export

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/problem"
)

// The time for which the progress of a finished export is kept, and the longest id
// of a progress in bytes.
const (
	progressRetention = 5 * time.Minute
	maxProgressID     = 64
)

// exportProgress is the progress of one export. total is negative if unknown.
type exportProgress struct {
	rows  atomic.Int64
	total int
	done  atomic.Bool
	until atomic.Int64 // when it may be deleted, in Unix seconds; zero while it runs
}

func (p *exportProgress) finish() {
	p.until.Store(time.Now().Add(progressRetention).Unix())
	p.done.Store(true)
}

// progressStoreKey is the key of the progressStore in the application's store.
const progressStoreKey = "otklikExports"

// progressStore holds the progress of all exports, see progressKey.
type progressStore struct {
	sync.Mutex
	by map[string]*exportProgress
}

func progressStoreOf(app core.App) *progressStore {
	return app.Store().GetOrSet(progressStoreKey, func() any { return &progressStore{by: map[string]*exportProgress{}} }).(*progressStore)
}

// startProgress starts the progress of an export, stored under the id that the
// caller has sent, if any. It deletes expired ones.
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

// serveExportProgress answers GET /api/desk/export/progress?id= with the progress of
// one of the caller's exports. done is also true if the export has failed: the
// aborted download shows that.
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
