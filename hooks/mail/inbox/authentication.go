package inbox

import (
	"bytes"
	"strings"

	"github.com/emersion/go-msgauth/authres"
)

// failsAuthentication reads the receiving server's verdicts on the sender from the
// Authentication-Results headers (RFC 8601). Only the first server named counts,
// which is ours: its headers stand above those the mail came with.
func failsAuthentication(raw []byte) (dmarcFails, spfFails bool) {
	found := map[string]authres.ResultValue{}
	server := ""
	for _, line := range HeaderLines(raw) {
		name, value, _ := strings.Cut(line, ":")
		if !strings.EqualFold(strings.TrimSpace(name), "Authentication-Results") {
			continue
		}
		by, results := parseAuthResults(value)
		if server == "" {
			server = by
		}
		if by != server {
			break
		}
		for _, r := range results {
			if method, value := methodResult(r); found[method] != authres.ResultPass {
				found[method] = value
			}
		}
	}
	return found["dmarc"] == authres.ResultFail,
		found["spf"] == authres.ResultFail && found["dkim"] != authres.ResultPass && found["dmarc"] != authres.ResultPass
}

// parseAuthResults returns the name of the server in lower case and its results.
// Each result is parsed alone, so that one with a syntax error hides no other. Of a
// field with an open comment or quote, which a sender's address may have opened,
// only what does not speak for the sender counts.
func parseAuthResults(field string) (server string, results []authres.Result) {
	plain, closed := plainAuthResults(field)
	if !closed {
		plain = field
	}
	id, rest, _ := strings.Cut(plain, ";")
	if words := strings.Fields(id); len(words) > 0 { // the second is the version
		server = strings.ToLower(words[0])
	}
	for part := range strings.SplitSeq(rest, ";") {
		_, parsed, _ := authres.Parse(server + ";" + part)
		for _, r := range parsed {
			if _, value := methodResult(r); closed || value != authres.ResultPass {
				results = append(results, r)
			}
		}
	}
	return server, results
}

// methodResult returns the result of SPF, DKIM or DMARC; the name is empty for
// other methods.
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

// plainAuthResults removes from an Authentication-Results field what its parser
// can't handle: comments, which may be nested, separators within quoted strings
// and space around equals signs. closed is false if a comment or a quote is still
// open at the end.
func plainAuthResults(value string) (plain string, closed bool) {
	var out []byte
	depth, quoted := 0, false
	for i := 0; i < len(value); i++ {
		c := value[i]
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
		case c == '"':
			quoted = true
			out = append(out, c)
		case c == '=':
			out = append(bytes.TrimRight(out, " \t"), c)
			for i+1 < len(value) && (value[i+1] == ' ' || value[i+1] == '\t') {
				i++
			}
		default:
			out = append(out, c)
		}
	}
	return string(out), depth == 0 && !quoted
}

// headerLimit is how many bytes of a mail are searched for headers.
const headerLimit = 256 << 10

// HeaderLines returns the headers of a mail, each unfolded to one line.
func HeaderLines(raw []byte) []string {
	raw = raw[:min(len(raw), headerLimit)]
	var out []string
	for line := range bytes.Lines(raw) {
		text := strings.TrimRight(string(line), "\r\n")
		switch {
		case text == "":
			return out
		case (text[0] == ' ' || text[0] == '\t') && len(out) > 0:
			out[len(out)-1] += " " + strings.TrimSpace(text)
		default:
			out = append(out, text)
		}
	}
	return out
}
