package mailbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"otklik/hooks/i18n"
	"otklik/hooks/text"
)

// account is the mailbox as it is set, and how far it has been read.
type account struct {
	id, host, security         string
	on                         bool
	port                       int
	username, password, folder string

	validity uint32 // of the numbers below; zero: never read
	last     uint32 // the number of the last mail that was taken in
	checked  time.Time
	begun    *imap.SearchCriteria // the first look at a folder; nil: by number
	next     uint32               // the number of the next mail at that look
}

// The steps of reading a mailbox, to say where it went wrong.
const (
	imapConnecting = iota
	imapLogin
	imapOpening
	imapReading
)

var (
	errIMAPClosed = errors.New("the server has closed the connection")
	errIMAPPlain  = errors.New("a password is not sent in the clear to another computer")
)

// imapDialTimeout bounds how long a server may take to answer at all.
const imapDialTimeout = 30 * time.Second

// open logs in and selects the folder. The connection ends with ctx.
func (b *account) open(ctx context.Context, came func()) (*imapclient.Client, *imap.SelectData, error) {
	client, err := b.dial(ctx, came)
	if err != nil {
		return nil, nil, b.wrap(imapConnecting, err)
	}
	context.AfterFunc(ctx, func() { client.Close() })
	if err := client.Login(b.username, b.password).Wait(); err != nil {
		client.Close()
		return nil, nil, b.wrap(imapLogin, err)
	}
	folder, err := client.Select(b.folder, nil).Wait()
	if err != nil {
		client.Close()
		return nil, nil, b.wrap(imapOpening, err)
	}
	return client, folder, nil
}

func (b *account) dial(ctx context.Context, came func()) (*imapclient.Client, error) {
	options := &imapclient.Options{UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(data *imapclient.UnilateralDataMailbox) {
			if data.NumMessages != nil && came != nil {
				came()
			}
		},
	}}
	secure := &tls.Config{ServerName: b.host, MinVersion: tls.VersionTLS12}
	dialer := net.Dialer{Timeout: imapDialTimeout}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(b.host, strconv.Itoa(b.port)))
	if err != nil {
		return nil, err
	}
	switch b.security {
	case "none":
		if at, ok := conn.RemoteAddr().(*net.TCPAddr); !ok || !at.IP.IsLoopback() {
			conn.Close()
			return nil, errIMAPPlain
		}
		return imapclient.New(conn, options), nil
	case "starttls":
		options.TLSConfig = secure
		return imapclient.NewStartTLS(conn, options)
	}
	wrapped := tls.Client(conn, secure)
	shake, cancel := context.WithTimeout(ctx, imapDialTimeout)
	defer cancel()
	if err := wrapped.HandshakeContext(shake); err != nil {
		conn.Close()
		return nil, err
	}
	return imapclient.New(wrapped, options), nil
}

// wrap says what went wrong for the administrator. The password is nowhere in
// it, even if a server should repeat it.
func (b *account) wrap(step int, err error) error {
	if err == nil {
		return nil
	}
	answer := err.Error()
	if said := (*imap.Error)(nil); errors.As(err, &said) && said.Text != "" {
		answer = said.Text
	}
	if b.password != "" {
		answer = strings.ReplaceAll(answer, b.password, "…")
	}
	return &i18n.Error{Cause: err, Message: i18n.Message{Key: describeFailure(step, err), Params: i18n.Params{
		"host": b.host, "server": net.JoinHostPort(b.host, strconv.Itoa(b.port)), "folder": b.folder, "answer": text.Clip(answer, maxErrorText),
	}}}
}

// maxErrorText is how much is kept of what a server says, in runes.
const maxErrorText = 1000

// describeFailure is the key of what went wrong.
func describeFailure(step int, err error) string {
	var unknown *net.DNSError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &unknown):
		return "failure.imap_unknown"
	case errors.As(err, &certificate), errors.As(err, new(x509.HostnameError)):
		return "failure.imap_certificate"
	case errors.As(err, &record):
		return "failure.imap_no_tls"
	case errors.Is(err, errIMAPPlain):
		return "failure.imap_plain"
	case step == imapConnecting:
		return "failure.imap_silent"
	case step == imapLogin:
		return "failure.imap_login"
	case step == imapOpening:
		return "failure.imap_folder"
	}
	return "failure.imap_broken"
}
