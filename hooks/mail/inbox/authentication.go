package inbox

import (
	"bytes"
	"slices"
	"strings"

	"github.com/emersion/go-msgauth/authres"
)

// verdicts are what a server has found out about the sender of a mail, by method.
type verdicts struct{ passed, failed map[string]bool }

// failsAuthentication reads the receiving server's verdicts on the sender from the
// Authentication-Results headers (RFC 8601). Only the first server named counts,
// which is ours: its headers stand above those the mail came with.
func failsAuthentication(raw []byte) (dmarcFails, spfFails bool) {
	found := verdicts{map[string]bool{}, map[string]bool{}}
	server := ""
	for _, line := range HeaderLines(raw) {
		name, field, _ := strings.Cut(line, ":")
		if !strings.EqualFold(strings.TrimSpace(name), "Authentication-Results") {
			continue
		}
		plain, closed := plainAuthResults(field)
		if !closed {
			plain = field
		}
		id, results, _ := strings.Cut(plain, ";")
		words := strings.Fields(strings.ToLower(id)) // the name and the version
		if len(words) == 0 {
			continue // nobody's
		}
		if server == "" {
			server = words[0]
		} else if words[0] != server || len(words) > 1 && words[1] != "1" {
			break // another server's
		}
		found.addResults(results, closed)
		found.addFailures(field)
	}
	return found.judge()
}

// judge reports whether the sender's domain disowns the mail, and whether SPF does
// while nothing else speaks for the sender.
func (v verdicts) judge() (dmarcFails, spfFails bool) {
	return v.failed["dmarc"] && !v.passed["dmarc"],
		v.failed["spf"] && !v.passed["spf"] && !v.passed["dkim"] && !v.passed["dmarc"]
}

// addResults takes the results of a field without comments. Each is parsed alone,
// so that one with a syntax error hides no other. Those of a field with an open
// comment or quote, which a sender's address may have opened, don't speak for the
// sender.
func (v verdicts) addResults(results string, closed bool) {
	for part := range strings.SplitSeq(results, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		_, parsed, _ := authres.Parse("server;" + part)
		for _, r := range parsed {
			switch method, value := methodResult(r); value {
			case authres.ResultPass:
				v.passed[method] = v.passed[method] || closed
			case authres.ResultFail:
				v.failed[method] = true
			}
		}
	}
}

// addFailures takes the failures that stand anywhere in a field but in a comment:
// in quotes, without a separator, behind a parenthesis of a sender's address. What
// looks like a failure is one, unless the method has passed as well.
func (v verdicts) addFailures(field string) {
	isSeparator := func(c rune) bool { return strings.ContainsRune("; \t\"(),", c) }
	for word := range strings.FieldsFuncSeq(string(closeEquals(stripComments(field))), isSeparator) {
		method, value, _ := strings.Cut(strings.ToLower(word), "=")
		if value == "fail" && slices.Contains(methods, method) {
			v.failed[method] = true
		}
	}
}

// methods are the authentication methods whose results are read.
var methods = []string{"spf", "dkim", "dmarc"}

// methodResult returns the result of one of the methods; the name is empty for
// all others.
func methodResult(r authres.Result) (method string, value authres.ResultValue) {
	switch r := r.(type) {
	case *authres.SPFResult:
		return "spf", r.Value
	case *authres.DKIMResult:
		return "dkim", r.Value
	case *authres.DMARCResult:
		return "dmarc", r.Value
	}
	return "", ""
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

// plainAuthResults removes from an Authentication-Results field what its parser
// can't handle: comments, which may be nested, separators within quoted strings
// and space around equals signs. closed is false if a comment or a quote is still
// open at the end.
func plainAuthResults(field string) (plain string, closed bool) {
	var out []byte
	depth, quoted := 0, false
	for i := 0; i < len(field); i++ {
		c := field[i]
		switch {
		case c == '\\' && (quoted || depth > 0):
			i++ // a quoted pair
		case quoted:
			quoted = c != '"'
			if c != ';' {
				out = append(out, c)
			}
		case c == '(':
			depth++
			out = append(out, ' ')
		case c == ')' && depth > 0:
			depth--
		case depth > 0:
		default:
			quoted = c == '"'
			out = append(out, c)
		}
	}
	return string(closeEquals(out)), depth == 0 && !quoted
}

// headerLimit is how many bytes of a mail are searched for headers.
const headerLimit = 256 << 10

// HeaderLines returns the headers of a mail, each unfolded to one line.
func HeaderLines(raw []byte) []string {
	raw = raw[:min(len(raw), headerLimit)]
	var out []string
	var header strings.Builder
	for line := range bytes.Lines(raw) {
		text := strings.TrimRight(string(line), "\r\n")
		if text == "" {
			break
		}
		if folded := text[0] == ' ' || text[0] == '\t'; folded && header.Len() > 0 {
			header.WriteString(" " + strings.TrimSpace(text))
			continue
		}
		if header.Len() > 0 {
			out = append(out, header.String())
			header.Reset()
		}
		header.WriteString(text)
	}
	if header.Len() > 0 {
		out = append(out, header.String())
	}
	return out
}
