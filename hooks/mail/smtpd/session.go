package smtpd

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/emersion/go-smtp"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/mail/inbox"
	"otklik/hooks/text"
)

// session is the SMTP or LMTP session of one connection.
type session struct {
	app     core.App
	limiter *connLimiter
	conn    *smtp.Conn
	via     string

	from string
	to   []string
}

// The error responses to the sender.
var (
	errNoSuchUser = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such user here"}
	errNotSetUp   = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 5}, Message: "The address of the desk is not set yet, try again later"}
	errTryAgain   = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "The mail could not be kept, try again later"}
	errNoRoom     = &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 3, 1}, Message: "Too many mails of unknown senders wait, try again later"}
	errMailLoop   = &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 4, 6}, Message: "The mail goes round in circles"}
)

// Reset discards the current envelope. The server calls it after the response to a
// mail, so the connection stays busy until then and a shutdown cuts no mail off.
func (s *session) Reset() {
	s.from, s.to = "", nil
	s.limiter.setBusy(s.conn.Conn(), false)
}

// Logout has no resources to free.
func (s *session) Logout() error { return nil }

// Mail sets the envelope sender; that of a delivery report is empty.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

// Rcpt accepts only the address of the desk: this is no relay. An address with an
// invalid token is accepted too: the mail is held for a manager instead of being
// lost.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	mailbox, err := s.app.FindFirstRecordByFilter("mailbox", "id != ''")
	if err != nil {
		s.app.Logger().Error("The mailbox can't be read", "error", err)
		return errTryAgain
	}
	address := mailbox.GetString("address")
	if address == "" {
		return errNotSetUp
	}
	if !isDeskAddress(to, address) {
		return errNoSuchUser
	}
	s.to = append(s.to, to)
	s.limiter.setBusy(s.conn.Conn(), true) // here, because the server responds to DATA before it calls us
	return nil
}

// isDeskAddress reports whether to is the desk's address, with or without a
// +suffix.
func isDeskAddress(to, address string) bool {
	to, address = text.CanonicalDomain(strings.ToLower(to)), text.CanonicalDomain(strings.ToLower(address))
	at, desk := strings.LastIndexByte(to, '@'), strings.LastIndexByte(address, '@')
	if at < 0 || desk < 0 || to[at:] != address[desk:] {
		return false
	}
	rest, ok := strings.CutPrefix(to[:at], address[:desk])
	return ok && (rest == "" || rest[0] == '+')
}

// Data receives the mail and acknowledges it once it is saved.
func (s *session) Data(r io.Reader) error {
	return s.receive(r)
}

// LMTPData receives the mail and returns the same status for each recipient.
func (s *session) LMTPData(r io.Reader, status smtp.StatusCollector) error {
	err := s.receive(r)
	for _, to := range s.to {
		status.SetStatus(to, err)
	}
	return err
}

func (s *session) receive(r io.Reader) error {
	var raw bytes.Buffer
	raw.WriteString("Return-Path: <" + text.OneLine(s.from) + ">\r\n")
	if _, err := raw.ReadFrom(r); err != nil {
		return err
	}
	if countHops(raw.Bytes()) > maxHops {
		return errMailLoop
	}
	err := inbox.Receive(s.app, inbox.Arrival{Raw: raw.Bytes(), EnvelopeTo: s.to, Via: s.via})
	if errors.Is(err, inbox.ErrNoRoom) {
		return errNoRoom
	}
	if err != nil {
		s.app.Logger().Error("A mail can't be saved", "error", err)
		return errTryAgain
	}
	s.limiter.tookMail(s.conn.Conn())
	return nil
}

// maxHops is how many Received headers a mail may have.
const maxHops = 60

func countHops(raw []byte) int {
	n := 0
	for _, line := range inbox.HeaderLines(raw) {
		if len(line) > 9 && strings.EqualFold(line[:9], "Received:") {
			n++
		}
	}
	return n
}

var _ smtp.LMTPSession = (*session)(nil)
