package letters

import (
	"maps"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/mailer"

	"otklik/hooks/clock"
	"otklik/hooks/desk"
	"otklik/hooks/i18n"
	"otklik/hooks/mail/outbox"
	"otklik/hooks/text"
	"otklik/hooks/web"
)

// The kinds of mail that aren't notifications.
const (
	mailVerify      = "verify"
	mailReset       = "reset"
	mailInvite      = "invite"
	mailEmailChange = "email_change"
	mailOther       = "other" // sent by PocketBase for other reasons
	mailTest        = "test"  // a test of a template
)

// kindHeader carries the kind of a mail to [queueMail], which removes it.
const kindHeader = "X-Otklik-Kind"

// Register replaces PocketBase's texts by ours and queues every mail in the
// outbox.
func Register(app core.App) {
	app.OnMailerRecordVerificationSend("users").BindFunc(replaceContent(mailVerify, "/verify/"))
	app.OnMailerRecordPasswordResetSend("users").BindFunc(replaceContent(mailReset, "/reset/"))
	app.OnMailerRecordEmailChangeSend("users").BindFunc(replaceContent(mailEmailChange, "/email/"))
	app.OnMailerSend().BindFunc(queueMail)
}

// replaceContent replaces PocketBase's text by our template in the reader's
// language, and the link to the dashboard by a link to our page.
func replaceContent(kind, path string) func(*core.MailerRecordEvent) error {
	return func(e *core.MailerRecordEvent) error {
		token, _ := e.Meta["token"].(string)
		who, err := desk.FindReader(e.App, e.Record.Id)
		if err != nil {
			return err
		}
		if who == nil || token == "" {
			return e.Next()
		}
		kind := kind
		if e.Record.GetRaw(desk.Invited) != nil {
			kind = mailInvite
			if token, err = desk.InvitationToken(e.Record); err != nil {
				return err
			}
		}
		template, err := findTemplate(e.App, kind, who.Locale)
		if err != nil {
			return err
		}
		l := &letter{app: e.App, kind: kind, reader: who, locale: i18n.Known(who.Locale), button: web.SiteURL(e.App) + path + token}
		// The username, not the name: a stranger may register with another's address
		// and any text as the name.
		l.values = map[string]string{"name": who.Username, "firm": e.App.Settings().Meta.AppName}
		e.Message.Subject = text.OneLine(i18n.Fill(template.GetString("subject"), l.params()))
		if e.Message.Text, e.Message.HTML, err = l.render(l.blocks(template.GetString("body"))); err != nil {
			return err
		}
		if e.Message.Headers == nil {
			e.Message.Headers = map[string]string{}
		}
		e.Message.Headers[kindHeader] = kind
		return e.Next()
	}
}

// queueMail queues every mail in the outbox, for the worker to send. Mails with
// attachments, which Otklik itself never sends, are sent directly.
func queueMail(e *core.MailerEvent) error {
	if e.Message.Headers[letterHeader] != "" || len(e.Message.Attachments)+len(e.Message.InlineAttachments) > 0 {
		return e.Next()
	}
	for _, to := range append(append(e.Message.To, e.Message.Cc...), e.Message.Bcc...) {
		if err := outbox.Enqueue(e.App, outboxMail(e.Message, to.Address, clock.Now(e.App))); err != nil {
			return err
		}
	}
	return nil
}

// outboxMail returns the outbox row of a mail with its text, due at once.
func outboxMail(m *mailer.Message, to string, now time.Time) outbox.Mail {
	row := outbox.Mail{To: to, Subject: m.Subject, Kind: mailOther, Text: m.Text, HTML: m.HTML, At: now, Headers: maps.Clone(m.Headers)}
	if row.Headers == nil {
		row.Headers = map[string]string{}
	}
	if kind := row.Headers[kindHeader]; kind != "" {
		row.Kind = kind
		delete(row.Headers, kindHeader)
	}
	for name := range row.Headers {
		if strings.EqualFold(name, "Message-ID") {
			delete(row.Headers, name) // the outbox sets one that identifies the row
		}
	}
	if m.From.Address != "" {
		row.Headers["From"] = m.From.String()
	}
	return row
}
