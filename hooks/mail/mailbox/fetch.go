package mailbox

import (
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

// fetchNew receives the mails since the last check one by one and in order. After
// a failure the next check retries the same mail, so none is skipped.
func (p *poller) fetchNew(ctx context.Context, client *imapclient.Client, box *account) error {
	criteria := box.firstCheck
	if criteria == nil {
		var after imap.UIDSet
		after.AddRange(imap.UID(box.last+1), 0)
		criteria = &imap.SearchCriteria{UID: []imap.UIDSet{after}}
	}
	found, err := client.UIDSearch(criteria, nil).Wait()
	if err != nil {
		return box.wrap(imapReading, err)
	}
	uids := found.AllUIDs()
	slices.Sort(uids)
	for _, uid := range uids {
		if uint32(uid) <= box.last {
			continue // a UID range up to * always includes the last mail
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := p.fetchOne(client, box, uid); err != nil {
			return err
		}
	}
	if box.firstCheck == nil {
		return nil
	}
	// The progress of the first check is saved only at its end: after an
	// interruption a check by UID would also receive mails that were read elsewhere
	// before.
	box.last = max(box.last, box.next-min(box.next, 1))
	box.firstCheck = nil
	return box.saveState(p.app, dbx.Params{"uid_validity": box.validity, "last_uid": box.last})
}

// fetchOne receives one mail, and marks it as read once it is saved.
func (p *poller) fetchOne(client *imapclient.Client, box *account, uid imap.UID) error {
	a, err := readIMAP(client, uid)
	if err != nil {
		return box.wrap(imapReading, err)
	}
	if a != nil {
		if err := inbox.Receive(p.app, *a); err != nil {
			return err
		}
		seen := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagSeen}}
		if err := client.Store(imap.UIDSetNum(uid), seen, nil).Close(); err != nil {
			p.app.Logger().Warn("A mail can't be marked as read", "uid", uid, "error", err) // the folder may be read-only
		}
	}
	box.last = uint32(uid)
	if box.firstCheck != nil {
		return nil
	}
	return box.saveState(p.app, dbx.Params{"last_uid": box.last})
}

// readIMAP fetches a mail without marking it as read, or only the headers of one
// that is too big. It returns nil if the mail has been deleted in the meantime.
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
	a.Raw = found[0].FindBodySection(section)
	return a, nil
}
