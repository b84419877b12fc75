package mailbox

import (
	"errors"

	"github.com/emersion/go-imap/v2"

	"otklik/hooks/i18n"
	"otklik/hooks/mail/inbox"
	"otklik/hooks/text"
)

// unfinished are the mails of a folder that could not be received. They don't hold up
// those behind them, and are tried again at each check, after the others.
type unfinished struct {
	validity uint32
	received map[imap.UID]bool // those behind an unfinished one
	failed   map[imap.UID]int  // how often a mail could not be received
	broke    map[imap.UID]int  // how often the connection was lost over it
	newBreak bool              // it was lost over a mail for the first time
}

// mostTries is how often a mail is tried before a note is held in its place.
const mostTries = 3

// follow forgets the mails of another folder.
func (u *unfinished) follow(validity uint32) {
	if u.received == nil || u.validity != validity {
		*u = unfinished{validity: validity, received: map[imap.UID]bool{}, failed: map[imap.UID]int{}, broke: map[imap.UID]int{}}
	}
}

func (u *unfinished) tries(uid imap.UID) int { return u.failed[uid] + u.broke[uid] }

// lost records that the connection was lost over a mail.
func (u *unfinished) lost(uid imap.UID) {
	u.broke[uid]++
	u.newBreak = u.broke[uid] == 1
}

// mayReconnect reports, once for each mail, that the connection was lost over it for
// the first time: those behind it needn't wait.
func (u *unfinished) mayReconnect() bool {
	first := u.newBreak
	u.newBreak = false
	return first
}

// finish records that a mail is received, or a note in its place.
func (u *unfinished) finish(uid imap.UID) {
	u.received[uid] = true
	delete(u.failed, uid)
	delete(u.broke, uid)
}

// passed returns the last of the ascending uids up to which all are received, and
// forgets these; last if there is none.
func (u *unfinished) passed(uids []imap.UID, last uint32) uint32 {
	for _, uid := range uids {
		if uint32(uid) <= last {
			continue
		}
		if !u.received[uid] {
			break
		}
		delete(u.received, uid)
		last = uint32(uid)
	}
	return last
}

// note returns what is held in place of a mail that can't be received: the mail stays
// unread in the folder.
func (b *account) note(uid imap.UID, cause error) inbox.Arrival {
	reason := cause.Error()
	if known := (*i18n.Error)(nil); errors.As(cause, &known) {
		reason = known.In(i18n.Default)
	}
	return inbox.Arrival{Via: inbox.ViaIMAP, Raw: []byte(i18n.Format(i18n.Default, "incoming.not_fetched", i18n.Params{
		"uid": uint32(uid), "generation": b.validity, "folder": b.folder, "username": b.username, "error": text.Clip(text.OneLine(reason), maxErrorText),
	}))}
}
