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

// account holds the settings of the mailbox and the progress of reading it.
type account struct {
	id, host, security         string
	on                         bool
	port                       int
	username, password, folder string

	validity   uint32               // the folder's UIDVALIDITY; 0 if it was never read
	last       uint32               // the UID of the last mail received
	checked    time.Time            // when the mailbox was last checked
	updated    time.Time            // when the record had been saved that was read
	firstCheck *imap.SearchCriteria // of the first check of a folder; nil after it
	next       uint32               // the folder's UIDNEXT at the first check
}

// isSame reports whether the settings are those of other.
func (b *account) isSame(other *account) bool {
	return b.on == other.on && b.host == other.host && b.port == other.port && b.security == other.security && b.username == other.username &&
		b.password == other.password && b.folder == other.folder
}

// The steps of reading a mailbox, for error messages.
const (
	imapConnecting = iota
	imapLogin
	imapOpening
	imapReading
)

var (
	errIMAPClosed = errors.New("the server has closed the connection")
	errIMAPEmpty  = errors.New("the server has sent no mail")
	errIMAPPlain  = errors.New("refusing to send a password unencrypted to another host")
)

// imapDialTimeout is the limit of connecting, and of the TLS handshake.
const imapDialTimeout = 30 * time.Second

// open logs in and selects the folder. The connection is closed when ctx is done.
// onMail is called when the server announces a mail; it may be nil.
func (b *account) open(ctx context.Context, onMail func()) (*imapclient.Client, *imap.SelectData, error) {
	client, err := b.dial(ctx, onMail)
	if err != nil {
		return nil, nil, b.wrap(imapConnecting, err)
	}
	context.AfterFunc(ctx, func() { client.Close() })
	defer limitTime(client)()
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

func (b *account) dial(ctx context.Context, onMail func()) (*imapclient.Client, error) {
	options := &imapclient.Options{UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(data *imapclient.UnilateralDataMailbox) {
			if data.NumMessages != nil && onMail != nil {
				onMail()
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
	handshake, cancel := context.WithTimeout(ctx, imapDialTimeout)
	defer cancel()
	if err := wrapped.HandshakeContext(handshake); err != nil {
		conn.Close()
		return nil, err
	}
	return imapclient.New(wrapped, options), nil
}

// wrap turns an error into a message for the administrator. It removes the
// password, which a server's response might repeat.
func (b *account) wrap(step int, err error) error {
	if err == nil {
		return nil
	}
	answer := err.Error()
	if response := (*imap.Error)(nil); errors.As(err, &response) && response.Text != "" {
		answer = response.Text
	}
	if b.password != "" {
		answer = strings.ReplaceAll(answer, b.password, "…")
	}
	return &i18n.Error{Cause: err, Message: i18n.Message{Key: describeFailure(step, err), Params: i18n.Params{
		"host": b.host, "server": net.JoinHostPort(b.host, strconv.Itoa(b.port)), "folder": b.folder, "answer": text.Clip(answer, maxErrorText),
	}}}
}

// maxErrorText is the limit of a server's response in an error, in characters.
const maxErrorText = 1000

// describeFailure returns the key of the error's message.
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
