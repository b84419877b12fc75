package hooks

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/pocketbase/dbx"
	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"

	"otklik/hooks/mail/parse"
)

// How a mail came: the values of inbox.via.
const (
	viaSMTP = "smtp"
	viaLMTP = "lmtp"
	viaIMAP = "imap"
)

func registerInbox(app core.App) {
	app.OnRecordCreateRequest("inbox").BindFunc(refuseInbox)
	app.OnRecordUpdateRequest("inbox").BindFunc(refuseInbox)
	app.OnFileDownloadRequest("inbox").BindFunc(serveFile)
	schedule(app, "otklik_forget_ignored", "41 4 * * *", forgetIgnored)
	registerInboxRoutes(app)
}

func refuseInbox(e *core.RecordRequestEvent) error {
	return e.ForbiddenError(sentence("inbox_is_the_servers"), wrong("status", "inbox_is_the_servers"))
}

// arrival is a mail as a server hands it over.
type arrival struct {
	raw        []byte
	recipients []string // of the envelope; IMAP knows none
	via        string
	tooBig     bool // raw is its headers only
}

// incoming is a mail on its way into the inbox.
type incoming struct {
	arrival
	*parse.Message
	unreadable bool
	refused    bool // a first try to save what it asks for was refused
}

// receive takes a mail in: the row of the inbox and what follows from it are
// kept together or not at all. The server that brought the mail is told that we
// have it only after that, so that a mail is lost by no crash; one that is
// brought again is known by its Message-ID and taken quietly.
func receive(app core.App, a arrival) error {
	in := &incoming{arrival: a}
	var err error
	if in.Message, err = readMail(a.raw); err != nil {
		in.Message, in.unreadable = unreadable(a.raw), true
	}
	err = app.RunInTransaction(in.take)
	if _, refused := errors.AsType[validation.Errors](err); refused {
		in.refused = true
		err = app.RunInTransaction(in.take)
	}
	return err
}

// readMail reads a mail. One that is beyond the reader must not end the program
// each time it is brought: it waits for a manager as it is.
func readMail(raw []byte) (m *parse.Message, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the reader gave up: %v", p)
		}
	}()
	return parse.Read(raw)
}

// unreadable is what can be told of something that is no mail.
func unreadable(raw []byte) *parse.Message {
	start := strings.ToValidUTF8(string(raw[:min(len(raw), 2000)]), "?")
	return &parse.Message{MessageID: noMessageID(string(raw)), Body: start}
}

// noMessageID makes an id for what has none that could be kept.
func noMessageID(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return "sha256-" + hex.EncodeToString(sum[:]) + noMessageDomain
}

// noMessageDomain ends the ids that no mail program has written.
const noMessageDomain = "@none"

// take does it all within the transaction.
func (in *incoming) take(tx core.App) error {
	row, known, err := in.row(tx)
	if err != nil || known {
		return err
	}
	answer, err := findAnswer(tx, in.addresses(), in.proofs())
	if err != nil {
		return err
	}
	person, facts, err := in.facts(tx, row, answer)
	if err != nil {
		return err
	}
	v := judgeMail(facts)
	if in.refused && v.status == inboxAccepted {
		v = held(heldNotSaved)
	}
	row.Set("status", v.status)
	row.Set("reason", v.reason)
	if person != nil && (answer.task != nil || v.reason != heldNotAuthentic) {
		row.Set("user", person.Id)
	}
	if answer.task != nil {
		row.Set("task", answer.task.Id)
	}
	return in.follow(tx, row, v, person, answer.task)
}

// follow does what the verdict says, and keeps the row.
func (in *incoming) follow(tx core.App, row *core.Record, v verdict, person, task *core.Record) error {
	switch {
	case v.status == inboxAccepted && task != nil:
		comment, err := makeComment(tx, in.Message, task, person)
		if err != nil {
			return err
		}
		row.Set("comment", comment.Id)
	case v.status == inboxAccepted:
		task, err := makeTask(tx, in.Message, person)
		if err != nil {
			return err
		}
		row.Set("task", task.Id)
	case in.Auto == "bounce" && v.status == inboxIgnored:
		if err := markBounced(tx, in, row); err != nil {
			return err
		}
	}
	if err := tx.SaveNoValidate(row); err != nil { // nothing in it is too long; see row
		return err
	}
	switch v.status {
	case inboxAccepted:
		return tellReceived(tx, row, person)
	case inboxHeld:
		return tellHeld(tx, row)
	}
	return nil
}

// row is the mail as a row of the inbox; known is true of one that is there
// already. A second mail under the same Message-ID that says something else is
// no duplicate and must not vanish: it gets an id of its own and is held.
func (in *incoming) row(tx core.App) (row *core.Record, known bool, err error) {
	collection, err := tx.FindCachedCollectionByNameOrId("inbox")
	if err != nil {
		return nil, false, err
	}
	row = core.NewRecord(collection)
	row.Set("message_id", keptMessageID(in.MessageID))
	row.Set("sender", clip(in.From, 320))
	row.Set("sender_name", clip(in.FromName, 200))
	row.Set("recipient", clip(strings.Join(in.addresses(), ", "), 1000))
	row.Set("subject", clip(in.Subject, 1000))
	row.Set("body", clip(in.Body, 100_000))
	row.Set("quoted", clip(in.Quoted, 100_000))
	row.Set("via", in.via)
	first, err := findMail(tx, row.GetString("message_id"))
	if err != nil {
		return nil, false, err
	}
	if first != nil {
		if sameMail(first, row) {
			return nil, true, nil
		}
		row.Set("message_id", noMessageID(in.MessageID, row.GetString("sender"), row.GetString("subject"), row.GetString("body")))
		if again, err := findMail(tx, row.GetString("message_id")); err != nil || again != nil {
			return nil, again != nil, err
		}
		row.SetRaw(otherCopy, true)
	}
	if len(in.raw) > 0 {
		file, err := filesystem.NewFileFromBytes(in.raw, "mail.eml")
		if err != nil {
			return nil, false, err
		}
		row.Set("raw", file)
	}
	return row, false, nil
}

// otherCopy marks a row whose Message-ID another mail has had.
const otherCopy = "@otherCopy"

// findMail finds a mail by its Message-ID; nil if there is none.
func findMail(app core.App, messageID string) (*core.Record, error) {
	found, err := app.FindFirstRecordByData("inbox", "message_id", messageID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return found, err
}

func sameMail(a, b *core.Record) bool {
	for _, name := range []string{"sender", "subject", "body"} {
		if a.GetString(name) != b.GetString(name) {
			return false
		}
	}
	return true
}

// keptMessageID is the id as it may stand in a header of our answer; one that
// may not is replaced.
func keptMessageID(id string) string {
	odd := func(r rune) bool { return r <= ' ' || r == '<' || r == '>' || r > unicode.MaxASCII || r == 0x7f }
	if id == "" || len(id) > 900 || strings.ContainsFunc(id, odd) {
		return noMessageID(id)
	}
	return id
}

// clip shortens a text to what a field holds.
func clip(s string, runes int) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "?")
	if len(s) <= runes {
		return s
	}
	if r := []rune(s); len(r) > runes {
		return string(r[:runes-1]) + "…"
	}
	return s
}

// ignoredKeeps is how long what no person has written stays.
const ignoredKeeps = 90 * 24 * time.Hour

// forgetIgnored removes old reports and automatic answers with their files.
func forgetIgnored(app core.App, now time.Time) error {
	var old []*core.Record
	err := app.RecordQuery("inbox").AndWhere(dbx.HashExp{"status": inboxIgnored}).
		AndWhere(dbx.NewExp("created < {:then}", dbx.Params{"then": dateTime(now.Add(-ignoredKeeps))})).Limit(jobBatch).All(&old)
	for _, row := range old {
		err = errors.Join(err, app.Delete(row))
	}
	return err
}
