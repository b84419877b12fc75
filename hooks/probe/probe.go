// Package probe owns the check whether the desk can keep what it is told: /api/health
// fails with the reason while it can't, and one line on stderr says when that begins
// and ends.
package probe

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/jobs"
	"otklik/hooks/problem"
	"otklik/hooks/sqlite"
)

// healthPattern is PocketBase's route of its health, which answers 200 whatever is ill.
const healthPattern = "GET /api/health"

const (
	// Period is for how long a check is good. Whoever asks more often, a stranger
	// perhaps, does not make the desk write more often.
	Period = time.Second
	// retryAfter is when another try makes sense.
	retryAfter = 10 * time.Second
)

// Register checks the health for every caller of /api/health, and each minute, so that
// the line on stderr does not wait for one. collections are the names of all of ours.
func Register(app core.App, collections []string) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		p, err := newProbe(e.App, os.Stderr, collections)
		if err != nil {
			return err
		}
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikHealth", Func: p.serve})
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikPromises", Func: requireWritable})
		jobs.Schedule(e.App, "otklik_health", "* * * * *", func(app core.App, _ time.Time) error {
			p.check(app)
			return nil
		})
		return e.Next()
	})
}

// probe holds the result of the last check.
type probe struct {
	log         io.Writer
	database    os.FileInfo // the file as it was at the start
	collections []string

	mu      sync.Mutex
	checked time.Time
	code    string // of what is wrong, empty if nothing is
}

func newProbe(app core.App, log io.Writer, collections []string) (*probe, error) {
	database, err := os.Stat(filepath.Join(app.DataDir(), sqlite.Database))
	return &probe{log: log, database: database, collections: collections}, err
}

// serve answers /api/health 503 while the desk is ill.
func (p *probe) serve(e *core.RequestEvent) error {
	if e.Request.Pattern != healthPattern {
		return e.Next()
	}
	if code := p.check(e.App); code != "" {
		return problem.RequestLater(e, http.StatusServiceUnavailable, code, retryAfter)
	}
	return e.Next()
}

// check returns the code of what is wrong, at most [Period] old.
func (p *probe) check(app core.App) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.checked) < Period {
		return p.code
	}
	code, err := p.examine(app)
	switch {
	case code != "" && p.code == "":
		fmt.Fprintf(p.log, "%s Сервер болен: %s (%v)\n", time.Now().Format(time.RFC3339), problem.Sentence(code), err)
	case code == "" && p.code != "":
		fmt.Fprintf(p.log, "%s Сервер снова здоров.\n", time.Now().Format(time.RFC3339))
	}
	p.code, p.checked = code, time.Now()
	return code
}
