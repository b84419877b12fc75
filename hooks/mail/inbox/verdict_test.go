package inbox

import (
	"testing"

	"otklik/hooks/actor"
)

// olga is a client with a verified address; the answers are to a task of hers.
func TestJudgeMail(t *testing.T) {
	olga := mailFacts{senderCheck: senderCheck{vouched: true}, known: true, sameSender: true, verified: true, profile: true, role: actor.RoleClient, mayRead: true}
	answer := olga
	answer.proved, answer.marked = true, true
	with := func(f mailFacts, change func(*mailFacts)) mailFacts { change(&f); return f }
	for _, c := range []struct {
		name           string
		facts          mailFacts
		status, reason string
	}{
		{"an answer", answer, "accepted", ""},
		{"an answer proved by its headers", with(answer, func(f *mailFacts) { f.marked = false }), "accepted", ""},
		{"an answer of staff", with(answer, func(f *mailFacts) { f.role, f.profile = actor.RoleConsultant, false }), "accepted", ""},
		{"an answer from an unverified address", with(answer, func(f *mailFacts) { f.verified = false }), "accepted", ""},
		{"an answer whose sender has no SPF", with(answer, func(f *mailFacts) { f.spfFails = true }), "accepted", ""},
		{"an answer whose sender nobody vouches for", with(answer, func(f *mailFacts) { f.vouched = false }), "accepted", ""},
		{"an answer from another address", with(answer, func(f *mailFacts) { f.sameSender = false }), "held", "other_sender"},
		{"an answer that fails DMARC", with(answer, func(f *mailFacts) { f.dmarcFails = true }), "held", "not_authentic"},
		{"an answer of a blocked user", with(answer, func(f *mailFacts) { f.blocked = true }), "held", "blocked"},
		{"an answer to a deleted task", with(answer, func(f *mailFacts) { f.archived = true }), "held", "archived"},
		{"an answer of a former consultant", with(answer, func(f *mailFacts) { f.mayRead = false }), "held", "no_access"},
		{"an empty answer", with(answer, func(f *mailFacts) { f.empty = true }), "held", "empty"},
		{"an answer of a deleted user", with(answer, func(f *mailFacts) { f.known = false }), "held", "bad_token"},
		{"an invalid token", with(olga, func(f *mailFacts) { f.marked = true }), "held", "bad_token"},
		{"a new mail", olga, "accepted", ""},
		{"a new mail with a subject only", with(olga, func(f *mailFacts) { f.empty = true }), "accepted", ""},
		{"a new mail with nothing at all", with(olga, func(f *mailFacts) { f.empty, f.untitled = true, true }), "held", "empty"},
		{"a new mail with words only", with(olga, func(f *mailFacts) { f.untitled = true }), "accepted", ""},
		{"from a stranger", mailFacts{}, "held", "stranger"},
		{"from staff", with(olga, func(f *mailFacts) { f.role = actor.RoleManager }), "held", "staff"},
		{"from an unverified address", with(olga, func(f *mailFacts) { f.verified = false }), "held", "unverified"},
		{"from a blocked user", with(olga, func(f *mailFacts) { f.blocked = true }), "held", "blocked"},
		{"from a client without an organisation", with(olga, func(f *mailFacts) { f.profile = false }), "held", "no_profile"},
		{"failing DMARC", with(olga, func(f *mailFacts) { f.dmarcFails = true }), "held", "not_authentic"},
		{"vouched for, with a failing SPF", with(olga, func(f *mailFacts) { f.spfFails = true }), "accepted", ""},
		{"vouched for by nobody", with(olga, func(f *mailFacts) { f.vouched = false }), "held", "not_authentic"},
		{"vouched for by nobody, where that is enough", with(olga, func(f *mailFacts) { f.vouched, f.acceptUnverified = false, true }), "accepted", ""},
		{"failing SPF, where no proof is needed", with(olga, func(f *mailFacts) { f.vouched, f.acceptUnverified, f.spfFails = false, true, true }), "held", "not_authentic"},
		{"failing DMARC, where no proof is needed", with(olga, func(f *mailFacts) { f.vouched, f.acceptUnverified, f.dmarcFails = false, true, true }), "held", "not_authentic"},
		{"too big", with(answer, func(f *mailFacts) { f.tooBig = true }), "held", "too_big"},
		{"over the limit", with(answer, func(f *mailFacts) { f.flood = true }), "held", "flood"},
		{"with the Message-ID of another", with(answer, func(f *mailFacts) { f.sameID = true }), "held", "same_id"},
		{"unreadable", mailFacts{unreadable: true, auto: "bounce"}, "held", "unreadable"},
		{"a bounce with a token", with(answer, func(f *mailFacts) { f.auto = "bounce" }), "ignored", "bounce"},
		{"a vacation reply", with(answer, func(f *mailFacts) { f.auto, f.flood = "reply", true }), "ignored", "auto_reply"},
		{"a newsletter", with(olga, func(f *mailFacts) { f.auto = "bulk" }), "ignored", "bulk"},
		{"our own mail", with(olga, func(f *mailFacts) { f.auto = "own" }), "ignored", "own"},
	} {
		if got := judgeMail(c.facts); got != (verdict{c.status, c.reason}) {
			t.Errorf("%s: %v, want %s %s", c.name, got, c.status, c.reason)
		}
	}
}

func TestUsableMessageID(t *testing.T) {
	for _, c := range []struct {
		id     string
		usable bool
	}{
		{"a@b", true}, {"CAF+x=1.2@mail.gmail.com", true}, {"", false}, {"a b@c", false}, {"a\r\nBcc: x@y", false}, {"<a@b>", false}, {"почта@b", false},
	} {
		if got := usableMessageID(c.id); (got == c.id) != c.usable {
			t.Errorf("%q: %q", c.id, got)
		}
	}
}
