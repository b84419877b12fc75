package inbox

import (
	"bytes"
	"slices"
	"strings"

	"github.com/emersion/go-msgauth/authres"
)

// methods are the authentication methods whose results are read.
var methods = []string{"spf", "dkim", "dmarc"}

// results are what one Authentication-Results field says, by method.
type results struct {
	named  map[string]int    // how often the method is named
	passed map[string]string // the domain for which it has passed
	failed map[string]bool   // it has failed, or looks as if it had
	sound  bool              // the field has the syntax of RFC 8601
}

// passes reports whether a method has passed, for whichever domain. One that is
// named twice has not: the sender may have written one of the two.
func (r results) passes(method string) bool {
	_, passed := r.passed[method]
	return passed && r.sound && r.named[method] == 1 && !r.failed[method]
}

func (r results) fails(method string) bool { return r.failed[method] || r.named[method] > 1 }

// vouchFor reports whether the results prove that a mail is from the domain of its
// From: by DMARC, or by SPF or DKIM of a domain aligned with it. A failure of DMARC
// is never overruled.
func (r results) vouchFor(from string) bool {
	if from == "" || r.fails("dmarc") {
		return false
	}
	if r.passes("dmarc") && r.passed["dmarc"] == from {
		return true
	}
	aligned := func(method string) bool { return r.passes(method) && areAligned(r.passed[method], from) }
	return aligned("spf") || aligned("dkim")
}

// parseResults parses a field. A field with a syntax error proves nothing, and what
// looks like a failure in it is one.
func parseResults(field string) results {
	r := results{named: map[string]int{}, passed: map[string]string{}, failed: map[string]bool{}}
	plain, sound := plainResults(field)
	if r.sound = sound; !sound {
		plain = field
	}
	server, all, _ := strings.Cut(plain, ";")
	parts := strings.Split(all, ";")
	r.sound = r.sound && isKnownVersion(server) && !(len(parts) > 1 && slices.ContainsFunc(parts, isNone))
	for _, part := range parts {
		r.add(part)
	}
	for _, method := range failuresIn(plain) {
		r.failed[method] = true
	}
	for _, method := range failuresIn(string(closeEquals(stripComments(field)))) { // those in quotes too
		r.failed[method] = r.failed[method] || !sound || r.named[method] == 0
	}
	return r
}

// isKnownVersion reports whether the version after the name of a server, if there is
// one, is that of RFC 8601.
func isKnownVersion(server string) bool {
	words := strings.Fields(server)
	return len(words) < 2 || len(words) == 2 && words[1] == "1"
}

// isNone reports whether a result says that there is none, which stands alone.
func isNone(part string) bool { return strings.EqualFold(strings.TrimSpace(part), "none") }

// add takes one result. Each is parsed alone, so that one with a syntax error hides
// no other.
func (r results) add(part string) {
	head, rest, _ := strings.Cut(part, "=")
	name, version, _ := strings.Cut(head, "/")
	method := strings.ToLower(strings.TrimSpace(name))
	if !slices.Contains(methods, method) {
		return
	}
	r.named[method]++
	_, parsed, err := authres.Parse("server; " + method + "=" + rest)
	if version = strings.TrimSpace(version); err != nil || len(parsed) == 0 || version != "" && version != "1" || repeatsProperty(rest) {
		return
	}
	switch result := parsed[0].(type) {
	case *authres.SPFResult:
		r.addPass(method, result.Value, result.From)
	case *authres.DKIMResult:
		r.addPass(method, result.Value, firstNonEmpty(result.Domain, result.Identifier))
	case *authres.DMARCResult:
		r.addPass(method, result.Value, result.From)
	}
}

func (r results) addPass(method string, value authres.ResultValue, of string) {
	if value == authres.ResultPass {
		r.passed[method] = domainOf(of)
	}
}

func firstNonEmpty(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// repeatsProperty reports whether a result names the same property twice.
func repeatsProperty(result string) bool {
	seen := map[string]bool{}
	for word := range strings.FieldsSeq(result) {
		name, _, found := strings.Cut(strings.ToLower(word), "=")
		if found && seen[name] {
			return true
		}
		seen[name] = true
	}
	return false
}

// failuresIn lists the methods that fail anywhere in a text, also where a separator
// is missing.
func failuresIn(text string) []string {
	var out []string
	isSeparator := func(c rune) bool { return strings.ContainsRune("; \t\"(),", c) }
	for word := range strings.FieldsFuncSeq(text, isSeparator) {
		method, value, _ := strings.Cut(strings.ToLower(word), "=")
		method, _, _ = strings.Cut(method, "/")
		if (value == "fail" || value == "hardfail") && slices.Contains(methods, method) && !slices.Contains(out, method) {
			out = append(out, method)
		}
	}
	return out
}

// stripComments removes the comments that have no other within; a parenthesis
// without its counterpart stays, and so does what surrounds a comment.
func stripComments(field string) []byte {
	var out []byte
	open := -1 // where the last parenthesis was opened
	for i := range len(field) {
		switch c := field[i]; {
		case c == '(':
			open = len(out)
			out = append(out, c)
		case c == ')' && open >= 0:
			out = append(out[:open], ' ')
			open = -1
		default:
			out = append(out, c)
		}
	}
	return out
}

// closeEquals removes the space around equals signs.
func closeEquals(field []byte) []byte {
	out := field[:0]
	for i := 0; i < len(field); i++ {
		if field[i] != '=' {
			out = append(out, field[i])
			continue
		}
		out = append(bytes.TrimRight(out, " \t"), '=')
		for i+1 < len(field) && (field[i+1] == ' ' || field[i+1] == '\t') {
			i++
		}
	}
	return out
}

// plainResults turns an Authentication-Results field into one without comments and
// quotes, which authres can't handle. What a quoted string separates or assigns is
// replaced by question marks, for it is the sender's. sound is false if the field
// breaks the syntax, as it does where a server copies an address without escaping
// it: a comment or a quote is left open, a quote stands within a word, or a comment
// has half a quoted string in it.
func plainResults(field string) (plain string, sound bool) {
	s := resultScanner{sound: true}
	for i := 0; i < len(field); i++ {
		c := field[i]
		if c == '\\' && (s.quoted || s.depth > 0) {
			i++ // a quoted pair
			if s.quoted {
				s.out = append(s.out, '?')
			}
			continue
		}
		s.step(c)
	}
	return strings.ReplaceAll(string(closeEquals(s.out)), " smtp.mail=", " smtp.mailfrom="), // as Yandex writes it
		s.sound && s.depth == 0 && !s.quoted
}

// resultScanner is the state of [plainResults].
type resultScanner struct {
	out    []byte
	depth  int  // open comments
	halves int  // quotes within the open comments
	quoted bool // within a quoted string
	closed bool // the last character has closed a quoted string
	sound  bool
}

func (s *resultScanner) step(c byte) {
	wasClosed := s.closed
	s.closed = false
	switch {
	case s.depth > 0:
		s.comment(c)
	case s.quoted && c == '"':
		s.quoted, s.closed = false, true
	case s.quoted:
		s.out = append(s.out, harmless(c))
	case wasClosed && strings.IndexByte(" \t;@(", c) < 0:
		s.sound = false
		s.out = append(s.out, c)
	case c == '(':
		s.depth, s.halves = 1, 0
		s.out = append(s.out, ' ')
	case c == ')':
		s.sound = false
		s.out = append(s.out, ' ')
	case c == '"':
		s.sound = s.sound && (len(s.out) == 0 || strings.IndexByte(" \t;=", s.out[len(s.out)-1]) >= 0)
		s.quoted = true
	default:
		s.out = append(s.out, c)
	}
}

func (s *resultScanner) comment(c byte) {
	switch c {
	case '(':
		s.depth++
	case ')':
		if s.depth--; s.depth == 0 {
			s.sound = s.sound && s.halves%2 == 0
		}
	case '"':
		s.halves++
	}
}

// harmless returns a character of a quoted string, or a question mark for one that
// has a meaning outside of it.
func harmless(c byte) byte {
	if strings.IndexByte(" \t;=(),\"<>/", c) >= 0 {
		return '?'
	}
	return c
}
