package mailbox

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/clock"
	"otklik/hooks/i18n"
	"otklik/hooks/lifecycle"
	"otklik/hooks/records"
)

// pollInterval is the time between checks of the mailbox. A server with IDLE
// announces new mails in between.
const pollInterval = time.Minute

// retryDelays are the delays after consecutive failures; the last one repeats.
var retryDelays = []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute}

// pollerKey is the key of the poller in the application's store.
const pollerKey = "otklikIMAP"

// poller fetches mails while the server runs.
type poller struct {
	app  core.App
	wake chan struct{}
	done chan struct{} // closed when it has ended
	stop context.CancelFunc

	saved atomic.Int64 // when the settings were last saved by a person, in Unix milliseconds

	unfinished
}

func registerPoller(app core.App) {
	app.OnServe().Bind(&hook.Handler[*core.ServeEvent]{Id: pollerKey, Func: func(e *core.ServeEvent) error {
		ctx, stop := context.WithCancel(context.Background())
		p := &poller{app: app, wake: make(chan struct{}, 1), done: make(chan struct{}), stop: stop}
		app.Store().Set(pollerKey, p)
		go p.run(ctx)
		return e.Next()
	}})
	lifecycle.OnStop(app, pollerKey, func() <-chan struct{} {
		p, ok := app.Store().Get(pollerKey).(*poller)
		if !ok {
			return nil
		}
		app.Store().Remove(pollerKey)
		p.stop()
		return p.done
	})
}

func (p *poller) wakeUp() {
	select {
	case p.wake <- struct{}{}:
	default: // a wake-up is pending
	}
}

// run polls until ctx is done.
func (p *poller) run(ctx context.Context) {
	defer close(p.done)
	for failed := 0; ctx.Err() == nil; {
		delay := pollInterval
		box, err := readMailbox(p.app)
		if err == nil && box.on {
			err = p.session(ctx, box, func() { failed = 0 })
		}
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			delay = retryDelays[min(failed, len(retryDelays)-1)]
			failed++
			p.recordProblem(box, err)
			if p.mayReconnect() {
				continue
			}
		} else if box.on {
			continue // the settings have changed
		}
		select {
		case <-ctx.Done():
		case <-p.wake:
			failed = 0
		case <-time.After(delay):
		}
	}
}

// recordProblem logs an error and stores it for the administrator.
func (p *poller) recordProblem(box *account, err error) {
	p.app.Logger().Warn("The mailbox can't be read", "error", err)
	if box == nil {
		return
	}
	if err := box.saveState(p.app, dbx.Params{"error": i18n.Stored(err), "checked_at": records.DateTime(clock.Now(p.app))}); err != nil {
		p.app.Logger().Error("The mailbox can't be marked as failing", "error", err)
	}
}

// session fetches new mails over one connection and waits for more, until the
// settings change, ctx is done or an error occurs. It calls succeeded after each
// check.
func (p *poller) session(ctx context.Context, box *account, succeeded func()) error {
	arrived := make(chan struct{}, 1)
	client, folder, err := box.open(ctx, func() {
		select {
		case arrived <- struct{}{}:
		default:
		}
	})
	if err != nil {
		return err
	}
	defer client.Close()
	if err := box.resume(client, folder); err != nil {
		return box.wrap(imapReading, err)
	}
	for {
		stuck, err := p.fetchNew(ctx, client, box)
		if err != nil {
			return err
		}
		succeeded()
		if err := box.saveState(p.app, dbx.Params{"error": storedError(stuck), "checked_at": records.DateTime(clock.Now(p.app))}); err != nil {
			return err
		}
		changed, err := p.idle(ctx, client, box, arrived)
		if changed || err != nil {
			return box.wrap(imapReading, err)
		}
	}
}

// storedError returns an error as the mailbox stores it; empty for none.
func storedError(err error) string {
	if err == nil {
		return ""
	}
	return i18n.Stored(err)
}

// isNews reports whether the settings were saved after a session has read them: the
// poller may be woken for a change that it knows.
func (p *poller) isNews(box *account) bool {
	if p.saved.Load() > box.updated.UnixMilli() {
		return true
	}
	now, err := readMailbox(p.app)
	return err != nil || !now.isSame(box)
}

// idle waits for the next check: until the server announces a mail, if it supports
// IDLE, or for [pollInterval]. changed reports that the session must end.
func (p *poller) idle(ctx context.Context, client *imapclient.Client, box *account, arrived <-chan struct{}) (changed bool, err error) {
	if client.Caps().Has("IDLE") {
		idle, err := client.Idle()
		if err != nil {
			return false, err
		}
		defer func() {
			defer limitTime(client)()
			if closed := idle.Close(); err == nil && closed == nil {
				_ = idle.Wait()
			}
		}()
	}
	for next := time.After(pollInterval); ; {
		select {
		case <-ctx.Done():
			return true, nil
		case <-p.wake:
			if p.isNews(box) {
				return true, nil
			}
		case <-client.Closed():
			return false, errIMAPClosed
		case <-arrived:
			return false, nil
		case <-next:
			return false, nil
		}
	}
}
