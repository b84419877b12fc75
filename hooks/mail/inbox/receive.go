// Package inbox owns the processing of incoming mail: a mail becomes a comment or
// a task, is held for a manager's decision, or is ignored.
package inbox

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"

	"otklik/hooks/desk"
	"otklik/hooks/jobs"
	"otklik/hooks/mail/parse"
	"otklik/hooks/problem"
	"otklik/hooks/signing"
	"otklik/hooks/text"
)

// The protocols by which a mail arrives: the values of inbox.via.
const (
	ViaSMTP = "smtp"
	ViaLMTP = "lmtp"
	ViaIMAP = "imap"
)

// Register binds the rules of the inbox and serves the routes by which managers
// decide about mails.
func Register(app core.App) {
	app.OnRecordCreateRequest("inbox").BindFunc(refuseInbox)
	app.OnRecordUpdateRequest("inbox").BindFunc(refuseInbox)
	app.OnFileDownloadRequest("inbox").BindFunc(desk.ServeFile)
	jobs.ScheduleRemoval(app, "otklik_forget_ignored", "41 4 * * *", deleteOld)
	registerInboxRoutes(app)
}

func refuseInbox(e *core.RecordRequestEvent) error {
	return e.ForbiddenError(problem.Sentence("inbox_is_the_servers"), problem.FieldError("status", "inbox_is_the_servers"))
}

// Arrival is a mail as received.
type Arrival struct {
	Raw        []byte
	EnvelopeTo []string // the envelope recipients; IMAP has none
	Via        string   // ViaSMTP, ViaLMTP or ViaIMAP
	TooBig     bool     // Raw holds only the headers
}

// incoming is a mail on its way into the inbox.
type incoming struct {
	Arrival
	*parse.Message
	policy
	sender     senderCheck
	content    content
	digest     string         // of the words and the files
	report     deliveryReport // of a bounce
	unreadable bool
	refused    bool // validation refused the task or the comment on the first try
}

// Receive processes a mail: the row of the inbox, and the task or the comment, are
// saved in one transaction. The caller acknowledges the mail only after that, so
// no crash loses a mail. A mail delivered again is recognised by its Message-ID
// and accepted without effect.
func Receive(app core.App, a Arrival) (err error) {
	defer func() {
		if p := recover(); p != nil { // the mail is brought again, which must not crash the program each time
			err = fmt.Errorf("the mail can't be received: panic: %v", p)
		}
	}()
	in, err := prepare(app, a)
	if err != nil {
		return err
	}
	err = app.RunInTransaction(in.process)
	if _, refused := errors.AsType[validation.Errors](err); refused {
		in.refused = true
		err = app.RunInTransaction(in.process)
	}
	return err
}

// prepare reads a mail. It does all that takes time in proportion to the mail, for
// the transaction holds up all writers.
func prepare(app core.App, a Arrival) (*incoming, error) {
	in := &incoming{Arrival: a}
	var err error
	if in.policy, err = readPolicy(app); err != nil {
		return nil, err
	}
	if in.Message, err = readMail(a.Raw); err != nil {
		in.Message, in.unreadable = unreadable(a.Raw), true
	}
	in.From, in.ReplyTo = text.CanonicalDomain(in.From), text.CanonicalDomain(in.ReplyTo)
	in.sender = checkSender(a.Raw, in.server, in.From)
	in.content = contentOf(in.Message)
	in.digest = digestOf(in.Message)
	in.report = reportOf(in)
	in.Body, in.Quoted = text.Clip(in.Body, storedRunes), text.Clip(in.Quoted, storedRunes)
	return in, nil
}

// storedRunes is how much of the text a row of the inbox holds, in characters.
const storedRunes = 100_000

// readMail parses a mail. A panic of the parser becomes an error: a mail that is
// delivered again and again must not crash the program each time, but is held.
func readMail(raw []byte) (m *parse.Message, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the mail parser panicked: %v", p)
		}
	}()
	return parse.Read(raw)
}

// unreadable returns a message with the beginning of a mail that can't be parsed.
func unreadable(raw []byte) *parse.Message {
	start := strings.ToValidUTF8(string(raw[:min(len(raw), 2000)]), "?")
	return &parse.Message{MessageID: generateMessageID(string(raw)), Body: start}
}

// generateMessageID derives an id from parts, for a mail without a usable one.
func generateMessageID(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return "sha256-" + hex.EncodeToString(sum[:]) + signing.GeneratedIDDomain
}

// process carries out [Receive] within the transaction.
func (in *incoming) process(tx core.App) error {
	row, known, err := in.row(tx)
	if err != nil || known {
		return err
	}
	target, err := findReplyTarget(tx, in.addresses(), in.proofs())
	if err != nil {
		return err
	}
	person, facts, err := in.facts(tx, row, target)
	if err != nil {
		return err
	}
	v := judgeMail(facts)
	if in.refused && v.status == inboxAccepted {
		v = held(heldNotSaved)
	}
	row.Set("status", v.status)
	row.Set("reason", v.reason)
	if person != nil && (target.task != nil || v.reason != heldNotAuthentic) {
		row.Set("user", person.Id)
	}
	if target.task != nil {
		row.Set("task", target.task.Id)
	}
	return in.carryOut(tx, row, v, person, target.task)
}

// carryOut carries out the verdict, saves the row and notifies.
func (in *incoming) carryOut(tx core.App, row *core.Record, v verdict, person, task *core.Record) error {
	out := &made{}
	var err error
	switch {
	case v.status == inboxAccepted && task != nil:
		if out, err = makeComment(tx, in.content, task, person); err != nil {
			return err
		}
		row.Set("comment", out.comment)
	case v.status == inboxAccepted:
		if out, err = makeTask(tx, in.content, person); err != nil {
			return err
		}
		row.Set("task", out.task.Id)
	case in.Auto == parse.AutoBounce && v.status == inboxIgnored:
		if err := markBounced(tx, in, row); err != nil {
			return err
		}
	}
	if err := in.keepWithinRoom(tx, row); err != nil {
		return err
	}
	if err := tx.SaveNoValidate(row); err != nil { // row has clipped all values
		return err
	}
	if err := keepLeft(tx, row, out.left); err != nil {
		return err
	}
	switch v.status {
	case inboxAccepted:
		if err := in.countUpload(tx, person); err != nil {
			return err
		}
		return notifyReceived(tx, row, person)
	case inboxHeld:
		return notifyHeld(tx, row)
	}
	return nil
}

// row returns the mail as a new row of the inbox; known is set if the inbox has
// the mail already. A mail with the same Message-ID and other content is no
// duplicate: it gets an id of its own and is held.
func (in *incoming) row(tx core.App) (row *core.Record, known bool, err error) {
	collection, err := tx.FindCachedCollectionByNameOrId("inbox")
	if err != nil {
		return nil, false, err
	}
	row = core.NewRecord(collection)
	row.Set("message_id", usableMessageID(in.MessageID))
	row.Set("sender", text.Clip(in.From, 320))
	row.Set("sender_name", text.Clip(in.FromName, 200))
	row.Set("recipient", text.Clip(strings.Join(in.addresses(), ", "), 1000))
	row.Set("subject", text.Clip(in.Subject, 1000))
	row.Set("body", in.Body)
	row.Set("quoted", in.Quoted)
	row.Set("content", in.digest)
	if in.ReplyTo != in.From && !slices.Contains(in.addresses(), in.ReplyTo) {
		row.Set("reply_to", text.Clip(in.ReplyTo, 320))
		row.Set("reply_to_name", text.Clip(in.ReplyToName, 200))
	}
	row.Set("via", in.Via)
	row.Set("size", len(in.Raw))
	first, err := findMail(tx, row.GetString("message_id"))
	if err != nil {
		return nil, false, err
	}
	if first != nil {
		if sameMail(first, row) {
			return nil, true, nil
		}
		row.Set("message_id", generateMessageID(in.MessageID, row.GetString("sender"), row.GetString("subject"), row.GetString("body"), row.GetString("quoted"), in.digest))
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

// duplicateKey marks a row whose Message-ID belongs to another mail.
const duplicateKey = "@otherCopy"

// findMail finds a mail by its Message-ID; nil if there is none.
func findMail(app core.App, messageID string) (*core.Record, error) {
	found, err := app.FindFirstRecordByData("inbox", "message_id", messageID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return found, err
}

// sameMail reports whether two mails with one Message-ID are one: their words and files
// are the same. Rows from before have no digest of theirs, but have a size.
func sameMail(earlier, row *core.Record) bool {
	names := []string{"sender", "subject", "body", "quoted", "content"}
	if earlier.GetString("content") == "" {
		if names = []string{"sender", "subject", "body"}; earlier.GetInt("size") == row.GetInt("size") {
			names = []string{"sender", "subject"}
		}
	}
	return !slices.ContainsFunc(names, func(name string) bool { return earlier.GetString(name) != row.GetString(name) })
}

// digestOf returns a digest of the words and the files of a mail, without its history:
// what a machine sends again and again differs in nothing else.
func digestOf(m *parse.Message) string {
	sum := sha256.New()
	add := func(part []byte) {
		fmt.Fprintf(sum, "%d:", len(part))
		sum.Write(part)
	}
	add([]byte(m.Body))
	for _, f := range slices.Concat(m.Files, m.LeftOut) {
		add([]byte(f.Name))
		add(f.Data)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// usableMessageID returns the id if it may stand in a header of our answer, or
// else a generated one.
func usableMessageID(id string) string {
	invalid := func(r rune) bool { return r <= ' ' || r == '<' || r == '>' || r > unicode.MaxASCII || r == 0x7f }
	if id == "" || len(id) > 900 || strings.ContainsFunc(id, invalid) {
		return generateMessageID(id)
	}
	return id
}
