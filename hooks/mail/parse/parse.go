// Package parse owns the parsing of incoming mail: the sender, the new text and
// the quoted history below it, the attachments, and whether the mail is automatic.
// It knows nothing of tasks and touches no database.
package parse

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"
)

// MaxSize is the size in bytes of the largest mail that is parsed.
const MaxSize = 25 << 20

// The limits of parsing. A larger mail is parsed up to them; the raw mail has the
// rest.
const (
	maxParts   = 1000      // parts of one mail
	maxDepth   = 20        // parts within parts
	maxHeader  = 256 << 10 // bytes of the header of a part
	maxText    = 1 << 20   // bytes of text, history included
	maxLines   = 10_000    // lines in which history and signature are looked for
	maxSubject = 2000      // characters
	maxSenders = 2         // addresses in From: with two nobody knows who has sent it
	maxList    = 200       // addresses or Message-IDs of one kind
	maxReports = 10        // parts of a delivery report
	maxReport  = 64 << 10  // bytes of each
)

// maxTime limits the reading of a mail. All of it takes time in proportion to the
// mail, and less than this by far; the limit is for what nobody has thought of. Time
// spent on the decoding of files doesn't count: that of a large mail takes long on a
// busy machine.
const maxTime = 2 * time.Second

// Auto is the kind of an automatic mail.
type Auto string

// The kinds of automatic mail.
const (
	AutoNone   Auto = ""       // written by a person
	AutoReply  Auto = "reply"  // an automatic reply or a read receipt
	AutoBounce Auto = "bounce" // a delivery report
	AutoBulk   Auto = "bulk"   // a newsletter or a mailing list
	AutoOwn    Auto = "own"    // sent by us
)

// Message is a parsed mail.
type Message struct {
	MessageID             string // without brackets; a hash of the raw mail if it has none
	From, FromName        string // the address is in lower case
	ReplyTo, ReplyToName  string
	Recipients            []string  // To, Cc, Delivered-To, X-Original-To, Envelope-To, without duplicates
	Subject               string    // decoded, one line
	InReplyTo, References []string  // without brackets
	Date                  time.Time // zero if the mail has no valid date
	Body                  string    // the new text
	Quoted                string    // the history and the signature
	Files                 []File
	LeftOut               []File // the pictures left out: decoration, and those of the history
	IsEncrypted           bool   // a part is encrypted and stays a file
	Auto                  Auto
	Bounced               []string // of a bounce: Message-IDs of the mail that came back
	FinalRecipient        string   // of a bounce: the address that failed
}

// File is an attachment, or an inline image that is more than decoration.
type File struct {
	Name, Type string
	Data       []byte
	Inline     bool
}

var (
	errTooLarge = errors.New("the mail is over 25 MB")
	errNoMail   = errors.New("not a mail: it has no mail headers")
	errTooSlow  = errors.New("the mail takes too long to read")
)

// Read parses a raw mail. It fails if raw isn't a mail, is larger than [MaxSize] or
// takes longer than [maxTime].
func Read(raw []byte) (*Message, error) { return read(raw, newWatch(time.Now)) }

// watch is the deadline of reading a mail.
type watch struct {
	now   func() time.Time
	until time.Time
}

// newWatch gives a mail [maxTime] from now on.
func newWatch(now func() time.Time) *watch { return &watch{now, now().Add(maxTime)} }

func (w *watch) isOver() bool { return w.now().After(w.until) }

// pause runs work that doesn't count.
func (w *watch) pause(work func()) {
	start := w.now()
	work()
	w.until = w.until.Add(w.now().Sub(start))
}

func read(raw []byte, w *watch) (*Message, error) {
	if len(raw) > MaxSize {
		return nil, errTooLarge
	}
	root, err := parse(raw, w)
	if err != nil {
		return nil, err
	}
	m := &Message{}
	head := header(root.Header)
	m.readHeader(head)
	if m.MessageID == "" {
		sum := sha256.Sum256(raw)
		m.MessageID = "sha256-" + hex.EncodeToString(sum[:]) + "@none"
	}
	found := collect(root, w)
	if w.isOver() {
		return nil, errTooSlow
	}
	kind := threadKindOf(m, found.text)
	m.Body, m.Quoted = cut(found.text, kind)
	m.Auto = classify(head, m, found)
	if m.Auto == AutoBounce {
		m.readBounce(head, found)
	}
	m.keepFiles(found, kind)
	m.IsEncrypted = found.isEncrypted
	if w.isOver() {
		return nil, errTooSlow
	}
	return m, nil
}
