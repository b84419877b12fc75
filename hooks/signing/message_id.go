package signing

import (
	"regexp"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// GeneratedIDDomain ends the ids generated for mails that have none.
const GeneratedIDDomain = "@none"

// MessageID returns the Message-ID of an outgoing mail, without brackets. It is
// signed, so an In-Reply-To is as trustworthy as the token of a reply address.
func MessageID(app core.App, outbox string) (string, error) {
	signed, err := sign(app, "message", outbox)
	if err != nil {
		return "", err
	}
	return outbox + "." + signed + "@" + messageDomain(app.Settings().Meta.SenderAddress), nil
}

// DomainPattern matches a domain that may stand in a Message-ID as it is.
var DomainPattern = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$`)

// messageDomain returns the domain of the sender's address, or a fallback.
func messageDomain(sender string) string {
	_, domain, _ := strings.Cut(sender, "@")
	if !DomainPattern.MatchString(domain) {
		return "otklik.localdomain" // no domain, or one in Cyrillic
	}
	return strings.ToLower(domain)
}

// maxMessageID is the longest parsed Message-ID in bytes; ours are shorter.
const maxMessageID = 400

// ParseMessageID returns the outbox id from a Message-ID of ours; ok is false for
// foreign and forged ones. The domain is ignored, because the sender's address may
// have changed since.
func ParseMessageID(app core.App, id string) (outbox string, ok bool) {
	if len(id) > maxMessageID {
		return "", false
	}
	name, _, found := strings.Cut(strings.Trim(id, "<> \t\r\n"), "@")
	outbox, signed, dotted := strings.Cut(name, ".")
	if !found || !dotted || outbox == "" {
		return "", false
	}
	want, err := sign(app, "message", outbox)
	if err != nil || !SameSignature(signed, want) {
		return "", false
	}
	return outbox, true
}
