package parse

import (
	"slices"
	"strings"
)

var (
	bounceSubject  = pattern(`(?i)(undeliver|delivery (status notification|failure|has failed)|mail delivery|returned mail|failure notice|delayed|не доставлено|недоставлен|не может быть доставлено|не удалось доставить|не удается доставить|не удаётся доставить|возврат письма|доставка задерж)`)
	bounceSender   = pattern(`(?i)^(mailer-daemon|postmaster|mail-daemon|mdaemon|microsoftexchange[0-9a-f]+)(@|$)`)
	machineSenders = pattern(`(?i)^(no-?reply|do-?not-?reply|noreply-[a-z]+|auto-?reply|autoresponder)@`)
)

// classify tells automatic mails from those a person wrote. A mail is automatic by
// one strong sign or by several weak ones: a person's mail must not be lost.
func classify(h header, m *Message, c *collected) Auto {
	answers := len(m.InReplyTo)+len(m.References) > 0
	switch {
	case h.has("X-Otklik") || h.has("X-Otklik-Letter"):
		return AutoOwn
	case c.receipt:
		return AutoReply
	case isBounce(h, m, c):
		return AutoBounce
	case isReply(h, m):
		return AutoReply
	case isBulk(h, answers):
		return AutoBulk
	case isMachine(h, m, answers):
		return AutoReply
	}
	return AutoNone
}

func isBounce(h header, m *Message, c *collected) bool {
	if c.isReport && len(c.report) > 0 || h.has("X-Failed-Recipients") {
		return true
	}
	daemon := bounceSender().MatchString(m.From)
	return bounceSubject().MatchString(m.Subject) && (daemon || nullSender(h)) || daemon && nullSender(h) || c.isReport && daemon
}

// nullSender reports whether the envelope sender is empty: such a mail must never
// be answered.
func nullSender(h header) bool {
	return slices.ContainsFunc(h["Return-Path"], func(path string) bool { return strings.TrimSpace(path) == "<>" })
}

// isReply reports whether the mail is an automatic reply to ours.
func isReply(h header, m *Message) bool {
	if strings.HasPrefix(strings.ToLower(h.get("Auto-Submitted")), "auto-replied") ||
		strings.EqualFold(h.get("Precedence"), "auto_reply") || autoSubject().MatchString(m.Subject) {
		return true
	}
	return slices.ContainsFunc(autoHeaders, func(name string) bool {
		value := strings.ToLower(h.get(name))
		return h.has(name) && value != "no" && value != "false" && value != "0"
	})
}

var autoHeaders = []string{"X-Autoreply", "X-Auto-Reply", "X-Autorespond", "X-Autoresponder", "X-Mail-Autoreply", "X-Autoreply-From"}

// isBulk reports whether the mail is a newsletter or from a mailing list. An answer
// isn't, even if a relay has added List-Unsubscribe; nor is a mail forwarded by a
// Google group, which is often the desk's own address.
func isBulk(h header, answers bool) bool {
	precedence := strings.ToLower(h.get("Precedence"))
	if precedence == "bulk" || precedence == "junk" {
		return true
	}
	if answers || h.has("X-Google-Group-Id") {
		return false
	}
	return precedence == "list" || h.has("List-Id") || h.has("List-Unsubscribe")
}

// isMachine reports other signs of an automatic mail. X-Auto-Response-Suppress
// alone isn't one: some firms set it on every mail.
func isMachine(h header, m *Message, answers bool) bool {
	submitted := strings.ToLower(h.get("Auto-Submitted"))
	if submitted != "" && !strings.HasPrefix(submitted, "no") || nullSender(h) {
		return true
	}
	suppress := strings.ToLower(h.get("X-Auto-Response-Suppress"))
	all := strings.Contains(suppress, "all") || strings.Contains(suppress, "autoreply")
	office := officeSubject().MatchString(m.Subject) && !strings.Contains(m.Subject, "?")
	return all && (office || machineSenders().MatchString(m.From) || h.has("X-Ms-Exchange-Inbox-Rules-Loop") || answers && isAwayNote(m.Body)) ||
		answers && office
}
