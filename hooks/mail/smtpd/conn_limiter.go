package smtpd

import (
	"crypto/tls"
	"net"
	"net/netip"
	"sync"
	"time"

	"otklik/hooks/network"
)

// connLimits are the limits of connections. A limit of 0 is none.
type connLimits struct {
	most    int           // open connections
	perHost int           // of them from one host
	read    time.Duration // how long the other side may be silent
	mail    time.Duration // how long it may take to bring a mail, or the next one
}

// connLimiter is a listener that limits the number of open connections, and knows
// which of them are receiving a mail.
type connLimiter struct {
	net.Listener
	limits connLimits

	mu    sync.Mutex
	open  map[net.Conn]bool // whether a mail is being received
	hosts map[string]int    // how many connections a host has
}

func newConnLimiter(l net.Listener, limits connLimits) *connLimiter {
	return &connLimiter{Listener: l, limits: limits, open: map[net.Conn]bool{}, hosts: map[string]int{}}
}

// busyReply is the response to a connection over the limit.
const busyReply = "421 4.7.0 Too many connections, try again later\r\n"

// Accept returns the next connection within the limits. Others are closed with a
// temporary error, after which a mail server tries again.
func (l *connLimiter) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		limited := &limitedConn{Conn: c, limiter: l, host: hostOf(c.RemoteAddr())}
		limited.extend()
		if !l.admit(limited) {
			_, _ = c.Write([]byte(busyReply)) // fits the send buffer of a new connection
			c.Close()
			continue
		}
		return limited, nil
	}
}

// admit takes a place for a connection, if there is one.
func (l *connLimiter) admit(c *limitedConn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.open) >= l.limits.most || l.limits.perHost > 0 && c.host != "" && l.hosts[c.host] >= l.limits.perHost {
		return false
	}
	l.open[c] = false
	l.hosts[c.host]++
	return true
}

// hostOf returns the host at the other side; empty for a Unix socket.
func hostOf(address net.Addr) string {
	at, err := netip.ParseAddrPort(address.String())
	if err != nil {
		return ""
	}
	return network.HostOf(at.Addr().String())
}

// limitedConn is a connection that frees its place when it is closed.
type limitedConn struct {
	net.Conn
	limiter *connLimiter
	host    string
	once    sync.Once

	mu    sync.Mutex
	until time.Time // when the mail must be there
}

// Read ends with a timeout when the other side is silent for too long, or takes too
// long for a mail by bringing a byte at a time.
func (c *limitedConn) Read(b []byte) (int, error) {
	c.mu.Lock()
	until := c.until
	c.mu.Unlock()
	if silent := time.Now().Add(c.limiter.limits.read); silent.Before(until) {
		until = silent
	}
	if err := c.Conn.SetReadDeadline(until); err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}

// SetReadDeadline does nothing: Read sets the deadline.
func (c *limitedConn) SetReadDeadline(time.Time) error { return nil }

// extend grants the time for the next mail.
func (c *limitedConn) extend() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.until = time.Now().Add(c.limiter.limits.mail)
}

// Close closes the connection and frees its place.
func (c *limitedConn) Close() error {
	c.once.Do(func() {
		c.limiter.mu.Lock()
		defer c.limiter.mu.Unlock()
		delete(c.limiter.open, c)
		if c.limiter.hosts[c.host]--; c.limiter.hosts[c.host] == 0 {
			delete(c.limiter.hosts, c.host)
		}
	})
	return c.Conn.Close()
}

// limited returns the connection of ours below c.
func limited(c net.Conn) net.Conn {
	if secure, ok := c.(*tls.Conn); ok {
		return secure.NetConn()
	}
	return c
}

// setBusy records whether a connection is receiving a mail.
func (l *connLimiter) setBusy(c net.Conn, busy bool) {
	c = limited(c)
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, ok := l.open[c]; ok {
		l.open[c] = busy
	}
}

// tookMail grants a connection that has brought a mail the time for the next one.
func (l *connLimiter) tookMail(c net.Conn) {
	if ours, ok := limited(c).(*limitedConn); ok {
		ours.extend()
	}
}

// closeIdle closes the connections that aren't receiving a mail.
func (l *connLimiter) closeIdle() { l.closeWhere(func(busy bool) bool { return !busy }) }

// closeAll closes all connections.
func (l *connLimiter) closeAll() { l.closeWhere(func(bool) bool { return true }) }

func (l *connLimiter) closeWhere(which func(busy bool) bool) {
	l.mu.Lock()
	var matching []net.Conn
	for c, busy := range l.open {
		if which(busy) {
			matching = append(matching, c)
		}
	}
	l.mu.Unlock()
	for _, c := range matching {
		c.Close()
	}
}
