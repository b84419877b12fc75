package search

import (
	"sync"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/jobs"
	"otklik/hooks/lifecycle"
)

const (
	// indexPoll is how often the indexer looks for marks that nobody told it of, such as
	// those of SQL typed into the dashboard.
	indexPoll = 5 * time.Second
	// indexPause is how long marks are gathered when no search waits: many in one
	// transaction cost a fifth, and a thread that grows fast is indexed once a while.
	indexPause = 200 * time.Millisecond
	// indexRetry is how often it tries again what has failed.
	indexRetry = time.Minute
	// indexWait is how long a search waits for what was saved before it.
	indexWait = 300 * time.Millisecond
	// manyBatches is after how many batches in a row the index is merged.
	manyBatches = 20
)

// Keys of the application's store: the indexer, and another wait than [indexWait].
const (
	indexerKey   = "otklikIndexer"
	indexWaitKey = "otklikIndexWait"
)

// indexJob is the name under which failures of indexing are reported.
const indexJob = "otklik_search_index"

// indexer works off the marks of tasks whose texts have changed. An application that
// serves has one.
type indexer struct {
	app   core.App
	wake  chan struct{} // there are marks
	hurry chan struct{} // a search waits for them
	stop  chan struct{} // closed to end it
	done  chan struct{} // closed when it has ended

	mu       sync.Mutex
	progress chan struct{} // closed and replaced after each batch
	failing  bool
}

func registerIndexer(app core.App) {
	app.OnServe().Bind(&hook.Handler[*core.ServeEvent]{Id: indexerKey, Func: func(e *core.ServeEvent) error {
		x := &indexer{app: app, wake: make(chan struct{}, 1), hurry: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{}), progress: make(chan struct{})}
		app.Store().Set(indexerKey, x)
		go x.run()
		return e.Next()
	}})
	lifecycle.OnStop(app, indexerKey, func() <-chan struct{} {
		x, ok := app.Store().Get(indexerKey).(*indexer)
		if !ok {
			return nil
		}
		app.Store().Remove(indexerKey)
		close(x.stop)
		return x.done
	})
	wake := &hook.Handler[*core.RecordEvent]{Id: "otklikIndexWake", Func: func(e *core.RecordEvent) error {
		if x, ok := app.Store().Get(indexerKey).(*indexer); ok {
			signal(x.wake)
		}
		return e.Next()
	}}
	for _, saved := range []*hook.TaggedHook[*core.RecordEvent]{
		app.OnRecordAfterCreateSuccess("tasks", "comments", "notes"),
		app.OnRecordAfterUpdateSuccess("tasks", "comments", "notes", "profiles"),
		app.OnRecordAfterDeleteSuccess("tasks", "comments", "notes"),
	} {
		saved.Bind(wake)
	}
}

func signal(to chan<- struct{}) {
	select {
	case to <- struct{}{}:
	default: // a signal is pending
	}
}

func (x *indexer) stopping() bool {
	select {
	case <-x.stop:
		return true
	default:
		return false
	}
}

// run indexes until the program stops: first the people without words, who exist in a
// database older than the index, then what is marked, and the whole index if it is to be
// made anew.
func (x *indexer) run() {
	defer close(x.done)
	x.report(indexPeople(x.app))
	rebuild, err := startRebuild(x.app)
	x.report(err)
	poll, retry := time.NewTicker(indexPoll), time.NewTicker(indexRetry)
	defer poll.Stop()
	defer retry.Stop()
	for {
		rebuild = x.work(rebuild)
		select {
		case <-x.stop:
			return
		case <-x.wake:
			select {
			case <-x.hurry:
			case <-time.After(indexPause):
			case <-x.stop:
			}
		case <-x.hurry:
		case <-poll.C:
		case <-retry.C:
			x.retry()
		}
	}
}

// work indexes until nothing is left but what came meanwhile. What people have changed
// goes before the tasks of a rebuild; it returns whether that is still to be ended.
func (x *indexer) work(rebuild bool) bool {
	batches := 0
	for ; !x.stopping(); batches++ {
		marks, err := pendingMarks(x.app, false, indexBatch)
		switch {
		case err != nil:
			x.report(err)
			return rebuild
		case len(marks) > 0:
			err = indexMarked(x.app, marks)
			if err != nil {
				err = indexEach(x.app, marks)
			} else if len(marks) < indexBatch && !rebuild {
				x.announce()
				x.report(x.mergeAfter(batches))
				return false
			}
		case rebuild:
			rebuild, err = rebuildBatch(x.app)
		default:
			x.report(x.mergeAfter(batches))
			return false
		}
		x.report(err)
		x.announce()
		if err != nil {
			return rebuild // after a pause
		}
	}
	return rebuild
}

// mergeAfter merges the index after many batches in a row.
func (x *indexer) mergeAfter(batches int) error {
	if batches <= manyBatches {
		return nil
	}
	return mergeSegments(x.app, func() bool { return !x.stopping() })
}

// retry tries again what has failed.
func (x *indexer) retry() {
	marks, err := pendingMarks(x.app, true, indexBatch)
	if err == nil && len(marks) > 0 {
		err = indexEach(x.app, marks)
	}
	if err == nil && x.failing {
		x.failing = false
		jobs.Report(x.app, indexJob, nil)
	}
}

// report tells administrators of a failure, once until it is over.
func (x *indexer) report(failure error) {
	if failure != nil && !x.failing {
		x.failing = true
		jobs.Report(x.app, indexJob, failure)
	}
}

// announce tells those who wait that a batch is indexed.
func (x *indexer) announce() {
	x.mu.Lock()
	defer x.mu.Unlock()
	close(x.progress)
	x.progress = make(chan struct{})
}

func (x *indexer) nextBatch() <-chan struct{} {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.progress
}

// awaitIndexed waits until the index holds what was saved before, for [indexWait] at
// most: after that a search answers with what the index has. An error is left to the
// search itself.
func awaitIndexed(app core.App) {
	var last int64
	err := app.DB().NewQuery("SELECT COALESCE(MAX(id), 0) FROM otklik_index_marks WHERE failed = 0").Row(&last)
	x, serving := app.Store().Get(indexerKey).(*indexer)
	if err != nil || last == 0 || !serving {
		return
	}
	wait := indexWait
	if longer, ok := app.Store().Get(indexWaitKey).(time.Duration); ok {
		wait = longer
	}
	limit := time.After(wait)
	for {
		batch := x.nextBatch()
		signal(x.hurry)
		var left bool
		err := app.DB().NewQuery("SELECT EXISTS (SELECT 1 FROM otklik_index_marks WHERE failed = 0 AND id <= {:last})").Bind(dbx.Params{"last": last}).Row(&left)
		if err != nil || !left {
			return
		}
		select {
		case <-batch:
		case <-limit:
			return
		}
	}
}
