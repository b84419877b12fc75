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

// resume decides where to go on. A folder that has never been read is begun with
// what nobody has read yet; one whose numbers have changed, with what came since
// too: what was taken in already is known by its Message-ID.
func (b *account) resume(client *imapclient.Client, folder *imap.SelectData) error {
	if b.validity == folder.UIDValidity && b.validity != 0 {
		return nil
	}
	unread := imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagSeen}}
	b.begun = &unread
	if b.validity != 0 && !b.checked.IsZero() {
		recent := imap.SearchCriteria{Since: b.checked.Add(-48 * time.Hour)}
		b.begun = &imap.SearchCriteria{Or: [][2]imap.SearchCriteria{{unread, recent}}}
	}
	b.validity, b.last, b.next = folder.UIDValidity, 0, uint32(folder.UIDNext)
	if b.next == 0 { // an old server does not tell it on its own
		status, err := client.Status(b.folder, &imap.StatusOptions{UIDNext: true}).Wait()
		if err != nil {
			return err
		}
		b.next = uint32(status.UIDNext)
	}
	return nil
}

// fetchNew takes in what has come since the last look, one by one and in order:
// what fails is tried again, and nothing behind it is passed over.
func (p *poller) fetchNew(ctx context.Context, client *imapclient.Client, box *account) error {
	criteria := box.begun
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
			continue // a range whose end is * has the last mail in it, however old
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := p.fetchOne(client, box, uid); err != nil {
			return err
		}
	}
	if box.begun == nil {
		return nil
	}
	// The first look counts only as a whole: what was read elsewhere before it
	// is not ours, and must not become so when the look is interrupted.
	box.last = max(box.last, box.next-min(box.next, 1))
	box.begun = nil
	return box.saveState(p.app, dbx.Params{"uid_validity": box.validity, "last_uid": box.last})
}

// fetchOne takes one mail in, and marks it read once it is kept.
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
	if box.begun != nil {
		return nil
	}
	return box.saveState(p.app, dbx.Params{"last_uid": box.last})
}

// readIMAP fetches a mail without marking it read; of one that is too big only
// the headers. Nil is one that has been deleted meanwhile.
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
