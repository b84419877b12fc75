package inbox

import (
	"testing"

	"otklik/hooks/actor"
)

// olga is a client with a verified address; the answers are to a task of hers.
func TestJudgeMail(t *testing.T) {
	olga := mailFacts{known: true, sameSender: true, verified: true, profile: true, role: actor.RoleClient, mayRead: true}
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
		{"from a stranger", mailFacts{}, "held", "stranger"},
		{"from staff", with(olga, func(f *mailFacts) { f.role = actor.RoleManager }), "held", "staff"},
		{"from an unverified address", with(olga, func(f *mailFacts) { f.verified = false }), "held", "unverified"},
		{"from a blocked user", with(olga, func(f *mailFacts) { f.blocked = true }), "held", "blocked"},
		{"from a client without an organisation", with(olga, func(f *mailFacts) { f.profile = false }), "held", "no_profile"},
		{"failing DMARC", with(olga, func(f *mailFacts) { f.dmarcFails = true }), "held", "not_authentic"},
		{"failing SPF", with(olga, func(f *mailFacts) { f.spfFails = true }), "held", "not_authentic"},
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

// Only the results of our own server count; they come first.
func TestFailsAuthentication(t *testing.T) {
	for _, c := range []struct {
		name, headers string
		dmarc, spf    bool
	}{
		{"nothing", "From: a@b.example", false, false},
		{"all pass", "Authentication-Results: mx; spf=pass; dkim=pass; dmarc=pass", false, false},
		{"all fail", "Authentication-Results: mx.firma.ru;\r\n spf=fail (not allowed) smtp.mailfrom=a@b;\r\n dmarc=fail (p=none dis=none) header.from=b", true, true},
		{"forwarded, with signed", "Authentication-Results: mx; spf=fail; dkim=pass; dmarc=pass", false, false},
		{"a soft fail", "Authentication-Results: mx; spf=softfail", false, false},
		{"in two headers", "Authentication-Results: mx; spf=fail\r\nAuthentication-Results: mx; dkim=pass", false, false},
		{"a header of the sender's own", "Authentication-Results: mx; spf=fail; dkim=none\r\nReceived: x\r\nAuthentication-Results: other; dkim=pass", false, true},
		{"a comment that lies", "Authentication-Results: mx; dmarc=fail (dmarc=pass)", true, false},
		{"in the body", "From: a@b.example\r\n\r\nAuthentication-Results: mx; dmarc=fail", false, false},
		{"a comment within a comment", "Authentication-Results: mx (our (own) server) 1; dmarc (dmarc=pass (really)) = fail", true, false},
		{"a separator in a quoted string", `Authentication-Results: mx; spf=pass reason="ok; dmarc=fail \"; dkim=fail" smtp.mailfrom=a@b; dmarc=pass`, false, false},
		{"a method without a result", "Authentication-Results: mx; dmarc=fail; nonsense; spf=fail", true, true},
		{"a method without a result first", "Authentication-Results: mx; nonsense; dmarc=fail", true, false},
		{"a result that can't be read first", "Authentication-Results: mx; arc=none header.oldest-pass=0; dmarc=fail", true, false},
		{"another version", "Authentication-Results: mx 2; dmarc=fail\r\nAuthentication-Results: other; dmarc=pass", true, false},
		{"a comment left open hides no failure", "Authentication-Results: mx; spf=pass (of a(b@x.example) smtp.mailfrom=x; dmarc=fail", true, false},
		{"a comment left open brings no pass", "Authentication-Results: mx; spf=fail (of a(b; dkim=pass; dmarc=pass", false, true},
		{"a quote left open hides no failure", "Authentication-Results: mx; spf=pass smtp.mailfrom=\"a@x.example; dmarc=fail", true, false},
		{"another version of a later one", "Authentication-Results: mx; dmarc=fail\r\nAuthentication-Results: mx 9; dmarc=pass", true, false},
		{"quotes in an address hide no failure", "Authentication-Results: mx; spf=softfail smtp.mailfrom=x\"@evil.example; dmarc=fail header.from=v.example; dkim=none header.i=y\"@evil.example", true, false},
		{"quotes around an address hide no failure", "Authentication-Results: mx; spf=none smtp.mailfrom=\"@evil.example; dmarc=fail header.from=v.example; dkim=none header.i=\"@evil.example", true, false},
		{"parentheses in addresses hide no failure", "Authentication-Results: mx; spf=none (of a(b@evil.example) smtp.mailfrom=x; dmarc=fail (p=none) header.from=v.example; dkim=none header.i=a)@evil.example", true, false},
		{"a comma behind the result", "Authentication-Results: mx; dmarc=fail, spf=fail", true, true},
		{"no separator", "Authentication-Results: mx; spf=pass smtp.mailfrom=a dmarc=fail header.from=b", true, false},
		{"no server", "Authentication-Results: ; dmarc=fail\r\nAuthentication-Results: mx; dmarc=fail", true, false},
		{"no results", "Authentication-Results: mx; none", false, false},
		{"one of several signatures passes", "Authentication-Results: mx; dkim=fail; dkim=pass; spf=fail", false, false},
	} {
		dmarc, spf := failsAuthentication([]byte(c.headers))
		if dmarc != c.dmarc || spf != c.spf {
			t.Errorf("%s: dmarc %v spf %v", c.name, dmarc, spf)
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
