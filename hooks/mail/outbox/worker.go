package outbox

import (
	"errors"
	"net/textproto"
	"regexp"
	"sync"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/clock"
	"otklik/hooks/i18n"
	"otklik/hooks/records"
)

// retryDelays is how long after each failed attempt the next one comes; after the
// last the mail has failed.
var retryDelays = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

const (
	pollInterval = 15 * time.Second   // for what is due by now; new mails wake it at once
	lanes        = 4                  // mails at once: one slow server must not hold up all
	sendTimeout  = 2 * time.Minute    // the mailer knows none
	maxMailAge   = 7 * 24 * time.Hour // what could not be sent for so long is no news any more
)

// worker sends what is due in the outbox, one at a time for each program.
type worker struct {
	app     core.App
	compose composer
	wake    chan struct{}
	stop    chan struct{}
	done    sync.WaitGroup
}

// workerKey is where an application keeps its postman.
const workerKey = "otklikPostman"

func registerWorker(app core.App, compose composer) {
	app.OnServe().Bind(&hook.Handler[*core.ServeEvent]{Id: "otklikPostman", Func: func(e *core.ServeEvent) error {
		p := &worker{app: app, compose: compose, wake: make(chan struct{}, 1), stop: make(chan struct{})}
		app.Store().Set(workerKey, p)
		p.done.Add(1)
		go p.run()
		return e.Next()
	}})
	app.OnTerminate().Bind(&hook.Handler[*core.TerminateEvent]{Id: "otklikPostman", Func: func(e *core.TerminateEvent) error {
		if p, ok := app.Store().Get(workerKey).(*worker); ok {
			app.Store().Remove(workerKey)
			close(p.stop)
			p.done.Wait()
		}
		return e.Next()
	}})
}

// WakeAfterCommit tells the worker that there is a new mail, as soon as it can
// see it.
func WakeAfterCommit(app core.App) {
	p, ok := app.Store().Get(workerKey).(*worker)
	if !ok {
		return // nobody serves: the next start sends it
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
	default: // it has been told already
	}
}

// run runs until the program stops. What an earlier run had begun and not
// finished is due at once.
func (p *worker) run() {
	defer p.done.Done()
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

// resumeInterrupted makes due what was being sent when the program ended: an
// attempt without an answer. If the server had taken it, it comes twice, with
// the same Message-ID; otherwise it would not come at all.
func resumeInterrupted(app core.App) error {
	_, err := app.NonconcurrentDB().Update("outbox", dbx.Params{"next_at": records.DateTime(clock.Now(app))},
		dbx.NewExp("status = 'queued' AND attempts > 0 AND error = ''")).Execute()
	return err
}

// IsConfigured is true when there is a server to hand mails to. Until then they
// wait and no attempt is counted. It looks at a copy: the worker asks while the
// dashboard may be saving the settings, and only a copy is made under their lock.
func IsConfigured(app core.App) bool {
	var settings core.Settings
	return settings.Merge(app.Settings()) == nil && settings.SMTP.Enabled
}

// deliver sends all that is due, in a few lanes.
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
				if err := send(p.app, row, p.compose); err != nil {
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

// send tries one mail: it is claimed first, so that no other worker and no
// further answer touches it, then sent, then recorded.
func send(app core.App, row *core.Record, compose composer) error {
	claimed, err := claim(app, row)
	if err != nil || !claimed {
		return err
	}
	fresh, err := app.FindRecordById("outbox", row.Id)
	if err != nil {
		return err
	}
	var failure error = errStale
	if clock.Now(app).Sub(fresh.GetDateTime("created").Time()) < maxMailAge {
		failure = sendNow(app, fresh, compose)
	}
	fresh.IgnoreUnchangedFields(true)
	recordAttempt(fresh, failure, clock.Now(app))
	return app.SaveNoValidate(fresh)
}

// TrySending queues a mail, tries it at once and returns its row with the answer.
func TrySending(app core.App, m Mail, compose composer) (*core.Record, error) {
	m.At = clock.Now(app).Add(sendTimeout) // the worker leaves it alone meanwhile
	id, err := insert(app, m)
	if err != nil {
		return nil, err
	}
	row, err := app.FindRecordById("outbox", id)
	if err != nil {
		return nil, err
	}
	if err := send(app, row, compose); err != nil {
		return nil, err
	}
	return app.FindRecordById("outbox", id)
}

// claim counts the attempt and sets the time of the next.
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

var (
	errStale   = &i18n.Error{Message: i18n.Message{Key: "failure.mail_stale", Params: i18n.Days(maxMailAge)}}
	errTimeout = &i18n.Error{Message: i18n.Message{Key: "failure.mail_timeout", Params: i18n.Minutes(sendTimeout)}}
)

// sendNow composes a mail and hands it to the mail server.
func sendNow(app core.App, row *core.Record, compose composer) error {
	message, err := compose(app, row)
	if err != nil {
		return err
	}
	answer := make(chan error, 1)
	go func() { answer <- app.NewMailClient().Send(message) }()
	select {
	case err := <-answer:
		return err
	case <-time.After(sendTimeout):
		return errTimeout
	}
}

// recordAttempt writes down what became of an attempt.
func recordAttempt(row *core.Record, failure error, now time.Time) {
	if failure == nil {
		row.Set("status", StatusSent)
		row.Set("sent_at", now)
		row.Set("error", "")
		return
	}
	row.Set("error", i18n.Stored(failure))
	if row.GetInt("attempts") > len(retryDelays) || isFinal(failure) {
		row.Set("status", StatusFailed)
	}
}

// unknownAddress are the codes of RFC 3463 for addresses that do not exist; what
// else a server refuses may be mended, in its settings or in ours.
var unknownAddress = regexp.MustCompile(`\b5\.(1\.[12360]|1\.10|2\.1)\b`)

// isFinal is true of failures that another attempt would only repeat.
func isFinal(failure error) bool {
	if errors.Is(failure, errStale) || errors.Is(failure, ErrNothingToSend) {
		return true
	}
	var refused *textproto.Error
	return errors.As(failure, &refused) && refused.Code >= 500 && unknownAddress.MatchString(refused.Msg)
}
