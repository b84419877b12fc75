package reports

import (
	"context"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/jobs"
	"otklik/hooks/lifecycle"
	"otklik/hooks/query"
)

const (
	// countPause is the least pause between two rounds of counting. What has changed
	// meanwhile, a report counts itself.
	countPause = 10 * time.Second
	// countShare is how many times longer than a round the pause is: counting takes five
	// hundredths of a processor at most, whatever is being changed.
	countShare = 20
)

// counterKey is the key of the counter in the application's store, and its name.
const counterKey = "otklikReportCounter"

// countJob is the name under which failures of counting are reported.
const countJob = "otklik_report_days"

// counter counts the days again of which something has changed. An application that
// serves has one.
type counter struct {
	app     core.App
	stop    context.CancelFunc // ends it, and what it reads
	done    chan struct{}      // closed when it has ended
	failing bool
}

func registerCounter(app core.App) {
	app.OnServe().Bind(&hook.Handler[*core.ServeEvent]{Id: counterKey, Func: func(e *core.ServeEvent) error {
		ctx, stop := context.WithCancel(context.Background())
		c := &counter{app: app, stop: stop, done: make(chan struct{})}
		app.Store().Set(counterKey, c)
		go c.run(ctx)
		return e.Next()
	}})
	lifecycle.OnStop(app, counterKey, func() <-chan struct{} {
		c, ok := app.Store().Get(counterKey).(*counter)
		if !ok {
			return nil
		}
		app.Store().Remove(counterKey)
		c.stop()
		return c.done
	})
}

// run counts until the program stops. Marked days go before those that were never counted.
func (c *counter) run(ctx context.Context) {
	defer close(c.done)
	for {
		begun := time.Now()
		if err := countAll(ctx, c.app); ctx.Err() == nil {
			c.report(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(max(countPause, countShare*time.Since(begun))):
		}
	}
}

// report tells administrators of a failure, once until it is over.
func (c *counter) report(failure error) {
	if (failure != nil) != c.failing {
		c.failing = failure != nil
		jobs.Report(c.app, countJob, failure)
	}
}

// countAll counts the marked days, and then those that were never counted, until none is
// left or the context ends.
func countAll(ctx context.Context, app core.App) error {
	app = query.Bound(app, ctx)
	if err := startCounting(app); err != nil {
		return err
	}
	for ctx.Err() == nil {
		marks, err := markedDays(app)
		if err != nil {
			return err
		}
		for _, day := range marks {
			if err := countMarked(app, day); err != nil {
				return err
			}
		}
		if len(marks) == marksAtOnce {
			continue
		}
		more, err := countNext(app)
		if err != nil || !more {
			return err
		}
	}
	return nil
}
