package mailbox

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/pocketbase/dbx"

	"otklik/hooks/mail/inbox"
	"otklik/hooks/mail/parse"
)

// resume decides where to continue. The first check of a folder takes the unread
// mails. If the UIDVALIDITY has changed, it also takes the mails since the last
// check; those already received are recognised by their Message-IDs.
func (b *account) resume(client *imapclient.Client, folder *imap.SelectData) error {
	if b.validity == folder.UIDValidity && b.validity != 0 {
		return nil
	}
	unread := imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagSeen}}
	b.firstCheck = &unread
	if b.validity != 0 && !b.checked.IsZero() {
		recent := imap.SearchCriteria{Since: b.checked.Add(-48 * time.Hour)}
		b.firstCheck = &imap.SearchCriteria{Or: [][2]imap.SearchCriteria{{unread, recent}}}
	}
	b.validity, b.last, b.next = folder.UIDValidity, 0, uint32(folder.UIDNext)
	if b.next == 0 { // old servers don't send it with SELECT
		status, err := client.Status(b.folder, &imap.StatusOptions{UIDNext: true}).Wait()
		if err != nil {
			return err
		}
		b.next = uint32(status.UIDNext)
	}
	return nil
}

// fetchNew receives the mails since the last check one by one and in order. A mail
// that can't be received doesn't hold up those behind it: stuck is the reason of the
// first, which the next check tries again. So none is skipped.
func (p *poller) fetchNew(ctx context.Context, client *imapclient.Client, box *account) (stuck, err error) {
	uids, err := box.newMails(client)
	if err != nil {
		return nil, box.wrap(imapReading, err)
	}
	p.follow(box.validity)
	inOrder := slices.Clone(uids)
	slices.SortStableFunc(inOrder, func(a, b imap.UID) int { return cmp.Compare(min(p.tries(a), 1), min(p.tries(b), 1)) })
	failures := 0 // in a row
	for _, uid := range inOrder {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if p.received[uid] {
			continue
		}
		if err := p.fetchOne(client, box, uid); err != nil {
			stuck = cmp.Or(stuck, err)
			if failures++; failures == mostFailures || isClosed(client) {
				return nil, err // not the mail is at fault
			}
			p.app.Logger().Warn("A mail can't be received", "uid", uid, "error", err)
			continue
		}
		failures = 0
		if err := p.advance(box, uids); err != nil {
			return nil, err
		}
	}
	return stuck, p.endFirstCheck(box, uids)
}

// mostFailures is how many mails in a row may fail before the check is given up: the
// database or the connection is at fault then.
const mostFailures = 3

// newMails returns the mails of the folder behind the last one, in order.
func (b *account) newMails(client *imapclient.Client) ([]imap.UID, error) {
	defer limitTime(client)()
	criteria := b.firstCheck
	if criteria == nil {
		var after imap.UIDSet
		after.AddRange(imap.UID(b.last+1), 0)
		criteria = &imap.SearchCriteria{UID: []imap.UIDSet{after}}
	}
	found, err := client.UIDSearch(criteria, nil).Wait()
	if err != nil {
		return nil, err
	}
	// a UID range up to * always includes the last mail
	uids := slices.DeleteFunc(found.AllUIDs(), func(uid imap.UID) bool { return uint32(uid) <= b.last })
	slices.Sort(uids)
	return uids, nil
}

// advance saves how far the folder is read, except during the first check: after an
// interruption of it a check by UID would also receive mails that were read elsewhere
// before.
func (p *poller) advance(box *account, uids []imap.UID) error {
	if box.firstCheck != nil {
		return nil
	}
	last := p.passed(uids, box.last)
	if last == box.last {
		return nil
	}
	box.last = last
	return box.saveState(p.app, dbx.Params{"last_uid": box.last})
}

// endFirstCheck saves the progress of the first check once all its mails are
// received.
func (p *poller) endFirstCheck(box *account, uids []imap.UID) error {
	if box.firstCheck == nil {
		return nil
	}
	for _, uid := range uids {
		if !p.received[uid] {
			return nil
		}
	}
	clear(p.received)
	box.last = max(box.last, box.next-min(box.next, 1))
	box.firstCheck = nil
	return box.saveState(p.app, dbx.Params{"uid_validity": box.validity, "last_uid": box.last})
}

// fetchOne receives one mail, and marks it as read once it is saved. Of a mail that
// has failed often it holds a note, and the mail stays unread.
func (p *poller) fetchOne(client *imapclient.Client, box *account, uid imap.UID) error {
	defer limitTime(client)()
	cause := errIMAPClosed
	if p.broke[uid] < mostTries {
		if cause = p.receive(client, box, uid); cause == nil {
			p.finish(uid)
			return nil
		}
		if isClosed(client) {
			p.lost(uid)
			return cause
		}
		if p.failed[uid]++; p.failed[uid] < mostTries {
			return cause
		}
	}
	p.app.Logger().Error("A mail can't be received and is given up", "uid", uid, "error", cause)
	if err := inbox.Receive(p.app, box.note(uid, cause)); err != nil {
		return err
	}
	p.finish(uid)
	return nil
}

func (p *poller) receive(client *imapclient.Client, box *account, uid imap.UID) error {
	a, err := readIMAP(client, uid)
	if err != nil {
		return box.wrap(imapReading, err)
	}
	if a == nil {
		return nil
	}
	if err := inbox.Receive(p.app, *a); err != nil {
		return err
	}
	seen := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagSeen}}
	if err := client.Store(imap.UIDSetNum(uid), seen, nil).Close(); err != nil {
		p.app.Logger().Warn("A mail can't be marked as read", "uid", uid, "error", err) // the folder may be read-only
	}
	return nil
}

// isClosed reports whether the connection is lost.
func isClosed(client *imapclient.Client) bool {
	select {
	case <-client.Closed():
		return true
	default:
		return false
	}
}

// exchangeTimeout limits an exchange with the server, the largest mail included: a
// server that falls silent must not stop the mail for ever.
const exchangeTimeout = 5 * time.Minute

// limitTime closes the connection after [exchangeTimeout], unless it is called off.
func limitTime(client *imapclient.Client) (callOff func()) {
	timer := time.AfterFunc(exchangeTimeout, func() { client.Close() })
	return func() { timer.Stop() }
}

// readIMAP fetches a mail without marking it as read, or only the headers of one
// that is too big. It returns nil if the mail has been deleted in the meantime. A
// server that can't read a mail may answer without one.
func readIMAP(client *imapclient.Client, uid imap.UID) (*inbox.Arrival, error) {
	set := imap.UIDSetNum(uid)
	sizes, err := client.Fetch(set, &imap.FetchOptions{UID: true, RFC822Size: true}).Collect()
	if err != nil || len(sizes) == 0 {
		return nil, err
	}
	a := &inbox.Arrival{Via: inbox.ViaIMAP, TooBig: sizes[0].RFC822Size > parse.MaxSize}
	section := &imap.FetchItemBodySection{Peek: true}
	if a.TooBig {
		section.Specifier = imap.PartSpecifierHeader
	}
	found, err := client.Fetch(set, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}}).Collect()
	if err != nil || len(found) == 0 {
		return nil, err
	}
	if a.Raw = found[0].FindBodySection(section); len(a.Raw) == 0 {
		return nil, errIMAPEmpty
	}
	return a, nil
}
