package smtpd

import (
	"bytes"
	"io"
	"strings"

	"github.com/emersion/go-smtp"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/mail/inbox"
	"otklik/hooks/text"
)

// session is the talk with one sender.
type session struct {
	app  core.App
	gate *connLimiter
	conn *smtp.Conn
	via  string

	from string
	to   []string
}

// What the sender is told.
var (
	errNoSuchUser = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such user here"}
	errNotSetUp   = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 5}, Message: "The address of the desk is not set yet, try again later"}
	errTryAgain   = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "The mail could not be kept, try again later"}
	errMailLoop   = &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 4, 6}, Message: "The mail goes round in circles"}
)

// Reset forgets the mail that has been begun; it comes after the answer about
// one that was taken, so that none is cut off when the program stops.
func (s *session) Reset() {
	s.from, s.to = "", nil
	s.gate.setBusy(s.conn.Conn(), false)
}

// Logout has nothing to give back.
func (s *session) Logout() error { return nil }

// Mail notes the sender; an empty one is that of a delivery report.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

// Rcpt takes mails to the address of the desk and nobody else's: this is no
// relay. A token that is wrong is let in, for the mail is to wait for a manager
// and not to vanish.
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
	s.gate.setBusy(s.conn.Conn(), true) // here, for after DATA the sender is answered before we are asked
	return nil
}

// isDeskAddress is true of the desk's own address, with or without a mark.
func isDeskAddress(to, address string) bool {
	to, address = strings.ToLower(to), strings.ToLower(address)
	at, desk := strings.LastIndexByte(to, '@'), strings.LastIndexByte(address, '@')
	if at < 0 || desk < 0 || to[at:] != address[desk:] {
		return false
	}
	rest, ok := strings.CutPrefix(to[:at], address[:desk])
	return ok && (rest == "" || rest[0] == '+')
}

// Data takes the mail in and acknowledges it once it is kept.
func (s *session) Data(r io.Reader) error {
	return s.receive(r)
}

// LMTPData answers for each recipient; all share the one mail and its fate.
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
	if err := inbox.Receive(s.app, inbox.Arrival{Raw: raw.Bytes(), EnvelopeTo: s.to, Via: s.via}); err != nil {
		s.app.Logger().Error("A mail can't be kept", "error", err)
		return errTryAgain
	}
	return nil
}

// maxHops is how many servers a mail may have come through.
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
