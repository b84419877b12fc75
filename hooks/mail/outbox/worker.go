package outbox

import (
	"errors"
	"net"
	"net/textproto"
	"regexp"
	"sync"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/clock"
	"otklik/hooks/i18n"
	"otklik/hooks/lifecycle"
	"otklik/hooks/records"
)

// retryDelays are the delays after each failed attempt; after the last attempt the
// mail has failed.
var retryDelays = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

const (
	pollInterval = 15 * time.Second // between checks for due mails; new mails wake the worker
	lanes        = 4                // concurrent mails: one slow server must not block all
	sendTimeout  = 2 * time.Minute  // the mailer itself has none
	stopGrace    = 4 * time.Second  // for the mails in hand when the program stops
)

// worker sends the due mails of the outbox. An application has one worker.
type worker struct {
	app     core.App
	compose composer
	wake    chan struct{}
	stop    chan struct{} // closed to end the worker
	quit    chan struct{} // closed when the mails in hand must be given up
	done    chan struct{} // closed when it has ended
}

// workerKey is the key of the worker in the application's store.
const workerKey = "otklikPostman"

func registerWorker(app core.App, compose composer) {
	app.OnServe().Bind(&hook.Handler[*core.ServeEvent]{Id: workerKey, Func: func(e *core.ServeEvent) error {
		w := &worker{app: app, compose: compose, wake: make(chan struct{}, 1), stop: make(chan struct{}), quit: make(chan struct{}), done: make(chan struct{})}
		app.Store().Set(workerKey, w)
		go w.run()
		return e.Next()
	}})
	lifecycle.OnStop(app, workerKey, func() <-chan struct{} {
		p, ok := app.Store().Get(workerKey).(*worker)
		if !ok {
			return nil
		}
		app.Store().Remove(workerKey)
		close(p.stop)
		time.AfterFunc(stopGrace, func() { close(p.quit) })
		return p.done
	})
}

// WakeAfterCommit wakes the worker for a new mail once the transaction of app, if
// any, is committed.
func WakeAfterCommit(app core.App) {
	p, ok := app.Store().Get(workerKey).(*worker)
	if !ok {
		return // the server isn't running: the next start sends it
	}
	if tx := app.TxInfo(); tx != nil {
		tx.OnComplete(func(err error) error {
			if err == nil {
				p.wakeUp()
			}
			return nil
		})
		return
	}
	p.wakeUp()
}

func (p *worker) wakeUp() {
	select {
	case p.wake <- struct{}{}:
	default: // a wake-up is pending
	}
}

// run sends mails until the worker is stopped. Attempts interrupted in an earlier
// run are due at once.
func (p *worker) run() {
	defer close(p.done)
	if err := resumeInterrupted(p.app); err != nil {
		p.app.Logger().Error("The outbox can't be resumed", "error", err)
	}
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for {
		if err := p.deliver(); err != nil {
			p.app.Logger().Error("The outbox can't be read", "error", err)
		}
		select {
		case <-p.stop:
			return
		case <-p.wake:
		case <-ticker.C:
		}
	}
}

// resumeInterrupted makes the mails due whose attempt was interrupted when the
// program ended. A mail that the server had accepted arrives twice, with the same
// Message-ID; otherwise some mails would never arrive.
func resumeInterrupted(app core.App) error {
	_, err := app.NonconcurrentDB().Update("outbox", dbx.Params{"next_at": records.DateTime(clock.Now(app))},
		dbx.NewExp("status = 'queued' AND attempts > 0 AND error = ''")).Execute()
	return err
}

// IsConfigured reports whether an SMTP server is set. Until then mails wait and no
// attempt is counted. It reads a copy of the settings, which is made under their
// lock: the dashboard may be saving them at the same time.
func IsConfigured(app core.App) bool {
	var settings core.Settings
	return settings.Merge(app.Settings()) == nil && settings.SMTP.Enabled
}

// deliver sends all due mails, [lanes] at a time.
func (p *worker) deliver() error {
	for IsConfigured(p.app) {
		due, err := dueMail(p.app, clock.Now(p.app))
		if err != nil || len(due) == 0 {
			return err
		}
		lanes := make(chan struct{}, lanes)
		var all sync.WaitGroup
		for _, row := range due {
			if p.stopping() {
				break
			}
			lanes <- struct{}{}
			all.Go(func() {
				defer func() { <-lanes }()
				if err := send(p.app, row, p.compose, p.quit); err != nil {
					p.app.Logger().Error("A mail can't be recorded as tried", "id", row.Id, "error", err)
				}
			})
		}
		all.Wait()
		if p.stopping() {
			return nil
		}
	}
	return nil
}

func (p *worker) stopping() bool {
	select {
	case <-p.stop:
		return true
	default:
		return false
	}
}

// batchSize is how many mails are read at a time.
const batchSize = 100

func dueMail(app core.App, now time.Time) ([]*core.Record, error) {
	var due []*core.Record
	err := app.RecordQuery("outbox").AndWhere(dbx.HashExp{"status": StatusQueued}).
		AndWhere(dbx.NewExp("next_at <= {:now}", dbx.Params{"now": records.DateTime(now)})).
		OrderBy("next_at", "created").Limit(batchSize).All(&due)
	return due, err
}

// send makes one attempt. It claims the row first, so that no other worker sends it
// and no further answer joins it, then sends the mail and records the result.
// A mail in hand when quit is closed stays claimed: the next start resumes it.
func send(app core.App, row *core.Record, compose composer, quit <-chan struct{}) error {
	claimed, err := claim(app, row)
	if err != nil || !claimed {
		return err
	}
	fresh, err := app.FindRecordById("outbox", row.Id)
	if err != nil {
		return err
	}
	failure := sendNow(app, fresh, compose, quit)
	if errors.Is(failure, errInterrupted) {
		return nil
	}
	fresh.IgnoreUnchangedFields(true)
	recordAttempt(fresh, failure, clock.Now(app))
	return app.SaveNoValidate(fresh)
}

// TrySending queues a mail, makes one attempt at once and returns the row with its
// result.
func TrySending(app core.App, m Mail, compose composer) (*core.Record, error) {
	m.At = clock.Now(app).Add(sendTimeout) // keeps the worker from sending it in the meantime
	id, err := insert(app, m)
	if err != nil {
		return nil, err
	}
	row, err := app.FindRecordById("outbox", id)
	if err != nil {
		return nil, err
	}
	if err := send(app, row, compose, nil); err != nil {
		return nil, err
	}
	return app.FindRecordById("outbox", id)
}

// claim counts the attempt and sets the time of the next one; false if another
// worker was first.
func claim(app core.App, row *core.Record) (bool, error) {
	tried := row.GetInt("attempts")
	wait := retryDelays[min(tried, len(retryDelays)-1)]
	done, err := app.NonconcurrentDB().Update("outbox",
		dbx.Params{"attempts": tried + 1, "next_at": records.DateTime(clock.Now(app).Add(wait)), "error": "", "updated": records.DateTime(clock.Now(app))},
		dbx.HashExp{"id": row.Id, "status": StatusQueued, "attempts": tried}).Execute()
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n == 1, err
}

var errTimeout = &i18n.Error{Message: i18n.Message{Key: "failure.mail_timeout", Params: i18n.Minutes(sendTimeout)}}

// errInterrupted tells that the program stops while the mail server has not answered.
var errInterrupted = errors.New("the program stops")

// sendNow composes a mail and sends it to the mail server.
func sendNow(app core.App, row *core.Record, compose composer, quit <-chan struct{}) error {
	message, err := compose(app, row)
	if err != nil {
		return err
	}
	answer := make(chan error, 1)
	go func() { answer <- app.NewMailClient().Send(message) }()
	select {
	case err := <-answer:
		return err
	case <-quit:
		return errInterrupted
	case <-time.After(sendTimeout):
		return errTimeout
	}
}

// recordAttempt sets the result of an attempt on the row.
func recordAttempt(row *core.Record, failure error, now time.Time) {
	if failure == nil {
		row.Set("status", StatusSent)
		row.Set("sent_at", now)
		row.Set("error", "")
		eraseLinks(row)
		return
	}
	row.Set("error", i18n.Stored(failure))
	switch {
	case isUnreachable(failure):
		row.Set("next_at", earlier(row.GetDateTime("next_at").Time(), now.Add(unreachableDelay)))
	case row.GetInt("attempts") > len(retryDelays) || isFinal(failure):
		row.Set("status", StatusFailed)
	}
}

// unreachableDelay is how long a mail waits at most while the mail server can't be
// reached. That is no fault of the mail, so it is never given up for it.
const unreachableDelay = time.Hour

// isUnreachable reports whether no connection to the mail server was made.
func isUnreachable(failure error) bool {
	if connecting, ok := errors.AsType[*net.OpError](failure); ok {
		return connecting.Op == "dial"
	}
	_, unknown := errors.AsType[*net.DNSError](failure)
	return unknown
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// unknownAddress matches the codes of RFC 3463 for invalid addresses. Other refusals
// may be fixed in the server's settings or in ours.
var unknownAddress = regexp.MustCompile(`\b5\.(1\.[12360]|1\.10|2\.1)\b`)

// isFinal reports whether another attempt would fail in the same way.
func isFinal(failure error) bool {
	if errors.Is(failure, ErrNothingToSend) {
		return true
	}
	var refused *textproto.Error
	return errors.As(failure, &refused) && refused.Code >= 500 && unknownAddress.MatchString(refused.Msg)
}
