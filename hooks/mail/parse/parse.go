// Package parse owns the reading of mails that come in: who wrote, what they have written
// now and what is mere history under it, which files came along, and whether a
// person wrote at all. It knows nothing of tasks and touches no database.
package parse

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"
)

// MaxSize is the size of the largest mail that is read.
const MaxSize = 25 << 20

// A mail beyond these is read as far as they go; the raw mail has the rest.
const (
	maxParts = 1000    // parts of one mail
	maxDepth = 20      // parts within parts
	maxText  = 1 << 20 // bytes of text, history included
	maxList  = 200     // addresses or Message-IDs in one header
)

// Auto says whether a person wrote a mail, and if not, what did.
type Auto string

// The kinds of mail that nobody wrote to us.
const (
	AutoNone   Auto = ""
	AutoReply  Auto = "reply"
	AutoBounce Auto = "bounce"
	AutoBulk   Auto = "bulk"
	AutoOwn    Auto = "own"
)

// Message is a mail, read.
type Message struct {
	MessageID             string // without brackets; made of the raw mail's hash if it has none
	From, FromName        string // the address is in lower case
	ReplyTo               string
	Recipients            []string  // To, Cc, Delivered-To, X-Original-To, Envelope-To, without doubles
	Subject               string    // decoded, one line
	InReplyTo, References []string  // without brackets
	Date                  time.Time // zero if the mail tells none that can be read
	Body                  string    // what the person has written now
	Quoted                string    // the history and signature that were cut off
	Files                 []File
	Auto                  Auto
	Bounced               []string // of a bounce: Message-IDs of the mail that came back
	FinalRecipient        string   // of a bounce: whom it did not reach
}

// File is an attachment, or a picture in the text that is more than decoration.
type File struct {
	Name, Type string
	Data       []byte
	Inline     bool
}

var (
	errTooLarge = errors.New("the mail is over 25 MB")
	errNoMail   = errors.New("this is no mail: it has none of a mail's headers")
)

// Read parses a raw mail. An error means that it is no mail at all, or over MaxSize.
func Read(raw []byte) (*Message, error) {
	if len(raw) > MaxSize {
		return nil, errTooLarge
	}
	root, err := parse(raw)
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
	found := collect(root)
	m.Auto = judge(head, m, found)
	if m.Auto == AutoBounce {
		m.readBounce(head, found)
	}
	how := passingOf(m, found.text)
	m.Body, m.Quoted = cut(found.text, how)
	m.Files = m.keepFiles(found, how)
	return m, nil
}
