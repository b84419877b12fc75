package inbox

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/i18n"
	"otklik/hooks/mail/outbox"
	"otklik/hooks/mail/parse"
	"otklik/hooks/records"
	"otklik/hooks/signing"
	"otklik/hooks/text"
)

// markBounced marks a sent mail as failed, with the reason given by the reporting
// server. Our Message-ID in the report is signed, so nobody can report a mail that
// was never sent to them.
func markBounced(tx core.App, in *incoming, row *core.Record) error {
	if !in.report.final {
		return nil
	}
	for _, id := range slices.Concat(in.Bounced, in.InReplyTo, in.References) {
		outboxID, ok := signing.ParseMessageID(tx, id)
		if !ok {
			continue
		}
		sent, err := tx.FindRecordById("outbox", outboxID)
		if err != nil {
			return records.IgnoreNotFound(err)
		}
		row.Set("user", sent.GetString("user"))
		row.Set("task", sent.GetString("task"))
		if sent.GetString("status") != outbox.StatusSent {
			return nil
		}
		sent.Set("status", outbox.StatusFailed)
		sent.Set("error", i18n.StoredText(text.Clip(in.report.reason, 2000)))
		return tx.SaveNoValidate(sent)
	}
	return nil
}

// deliveryReport is what a bounce says.
type deliveryReport struct {
	final  bool // the delivery is given up
	reason string
}

// reportLimit is how many bytes of a bounce are searched: the report stands before
// the mail that it returns.
const reportLimit = 256 << 10

func reportOf(in *incoming) deliveryReport {
	if in.Auto != parse.AutoBounce {
		return deliveryReport{}
	}
	raw := in.Raw[:min(len(in.Raw), reportLimit)]
	return deliveryReport{final: finalReport(raw), reason: bounceReason(in, raw)}
}

var (
	reportAction   = regexp.MustCompile(`(?im)^Action:[ \t]*([a-z]+)`)
	reportedReason = regexp.MustCompile(`(?im)^Diagnostic-Code:[ \t]*(.+(?:\r?\n[ \t]+.+)*)`)
)

// finalReport reports whether a delivery report is final: reports of a delay or of
// a successful delivery aren't (RFC 3464).
func finalReport(raw []byte) bool {
	actions := reportAction.FindAllSubmatch(raw, -1)
	return len(actions) == 0 || slices.ContainsFunc(actions, func(a [][]byte) bool { return strings.EqualFold(string(a[1]), "failed") })
}

// bounceReason returns the reason of the reporting server, with the recipient.
func bounceReason(in *incoming, raw []byte) string {
	reason := text.OneLine(in.Body)
	if found := reportedReason.FindSubmatch(raw); found != nil {
		reason = text.OneLine(string(found[1]))
	}
	if in.FinalRecipient != "" {
		reason = in.FinalRecipient + ": " + reason
	}
	return reason
}
