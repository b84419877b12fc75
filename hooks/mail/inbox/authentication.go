package inbox

import (
	"bytes"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// policy says whom the desk believes about the sender of a mail: fields of mailbox.
type policy struct {
	server           string // mailbox.authserv; empty: no verdict is trusted
	acceptUnverified bool   // mails of clients become tasks without a proof
}

func readPolicy(app core.App) (policy, error) {
	mailbox, err := app.FindFirstRecordByFilter("mailbox", "id != ''")
	if err != nil {
		return policy{}, err
	}
	return policy{strings.ToLower(mailbox.GetString("authserv")), mailbox.GetBool("accept_unverified")}, nil
}

// senderCheck is what the receiving mail server has found out about the sender.
type senderCheck struct {
	vouched    bool // the trusted server vouches for the domain of From
	dmarcFails bool // the domain of From disowns the mail
	spfFails   bool // SPF fails, and neither DKIM nor DMARC passes
}

// checkSender reads the results of our mail server from the topmost of its headers
// (RFC 8601): whatever stands below, the sender may have brought along. Without a
// trusted server only failures count, of whichever server is the topmost.
func checkSender(raw []byte, server, from string) senderCheck {
	field := topmostResults(raw, server)
	if field == "" {
		return senderCheck{}
	}
	found := parseResults(field)
	return senderCheck{
		vouched:    server != "" && found.vouchFor(domainOf(from)),
		dmarcFails: found.fails("dmarc"),
		spfFails:   found.fails("spf") && !found.passes("dkim") && !found.passes("dmarc"),
	}
}

// topmostResults returns the first Authentication-Results field of the server, or of
// any server if none is named; empty if there is none.
func topmostResults(raw []byte, server string) string {
	for _, line := range HeaderLines(raw) {
		name, field, _ := strings.Cut(line, ":")
		if !strings.EqualFold(strings.TrimSpace(name), "Authentication-Results") {
			continue
		}
		if id := serverOf(field); id != "" && (server == "" || isServer(id, server)) {
			return field
		}
	}
	return ""
}

// serverOf returns the authserv-id of a field in lower case.
func serverOf(field string) string {
	plain, sound := plainResults(field)
	if !sound {
		plain = field
	}
	id, _, _ := strings.Cut(plain, ";")
	if words := strings.Fields(strings.ToLower(id)); len(words) > 0 { // the id and the version
		return words[0]
	}
	return ""
}

// isServer reports whether id is the trusted server. «*.mail.example» stands for all
// hosts of a domain: large providers put a different host into each mail.
func isServer(id, trusted string) bool {
	if domain, ok := strings.CutPrefix(trusted, "*."); ok {
		return strings.HasSuffix(id, "."+domain)
	}
	return id == trusted
}

// headerLimit is how many bytes of a mail are searched for headers.
const headerLimit = 256 << 10

// HeaderLines returns the headers of a mail, each unfolded to one line. One that the
// limit cuts off is left out.
func HeaderLines(raw []byte) []string {
	whole := len(raw) <= headerLimit
	raw = raw[:min(len(raw), headerLimit)]
	var out []string
	var header strings.Builder
	for line := range bytes.Lines(raw) {
		text := strings.TrimRight(string(line), "\r\n")
		if text == "" {
			whole = true
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
	if header.Len() > 0 && whole {
		out = append(out, header.String())
	}
	return out
}
