package signing

import (
	"regexp"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// GeneratedIDDomain ends the ids that no mail program has written.
const GeneratedIDDomain = "@none"

// MessageID is the Message-ID of a mail of ours, without brackets. The mark in
// it makes an answer's In-Reply-To as good as the token of an address.
func MessageID(app core.App, outbox string) (string, error) {
	signed, err := sign(app, "message", outbox)
	if err != nil {
		return "", err
	}
	return outbox + "." + signed + "@" + messageDomain(app.Settings().Meta.SenderAddress), nil
}

// DomainPattern is one that may stand in a Message-ID as it is.
var DomainPattern = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$`)

// messageDomain is that of the sender's address.
func messageDomain(sender string) string {
	_, domain, _ := strings.Cut(sender, "@")
	if !DomainPattern.MatchString(domain) {
		return "otklik.localdomain" // none, or one in Cyrillic
	}
	return strings.ToLower(domain)
}

// maxMessageID is longer than any of ours.
const maxMessageID = 400

// ParseMessageID takes the outbox row out of a Message-ID of ours; ok is false
// for everybody else's and for forged ones. The domain is not looked at: the
// sender's address may have changed since.
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
