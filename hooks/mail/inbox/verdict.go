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
	inboxIgnored  = "ignored"  // written by no person
)

// Why a mail is held; the values of inbox.reason.
const (
	heldUnreadable   = "unreadable"    // no mail program could have written that
	heldTooBig       = "too_big"       // more than 25 MB, only its headers are here
	heldSameID       = "same_id"       // another mail has come under this Message-ID
	heldFlood        = "flood"         // too many from this address
	heldBadToken     = "bad_token"     // answers a task, and does not prove whose answer it is
	heldOtherSender  = "other_sender"  // the token is right, the address is not the person's
	heldNotAuthentic = "not_authentic" // the receiving server says that the sender is forged
	heldBlocked      = "blocked"
	heldArchived     = "archived"
	heldNoAccess     = "no_access" // the person does not see the task any more
	heldEmpty        = "empty"
	heldStranger     = "stranger"
	heldStaff        = "staff" // staff can't be clients
	heldUnverified   = "unverified"
	heldNoProfile    = "no_profile"
	heldNotSaved     = "not_saved" // the task or the comment was refused
)

// ignoredFor is why a mail that no person has written is ignored.
var ignoredFor = map[parse.Auto]string{"bounce": "bounce", "reply": "auto_reply", "bulk": "bulk", "own": "own"}

// mailFacts are what is to be known of a mail to judge it.
type mailFacts struct {
	unreadable, tooBig, sameID, flood, empty bool
	auto                                     parse.Auto

	dmarcFails bool // the sender's domain disowns it
	spfFails   bool // and nothing else speaks for the sender

	marked bool // a recipient's address looks like one of ours for a task
	proved bool // a token or a Message-ID of ours says whose answer this is, and to which task

	known, sameSender, blocked, verified, profile bool // of the person: proved, else by the address
	role                                          string

	archived, mayRead bool // of the task that is answered
}

// verdict is what becomes of a mail.
type verdict struct{ status, reason string }

func held(reason string) verdict { return verdict{inboxHeld, reason} }

// judgeMail decides what becomes of a mail. What no person has written is never
// answered and never told of, so that two machines can't write to each other.
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

// judgeAnswer judges an answer to a task. The token came with a mail to the
// person; a mail that was passed on has other readers, so the address must be
// the person's as well.
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

// judgeNew judges a mail that answers nothing.
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
	case f.dmarcFails || f.spfFails:
		return held(heldNotAuthentic)
	case !f.profile:
		return held(heldNoProfile)
	}
	return verdict{status: inboxAccepted}
}
