package sqlite

import (
	"context"
	"errors"
	"sync"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

const (
	// busyWait is how long changes wait in all for the lock of another program, such as
	// a copy being made or a second process. Whoever waits for an answer gets one in
	// twice that.
	busyWait = 5 * time.Second
	// busyPause is the pause between two tries.
	busyPause = 20 * time.Millisecond
	// busyForgotten is after how long without a refusal the next one begins a new wait.
	busyForgotten = time.Second
)

// lockWait waits for the lock of another program, for all connections of a pool. SQLite
// waits for each statement anew, and PocketBase then tries a dozen times. With thirty
// changes behind one another the last would be answered after minutes.
type lockWait struct {
	limit time.Duration

	mu          sync.Mutex
	since, last time.Time // the first and the last refusal of this wait
}

// run runs a statement, again and again while another program has the lock.
func (w *lockWait) run(ctx context.Context, statement func() error) error {
	for {
		err := statement()
		if !isBusy(err) {
			return err
		}
		if !w.mayWait(time.Now()) {
			return busyError{err}
		}
		select {
		case <-ctx.Done():
			return busyError{err}
		case <-time.After(busyPause):
		}
	}
}

// mayWait notes a refusal, and reports whether the wait is not over yet.
func (w *lockWait) mayWait(now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now.Sub(w.last) > busyForgotten {
		w.since = now
	}
	w.last = now
	return now.Sub(w.since) < w.limit
}

// wrote notes that a change was made: nobody has the lock.
func (w *lockWait) wrote() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.since, w.last = time.Time{}, time.Time{}
}

// isBusy reports whether a statement was refused because of a lock.
func isBusy(err error) bool {
	var refused *sqlite.Error
	if !errors.As(err, &refused) {
		return false
	}
	code := refused.Code() & 0xff
	return code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED
}

// busyError is a refusal after the wait. Its text is not the driver's, by which
// PocketBase would know it and go on trying.
type busyError struct{ cause error }

func (busyError) Error() string   { return "another program writes to the database" }
func (e busyError) Unwrap() error { return e.cause }
