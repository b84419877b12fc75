// Package letters owns the content of our e-mails: the templates, their values,
// and the text and HTML parts of a message.
package letters

import (
	"database/sql"
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/mailer"

	"otklik/hooks/actor"
	"otklik/hooks/desk"
	"otklik/hooks/i18n"
	"otklik/hooks/mail/outbox"
	"otklik/hooks/signing"
	"otklik/hooks/text"
)

// letterHeader carries the id of the outbox row. It distinguishes queued mails
// from those still to be queued.
const letterHeader = "X-Otklik-Letter"

// Compose builds the mail of an outbox row from the current data, so later
// corrections are included. It returns outbox.ErrNothingToSend if the mail has
// become pointless.
func Compose(app core.App, row *core.Record) (*mailer.Message, error) {
	message := &mailer.Message{
		From:    mail.Address{Name: app.Settings().Meta.SenderName, Address: app.Settings().Meta.SenderAddress},
		To:      []mail.Address{{Address: text.WireAddress(row.GetString("to"))}},
		Subject: row.GetString("subject"),
		Text:    row.GetString("text"),
		HTML:    row.GetString("html"),
		Headers: map[string]string{},
	}
	if err := storedHeaders(row, message); err != nil {
		return nil, err
	}
	if message.HTML == "" && message.Text == "" {
		if err := composeNotice(app, row, message); err != nil {
			return nil, err
		}
		row.Set("subject", message.Subject)
		row.Set("text", message.Text)
		row.Set("html", message.HTML)
	}
	message.From.Address = text.WireAddress(message.From.Address)
	message.Headers[letterHeader] = row.Id
	message.Headers["X-Otklik"] = "1" // mail/parse recognises our own mails by it
	message.Headers["Message-ID"] = "<" + row.GetString("message_id") + ">"
	message.Headers["Auto-Submitted"] = "auto-generated"
	message.Headers["X-Auto-Response-Suppress"] = "All"
	return message, nil
}

// storedHeaders adds the headers that the mail was queued with.
func storedHeaders(row *core.Record, message *mailer.Message) error {
	stored := map[string]string{}
	if err := row.UnmarshalJSONField("headers", &stored); err != nil && row.GetString("headers") != "" {
		return fmt.Errorf("the headers can't be read: %w", err)
	}
	for name, value := range stored {
		if from, err := mail.ParseAddress(value); name == "From" && err == nil {
			message.From = *from
			continue
		}
		message.Headers[name] = value
	}
	return nil
}

// composeNotice builds the mail of a notification from its template.
func composeNotice(app core.App, row *core.Record, message *mailer.Message) error {
	who, err := desk.FindReader(app, row.GetString("user"))
	if err != nil {
		return err
	}
	if who == nil || who.Blocked {
		return outbox.ErrNothingToSend
	}
	l := &letter{app: app, row: row, kind: row.GetString("kind"), reader: who, locale: i18n.Known(who.Locale)}
	if err := l.read(); err != nil {
		return err
	}
	template, err := findTemplate(app, l.kind, who.Locale)
	if err != nil {
		return err
	}
	if err := l.fill(); err != nil {
		return err
	}
	message.Subject = text.OneLine(i18n.Fill(template.GetString("subject"), l.params()))
	blocks := l.blocks(template.GetString("body"))
	if message.Text, message.HTML, err = l.render(blocks); err != nil {
		return err
	}
	if l.actor != "" {
		message.From.Name = l.actor + " (" + message.From.Name + ")"
	}
	return l.thread(message)
}

// findTemplate finds the template of a kind in a language, or else in the default
// language.
func findTemplate(app core.App, kind, locale string) (template *core.Record, err error) {
	for _, l := range []string{i18n.Known(locale), i18n.Default} {
		template, err = app.FindFirstRecordByFilter("mail_templates", "kind = {:kind} && locale = {:locale}", dbx.Params{"kind": kind, "locale": l})
		if !errors.Is(err, sql.ErrNoRows) {
			break
		}
	}
	return template, err
}

// letter holds the data of a mail while it is composed.
type letter struct {
	app    core.App
	row    *core.Record
	kind   string
	reader *desk.Reader
	locale string

	user          *core.Record
	task, profile *core.Record
	actor         string // the actor's name; empty for the server
	values        map[string]string
	answers       []quotedComment
	button        string
	stars         []string // the links for the ratings, from 1 upwards
	reply         string   // the address for answers; empty for none
	confirm       string   // the link that confirms reading; empty for none
	unsubscribe   string
}

// quotedComment is one comment in a mail.
type quotedComment struct {
	author, body string
	files        []string
}

// read reads the task of the mail, if any, the users and the comments.
func (l *letter) read() error {
	var err error
	if l.user, err = l.app.FindRecordById("users", l.reader.ID); err != nil {
		return nothingIfGone(err)
	}
	if id := l.row.GetString("task"); id != "" {
		if l.task, err = l.app.FindRecordById("tasks", id); err != nil {
			return nothingIfGone(err)
		}
		if !l.task.GetDateTime("archived_at").IsZero() && l.reader.Role != actor.RoleManager {
			return outbox.ErrNothingToSend
		}
		if l.profile, err = l.app.FindRecordById("profiles", l.task.GetString("profile")); err != nil {
			return nothingIfGone(err)
		}
	}
	if !l.reader.MayReceive(l.kind, l.task) {
		return outbox.ErrNothingToSend
	}
	if id := l.row.GetString("actor"); id != "" {
		who, err := desk.FindReader(l.app, id)
		if err != nil {
			return err
		}
		if who != nil {
			l.actor = who.DisplayName()
		}
	}
	return l.readAnswers()
}

// nothingIfGone turns sql.ErrNoRows into outbox.ErrNothingToSend.
func nothingIfGone(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return outbox.ErrNothingToSend
	}
	return err
}

// readAnswers reads the comments that the mail quotes, the oldest first.
func (l *letter) readAnswers() error {
	ids := l.row.GetStringSlice("comments")
	comments, err := l.app.FindRecordsByIds("comments", ids)
	if err != nil {
		return err
	}
	slices.SortFunc(comments, func(a, b *core.Record) int { return strings.Compare(a.GetString("created"), b.GetString("created")) })
	for _, c := range comments {
		author, err := desk.FindReader(l.app, c.GetString("author"))
		if err != nil {
			return err
		}
		one := quotedComment{body: c.GetString("body")}
		if author != nil {
			one.author = author.DisplayName()
		}
		for _, f := range c.GetStringSlice("files") {
			one.files = append(one.files, desk.FileNamesOf(c).Of(f))
		}
		l.answers = append(l.answers, one)
	}
	if len(ids) > 0 && len(comments) == 0 && (l.kind == desk.KindAnswer || l.kind == desk.KindAnswered) {
		return outbox.ErrNothingToSend
	}
	return nil
}

// thread sets the headers by which mail clients show all mails about a task as one
// conversation, and by which an answer finds the task.
func (l *letter) thread(message *mailer.Message) error {
	message.Headers["List-Unsubscribe"] = "<" + l.unsubscribe + ">"
	message.Headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
	if l.task == nil {
		return nil
	}
	if l.reply != "" {
		message.Headers["Reply-To"] = text.WireAddress(l.reply)
	}
	earlier, err := earlierMail(l.app, l.task.Id, l.user.Id, l.row.Id)
	if err != nil || len(earlier) == 0 {
		return err
	}
	message.Headers["In-Reply-To"] = "<" + earlier[len(earlier)-1] + ">"
	message.Headers["References"] = "<" + strings.Join(earlier, "> <") + ">"
	return nil
}

// referencesKept limits the ids in References: mail clients use the first and the
// last ones.
const referencesKept = 8

// earlierMail returns the Message-IDs of the mails between us and the user about
// the task, except the row except, the oldest first.
func earlierMail(app core.App, task, user, except string) ([]string, error) {
	var ids []string
	err := app.DB().NewQuery(`SELECT message_id FROM (
			SELECT message_id, created FROM outbox WHERE task = {:task} AND user = {:user} AND status = 'sent' AND id != {:except}
			UNION ALL
			SELECT message_id, created FROM inbox WHERE task = {:task} AND user = {:user} AND status = 'accepted' AND message_id NOT LIKE {:none}
			ORDER BY created DESC LIMIT {:limit}
		) ORDER BY created`).
		Bind(dbx.Params{"task": task, "user": user, "except": except, "none": "%" + signing.GeneratedIDDomain, "limit": referencesKept}).Column(&ids)
	return ids, err
}
