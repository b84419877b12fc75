package inbox

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/mail/outbox"
	"otklik/hooks/records"
	"otklik/hooks/signing"
	"otklik/hooks/text"
)

// markBounced notes on a mail of ours that it did not arrive, in the words of
// the server that says so. The Message-ID of ours in the report is signed, so
// that nobody can report what was never sent to them.
func markBounced(tx core.App, in *incoming, row *core.Record) error {
	if !finalReport(in.Raw) {
		return nil
	}
	for _, id := range slices.Concat(in.Bounced, in.InReplyTo, in.References) {
		mail, ours := signing.ParseMessageID(tx, id)
		if !ours {
			continue
		}
		sent, err := tx.FindRecordById("outbox", mail)
		if err != nil {
			return records.IgnoreNotFound(err)
		}
		row.Set("user", sent.GetString("user"))
		row.Set("task", sent.GetString("task"))
		if sent.GetString("status") != outbox.StatusSent {
			return nil
		}
		sent.Set("status", outbox.StatusFailed)
		sent.Set("error", text.Clip(bounceReason(in), 2000))
		return tx.SaveNoValidate(sent)
	}
	return nil
}

var (
	reportAction   = regexp.MustCompile(`(?im)^Action:[ \t]*([a-z]+)`)
	reportedReason = regexp.MustCompile(`(?im)^Diagnostic-Code:[ \t]*(.+(?:\r?\n[ \t]+.+)*)`)
)

// finalReport is false of a report that only tells of a delay, or that the mail
// has arrived (RFC 3464).
func finalReport(raw []byte) bool {
	actions := reportAction.FindAllSubmatch(raw, -1)
	return len(actions) == 0 || slices.ContainsFunc(actions, func(a [][]byte) bool { return strings.EqualFold(string(a[1]), "failed") })
}

// bounceReason are the reason as the server gives it.
func bounceReason(in *incoming) string {
	reason := text.OneLine(in.Body)
	if found := reportedReason.FindSubmatch(in.Raw); found != nil {
		reason = text.OneLine(string(found[1]))
	}
	if in.FinalRecipient != "" {
		reason = in.FinalRecipient + ": " + reason
	}
	return reason
}
