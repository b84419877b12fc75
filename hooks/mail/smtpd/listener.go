// Package smtpd owns the listener that receives mail by SMTP and LMTP.
package smtpd

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/lifecycle"
	"otklik/hooks/mail/inbox"
	"otklik/hooks/mail/parse"
	"otklik/hooks/signing"
)

// Config configures the listener, which receives mail from the mail server of the
// firm or directly from the senders.
type Config struct {
	// Address is host:port for SMTP, lmtp://host:port or the path of a Unix
	// socket for LMTP. An empty address disables the listener.
	Address string

	// CertFile and KeyFile enable STARTTLS. They are read for each handshake, so
	// that a renewed certificate needs no restart.
	CertFile, KeyFile string
}

// The limits of the listener.
const (
	maxConnections  = 50
	maxPerHost      = 10 // of them: one host must not hold all places
	maxRecipients   = 100
	maxLine         = 1 << 20          // bytes, of a mail's lines too: some programs never break them
	headerAllowance = 1 << 10          // bytes for the header that we add to a mail
	timeout         = 2 * time.Minute  // of silence
	mailTimeout     = 10 * time.Minute // for a mail, or until the next one
	shutdownGrace   = 4 * time.Second  // for the mails being received when the program stops
)

// listenerKey is the key of the listener in the application's store.
const listenerKey = "otklikMailIn"

// Register starts the listener with the server. An address in use or an unreadable
// certificate fails the start. config.Address becomes the actual address.
func Register(app core.App, config *Config) {
	if config == nil {
		return
	}
	app.OnServe().Bind(&hook.Handler[*core.ServeEvent]{Id: listenerKey, Func: func(e *core.ServeEvent) error {
		if config.Address == "" {
			return e.Next()
		}
		l, err := listen(app, *config)
		if err != nil {
			return err
		}
		config.Address = l.address() // with the actual port, if it was 0
		app.Store().Set(listenerKey, l)
		go l.serve()
		return e.Next()
	}})
	lifecycle.OnStop(app, listenerKey, func() <-chan struct{} {
		l, ok := app.Store().Get(listenerKey).(*mailListener)
		if !ok {
			return nil
		}
		app.Store().Remove(listenerKey)
		done := make(chan struct{})
		go func() {
			defer close(done)
			l.stop()
		}()
		return done
	})
}

// IsListening reports whether the listener is running.
func IsListening(app core.App) bool { return app.Store().Has(listenerKey) }

// mailListener is the listener with its connections.
type mailListener struct {
	server  *smtp.Server
	limiter *connLimiter
	log     *slog.Logger
}

func listen(app core.App, config Config) (*mailListener, error) {
	network, address, isLMTP := parseAddress(config.Address)
	secure, err := tlsConfig(config)
	if err != nil {
		return nil, err
	}
	removeStaleSocket(network, address)
	listener, err := net.Listen(network, address)
	if err != nil {
		return nil, err
	}
	if network == "unix" {
		if err := os.Chmod(address, 0o666); err != nil { // the directory's mode restricts access
			return nil, err
		}
	}
	limits := connLimits{most: maxConnections, perHost: maxPerHost, read: timeout, mail: mailTimeout}
	if isLMTP {
		limits.perHost = 0 // it is spoken by our own mail server alone
	}
	l := &mailListener{limiter: newConnLimiter(listener, limits), log: app.Logger()}
	s := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{app: app, limiter: l.limiter, conn: c, via: protocolOf(isLMTP)}, nil
	}))
	s.LMTP, s.TLSConfig, s.Domain = isLMTP, secure, greetingName()
	s.MaxMessageBytes, s.MaxRecipients, s.MaxLineLength = parse.MaxSize-headerAllowance, maxRecipients, maxLine
	s.ReadTimeout, s.WriteTimeout = timeout, timeout
	s.EnableSMTPUTF8 = true
	s.ErrorLog = slog.NewLogLogger(app.Logger().Handler(), slog.LevelWarn)
	l.server = s
	return l, nil
}

// parseAddress parses [Config.Address].
func parseAddress(s string) (network, address string, isLMTP bool) {
	switch {
	case strings.HasPrefix(s, "unix:"):
		return "unix", strings.TrimPrefix(strings.TrimPrefix(s, "unix:"), "//"), true
	case strings.HasPrefix(s, "lmtp:///"):
		return "unix", strings.TrimPrefix(s, "lmtp://"), true
	case strings.HasPrefix(s, "lmtp://"):
		return "tcp", strings.TrimPrefix(s, "lmtp://"), true
	case strings.HasPrefix(s, "/"), strings.HasPrefix(s, "./"):
		return "unix", s, true
	}
	return "tcp", strings.TrimPrefix(s, "smtp://"), false
}

func protocolOf(isLMTP bool) string {
	if isLMTP {
		return inbox.ViaLMTP
	}
	return inbox.ViaSMTP
}

// tlsConfig returns the configuration of STARTTLS; nil without a certificate.
func tlsConfig(config Config) (*tls.Config, error) {
	if config.CertFile == "" && config.KeyFile == "" {
		return nil, nil
	}
	read := func() (*tls.Certificate, error) {
		pair, err := tls.LoadX509KeyPair(config.CertFile, config.KeyFile)
		return &pair, err
	}
	if _, err := read(); err != nil {
		return nil, fmt.Errorf("сертификат для приёма почты не читается: %w", err)
	}
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return read() },
	}, nil
}

// removeStaleSocket removes a socket that an earlier run has left behind.
func removeStaleSocket(network, path string) {
	if network != "unix" {
		return
	}
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&os.ModeSocket == 0 {
		return
	}
	if c, err := net.DialTimeout(network, path, time.Second); err == nil {
		c.Close() // in use: net.Listen reports it
		return
	}
	_ = os.Remove(path)
}

func greetingName() string {
	if name, err := os.Hostname(); err == nil && signing.DomainPattern.MatchString(name) {
		return name
	}
	return "localhost"
}

func (l *mailListener) address() string {
	a := l.limiter.Addr()
	switch {
	case a.Network() == "unix":
		return "unix:" + a.String()
	case l.server.LMTP:
		return "lmtp://" + a.String()
	}
	return a.String()
}

func (l *mailListener) serve() {
	if err := l.server.Serve(l.limiter); err != nil {
		l.log.Error("The mail listener has failed", "error", err)
	}
}

// stop closes idle connections, lets the mails being received be finished and
// acknowledged within [shutdownGrace], and closes the rest.
func (l *mailListener) stop() {
	l.limiter.closeIdle()
	ctx, cancel := context.WithTimeout(context.Background(), shutdownGrace)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = l.server.Shutdown(ctx)
	}()
	for {
		select {
		case <-done:
			l.limiter.closeAll()
			return
		case <-time.After(20 * time.Millisecond):
			l.limiter.closeIdle()
		}
	}
}
