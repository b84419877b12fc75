package inbox

import (
	"testing"

	"otklik/hooks/actor"
)

// What becomes of a mail: olga is a client with a verified address, the answers
// are to a task of hers.
func TestJudgeMail(t *testing.T) {
	olga := mailFacts{known: true, sameSender: true, verified: true, profile: true, role: actor.RoleClient, mayRead: true}
	answer := olga
	answer.proved, answer.marked = true, true
	but := func(f mailFacts, change func(*mailFacts)) mailFacts { change(&f); return f }
	for _, c := range []struct {
		name           string
		facts          mailFacts
		status, reason string
	}{
		{"an answer", answer, "accepted", ""},
		{"an answer known by its headers", but(answer, func(f *mailFacts) { f.marked = false }), "accepted", ""},
		{"an answer of staff", but(answer, func(f *mailFacts) { f.role, f.profile = actor.RoleConsultant, false }), "accepted", ""},
		{"an answer from an address not verified yet", but(answer, func(f *mailFacts) { f.verified = false }), "accepted", ""},
		{"an answer whose sender has no SPF", but(answer, func(f *mailFacts) { f.spfFails = true }), "accepted", ""},
		{"an answer from another address", but(answer, func(f *mailFacts) { f.sameSender = false }), "held", "other_sender"},
		{"an answer that its domain disowns", but(answer, func(f *mailFacts) { f.dmarcFails = true }), "held", "not_authentic"},
		{"an answer of somebody blocked", but(answer, func(f *mailFacts) { f.blocked = true }), "held", "blocked"},
		{"an answer to a deleted task", but(answer, func(f *mailFacts) { f.archived = true }), "held", "archived"},
		{"an answer of a former consultant", but(answer, func(f *mailFacts) { f.mayRead = false }), "held", "no_access"},
		{"an answer that says nothing", but(answer, func(f *mailFacts) { f.empty = true }), "held", "empty"},
		{"an answer of somebody who is gone", but(answer, func(f *mailFacts) { f.known = false }), "held", "bad_token"},
		{"a token that is wrong", but(olga, func(f *mailFacts) { f.marked = true }), "held", "bad_token"},
		{"a new mail", olga, "accepted", ""},
		{"a new mail with a subject only", but(olga, func(f *mailFacts) { f.empty = true }), "accepted", ""},
		{"a stranger's", mailFacts{}, "held", "stranger"},
		{"staff's", but(olga, func(f *mailFacts) { f.role = actor.RoleManager }), "held", "staff"},
		{"from an address not verified", but(olga, func(f *mailFacts) { f.verified = false }), "held", "unverified"},
		{"of somebody blocked", but(olga, func(f *mailFacts) { f.blocked = true }), "held", "blocked"},
		{"of a client without an organisation", but(olga, func(f *mailFacts) { f.profile = false }), "held", "no_profile"},
		{"that its domain disowns", but(olga, func(f *mailFacts) { f.dmarcFails = true }), "held", "not_authentic"},
		{"without SPF", but(olga, func(f *mailFacts) { f.spfFails = true }), "held", "not_authentic"},
		{"too big", but(answer, func(f *mailFacts) { f.tooBig = true }), "held", "too_big"},
		{"one too many", but(answer, func(f *mailFacts) { f.flood = true }), "held", "flood"},
		{"under the id of another", but(answer, func(f *mailFacts) { f.sameID = true }), "held", "same_id"},
		{"no mail at all", mailFacts{unreadable: true, auto: "bounce"}, "held", "unreadable"},
		{"a bounce with a token", but(answer, func(f *mailFacts) { f.auto = "bounce" }), "ignored", "bounce"},
		{"a vacation's answer", but(answer, func(f *mailFacts) { f.auto, f.flood = "reply", true }), "ignored", "auto_reply"},
		{"a newsletter", but(olga, func(f *mailFacts) { f.auto = "bulk" }), "ignored", "bulk"},
		{"ours, come back", but(olga, func(f *mailFacts) { f.auto = "own" }), "ignored", "own"},
	} {
		if got := judgeMail(c.facts); got != (verdict{c.status, c.reason}) {
			t.Errorf("%s: %v, want %s %s", c.name, got, c.status, c.reason)
		}
	}
}

// Only what our own server says counts, and it stands first.
func TestDisowned(t *testing.T) {
	for _, c := range []struct {
		name, headers string
		dmarc, spf    bool
	}{
		{"nothing", "From: a@b.example", false, false},
		{"all well", "Authentication-Results: mx; spf=pass; dkim=pass; dmarc=pass", false, false},
		{"disowned", "Authentication-Results: mx.firma.ru;\r\n spf=fail (not allowed) smtp.mailfrom=a@b;\r\n dmarc=fail (p=none dis=none) header.from=b", true, true},
		{"forwarded, but signed", "Authentication-Results: mx; spf=fail; dkim=pass; dmarc=pass", false, false},
		{"a soft fail", "Authentication-Results: mx; spf=softfail", false, false},
		{"in two headers", "Authentication-Results: mx; spf=fail\r\nAuthentication-Results: mx; dkim=pass", false, false},
		{"a word of the sender's own", "Authentication-Results: mx; spf=fail; dkim=none\r\nReceived: x\r\nAuthentication-Results: other; dkim=pass", false, true},
		{"a comment that lies", "Authentication-Results: mx; dmarc=fail (dmarc=pass)", true, false},
		{"in the body", "From: a@b.example\r\n\r\nAuthentication-Results: mx; dmarc=fail", false, false},
		{"a comment within a comment", "Authentication-Results: mx (our (own) server) 1; dmarc (dmarc=pass (really)) = fail", true, false},
		{"a separator in a quoted string", `Authentication-Results: mx; spf=pass reason="ok; dmarc=fail \"; dkim=fail" smtp.mailfrom=a@b; dmarc=pass`, false, false},
		{"a method without a result", "Authentication-Results: mx; dmarc=fail; nonsense; spf=fail", true, false},
		{"no results", "Authentication-Results: mx; none", false, false},
		{"of several signatures one is right", "Authentication-Results: mx; dkim=fail; dkim=pass; spf=fail", false, false},
	} {
		dmarc, spf := failsAuthentication([]byte(c.headers))
		if dmarc != c.dmarc || spf != c.spf {
			t.Errorf("%s: dmarc %v spf %v", c.name, dmarc, spf)
		}
	}
}

func TestKeptMessageID(t *testing.T) {
	for _, c := range []struct {
		id   string
		kept bool
	}{
		{"a@b", true}, {"CAF+x=1.2@mail.gmail.com", true}, {"", false}, {"a b@c", false}, {"a\r\nBcc: x@y", false}, {"<a@b>", false}, {"почта@b", false},
	} {
		if got := keptMessageID(c.id); (got == c.id) != c.kept {
			t.Errorf("%q: %q", c.id, got)
		}
	}
}
