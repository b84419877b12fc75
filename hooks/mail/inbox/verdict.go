package inbox

import (
	"otklik/hooks/actor"
	"otklik/hooks/mail/parse"
)

// The statuses of inbox.
const (
	inboxAccepted = "accepted" // became a task or a comment
	inboxHeld     = "held"     // waits for a manager
	inboxRefused  = "refused"  // a manager has refused it
	inboxIgnored  = "ignored"  // an automatic mail
)

// The reasons to hold a mail: values of inbox.reason.
const (
	heldUnreadable   = "unreadable"    // can't be parsed
	heldTooBig       = "too_big"       // over the size limit; only its headers are stored
	heldSameID       = "same_id"       // another mail has this Message-ID
	heldFlood        = "flood"         // too many mails from this address
	heldBadToken     = "bad_token"     // answers a task without a valid token
	heldOtherSender  = "other_sender"  // the token is valid, but the address isn't the user's
	heldNotAuthentic = "not_authentic" // our mail server doesn't vouch for the sender, or denies it
	heldBlocked      = "blocked"
	heldArchived     = "archived"
	heldNoAccess     = "no_access" // the user may no longer read the task
	heldEmpty        = "empty"
	heldStranger     = "stranger"
	heldStaff        = "staff" // staff can't be clients
	heldUnverified   = "unverified"
	heldNoProfile    = "no_profile"
	heldNotSaved     = "not_saved" // the task or the comment was refused
)

// ignoredFor maps the kinds of automatic mail to the reasons to ignore them.
var ignoredFor = map[parse.Auto]string{"bounce": "bounce", "reply": "auto_reply", "bulk": "bulk", "own": "own"}

// mailFacts holds the facts that the verdict on a mail depends on.
type mailFacts struct {
	unreadable, tooBig, sameID, flood, empty, untitled bool
	auto                                               parse.Auto

	senderCheck
	acceptUnverified bool // a new mail needs no proof of its sender

	marked bool // a recipient's address looks like our reply address of a task
	proved bool // our token or Message-ID identifies the author and the task

	known, sameSender, blocked, verified, profile bool // of the user: the proved one, or else by the address
	role                                          string

	archived, mayRead bool // of the answered task
}

// verdict is the status of a mail and its reason.
type verdict struct{ status, reason string }

func held(reason string) verdict { return verdict{inboxHeld, reason} }

// judgeMail decides what happens to a mail. An automatic mail is never answered and
// causes no notification, so that two machines can't write to each other.
func judgeMail(f mailFacts) verdict {
	switch {
	case f.unreadable:
		return held(heldUnreadable)
	case ignoredFor[f.auto] != "":
		return verdict{inboxIgnored, ignoredFor[f.auto]}
	case f.flood:
		return held(heldFlood)
	case f.tooBig:
		return held(heldTooBig)
	case f.sameID:
		return held(heldSameID)
	case f.proved:
		return judgeAnswer(f)
	case f.marked:
		return held(heldBadToken)
	}
	return judgeNew(f)
}

// judgeAnswer judges an answer to a task. The token was sent to one user, but a
// forwarded mail has other readers, so the sender's address must be the user's
// too.
func judgeAnswer(f mailFacts) verdict {
	switch {
	case !f.known:
		return held(heldBadToken)
	case f.blocked:
		return held(heldBlocked)
	case !f.sameSender:
		return held(heldOtherSender)
	case f.dmarcFails:
		return held(heldNotAuthentic)
	case !f.mayRead:
		return held(heldNoAccess)
	case f.archived:
		return held(heldArchived)
	case f.empty:
		return held(heldEmpty)
	}
	return verdict{status: inboxAccepted}
}

// judgeNew judges a mail that isn't an answer.
func judgeNew(f mailFacts) verdict {
	switch {
	case !f.known:
		return held(heldStranger)
	case f.blocked:
		return held(heldBlocked)
	case f.role != actor.RoleClient:
		return held(heldStaff)
	case !f.verified:
		return held(heldUnverified)
	case f.dmarcFails || !f.vouched && (f.spfFails || !f.acceptUnverified):
		return held(heldNotAuthentic)
	case !f.profile:
		return held(heldNoProfile)
	case f.empty && f.untitled:
		return held(heldEmpty)
	}
	return verdict{status: inboxAccepted}
}
