// Package inbox owns what becomes of a mail that comes in: a comment, a task,
// or a decision of a manager.
package inbox

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

	"otklik/hooks/desk"
	"otklik/hooks/jobs"
	"otklik/hooks/mail/parse"
	"otklik/hooks/problem"
	"otklik/hooks/records"
	"otklik/hooks/signing"
	"otklik/hooks/text"
)

// How a mail came: the values of inbox.via.
const (
	ViaSMTP = "smtp"
	ViaLMTP = "lmtp"
	ViaIMAP = "imap"
)

// Register binds the rules of the inbox and serves the decisions about held
// mails.
func Register(app core.App) {
	app.OnRecordCreateRequest("inbox").BindFunc(refuseInbox)
	app.OnRecordUpdateRequest("inbox").BindFunc(refuseInbox)
	app.OnFileDownloadRequest("inbox").BindFunc(desk.ServeFile)
	jobs.Schedule(app, "otklik_forget_ignored", "41 4 * * *", deleteIgnored)
	registerInboxRoutes(app)
}

func refuseInbox(e *core.RecordRequestEvent) error {
	return e.ForbiddenError(problem.Sentence("inbox_is_the_servers"), problem.FieldError("status", "inbox_is_the_servers"))
}

// Arrival is a mail as a server hands it over.
type Arrival struct {
	Raw        []byte
	EnvelopeTo []string // of the envelope; IMAP knows none
	Via        string
	TooBig     bool // raw is its headers only
}

// incoming is a mail on its way into the inbox.
type incoming struct {
	Arrival
	*parse.Message
	unreadable bool
	refused    bool // a first try to save what it asks for was refused
}

// Receive takes a mail in: the row of the inbox and what follows from it are
// kept together or not at all. The server that brought the mail is told that we
// have it only after that, so that a mail is lost by no crash; one that is
// brought again is known by its Message-ID and taken quietly.
func Receive(app core.App, a Arrival) error {
	in := &incoming{Arrival: a}
	var err error
	if in.Message, err = readMail(a.Raw); err != nil {
		in.Message, in.unreadable = unreadable(a.Raw), true
	}
	err = app.RunInTransaction(in.process)
	if _, refused := errors.AsType[validation.Errors](err); refused {
		in.refused = true
		err = app.RunInTransaction(in.process)
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
	return "sha256-" + hex.EncodeToString(sum[:]) + signing.GeneratedIDDomain
}

// process does it all within the transaction.
func (in *incoming) process(tx core.App) error {
	row, known, err := in.row(tx)
	if err != nil || known {
		return err
	}
	answer, err := findReplyTarget(tx, in.addresses(), in.proofs())
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
	return in.carryOut(tx, row, v, person, answer.task)
}

// carryOut does what the verdict says, and keeps the row.
func (in *incoming) carryOut(tx core.App, row *core.Record, v verdict, person, task *core.Record) error {
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
		return notifyReceived(tx, row, person)
	case inboxHeld:
		return notifyHeld(tx, row)
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
	row.Set("sender", text.Clip(in.From, 320))
	row.Set("sender_name", text.Clip(in.FromName, 200))
	row.Set("recipient", text.Clip(strings.Join(in.addresses(), ", "), 1000))
	row.Set("subject", text.Clip(in.Subject, 1000))
	row.Set("body", text.Clip(in.Body, 100_000))
	row.Set("quoted", text.Clip(in.Quoted, 100_000))
	row.Set("via", in.Via)
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
		row.SetRaw(duplicateKey, true)
	}
	if len(in.Raw) > 0 {
		file, err := filesystem.NewFileFromBytes(in.Raw, "mail.eml")
		if err != nil {
			return nil, false, err
		}
		row.Set("raw", file)
	}
	return row, false, nil
}

// duplicateKey marks a row whose Message-ID another mail has had.
const duplicateKey = "@otherCopy"

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

// ignoredRetention is how long what no person has written stays.
const ignoredRetention = 90 * 24 * time.Hour

// deleteIgnored removes old reports and automatic answers with their files.
func deleteIgnored(app core.App, now time.Time) error {
	var old []*core.Record
	err := app.RecordQuery("inbox").AndWhere(dbx.HashExp{"status": inboxIgnored}).
		AndWhere(dbx.NewExp("created < {:then}", dbx.Params{"then": records.DateTime(now.Add(-ignoredRetention))})).Limit(jobs.BatchSize).All(&old)
	for _, row := range old {
		err = errors.Join(err, app.Delete(row))
	}
	return err
}
