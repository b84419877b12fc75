package parse

import (
	"slices"
	"strings"
)

var (
	finalRecipient = pattern(`(?im)^(?:final|original)-recipient:\s*(?:[\w-]+\s*;)?\s*<?([^\s<>;]+@[^\s<>;]+)`)
	originalID     = pattern(`(?im)^[> \t]*(?:x-)?(?:original-)?message-id:\s*<([^<>\s]{1,900})>`)
	failedLine     = pattern(`(?m)^\s*<?([^\s<>()"]+@[^\s<>()":,]+?)>?[:.]?\s*$`)
)

// readBounce finds the failed recipient and the Message-ID of the returned mail: in
// the parts of the report, or else in the text of servers that send no report.
func (m *Message) readBounce(h header, c *collected) {
	for _, part := range c.report[:min(len(c.report), maxReports)] {
		text := decode(part.Content[:min(len(part.Content), maxReport)], "")
		if found := finalRecipient().FindStringSubmatch(text); found != nil && m.FinalRecipient == "" {
			m.FinalRecipient = strings.ToLower(found[1])
		}
		m.addBounced(originalID().FindAllStringSubmatch(text, maxList))
	}
	for _, part := range c.returned[:min(len(c.returned), maxReports)] {
		text := decode(part.Content[:min(len(part.Content), maxReport)], "")
		m.addBounced(originalID().FindAllStringSubmatch(text, 1))
	}
	if failed := addresses(h.get("X-Failed-Recipients")); m.FinalRecipient == "" && len(failed) > 0 {
		m.FinalRecipient = failed[0].Address
	}
	words := cutBytes(c.text, maxReport)
	if found := failedLine().FindStringSubmatch(words); m.FinalRecipient == "" && found != nil {
		m.FinalRecipient = strings.ToLower(found[1])
	}
	if len(m.Bounced) == 0 {
		m.addBounced(originalID().FindAllStringSubmatch(words, maxList))
	}
	for _, f := range c.files[:min(len(c.files), maxReports)] {
		if f.Type == "message/rfc822" && len(m.Bounced) == 0 {
			m.addBounced(originalID().FindAllStringSubmatch(decode(f.Data[:min(len(f.Data), maxReport)], ""), 1))
		}
	}
	for _, id := range append(m.InReplyTo, m.References...) {
		if len(m.Bounced) == 0 {
			m.Bounced = append(m.Bounced, id)
		}
	}
}

func (m *Message) addBounced(found [][]string) {
	for _, f := range found {
		if len(m.Bounced) < maxList && !slices.Contains(m.Bounced, f[1]) {
			m.Bounced = append(m.Bounced, f[1])
		}
	}
}
