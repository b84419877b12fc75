package inbox

import (
	"bytes"
	"strings"

	"github.com/emersion/go-msgauth/authres"
)

// failsAuthentication reads what the server that received the mail found out about its
// sender (RFC 8601). Only the first server named counts, which is ours: its
// headers stand above those the mail came with.
func failsAuthentication(raw []byte) (dmarcFails, spfFails bool) {
	found := map[string]authres.ResultValue{}
	server := ""
	for _, line := range HeaderLines(raw) {
		name, value, _ := strings.Cut(line, ":")
		if !strings.EqualFold(strings.TrimSpace(name), "Authentication-Results") {
			continue
		}
		by, results, _ := authres.Parse(plainAuthResults(value)) // what stands before a mistake counts
		if by = strings.ToLower(by); server == "" {
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

// methodResult is the result of one of the methods that the judgement of a mail
// reads; the name is empty for all others.
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

// plainAuthResults takes out of an Authentication-Results field what its parser
// does not know: comments, which may be nested, separators within quoted strings
// and space around equals signs.
func plainAuthResults(value string) string {
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
	return string(out)
}

// headerLimit bounds what is read of headers.
const headerLimit = 256 << 10

// HeaderLines are the headers of a mail, each on one line.
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
