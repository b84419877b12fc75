package smtpd

import (
	"crypto/tls"
	"net"
	"sync"
)

// connLimiter is a listener that limits the number of open connections, and knows
// which of them are receiving a mail.
type connLimiter struct {
	net.Listener
	slots chan struct{}

	mu   sync.Mutex
	open map[net.Conn]bool // whether a mail is being received
}

func newConnLimiter(l net.Listener, most int) *connLimiter {
	return &connLimiter{Listener: l, slots: make(chan struct{}, most), open: map[net.Conn]bool{}}
}

// busyReply is the response to a connection over the limit.
const busyReply = "421 4.7.0 Too many connections, try again later\r\n"

// Accept returns the next connection within the limit. Others are closed with a
// temporary error, after which a mail server tries again.
func (l *connLimiter) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		select {
		case l.slots <- struct{}{}:
		default:
			_, _ = c.Write([]byte(busyReply)) // fits the send buffer of a new connection
			c.Close()
			continue
		}
		limited := &limitedConn{Conn: c, limiter: l}
		l.mu.Lock()
		l.open[limited] = false
		l.mu.Unlock()
		return limited, nil
	}
}

// limitedConn is a connection that frees its slot when it is closed.
type limitedConn struct {
	net.Conn
	limiter *connLimiter
	once    sync.Once
}

// Close closes the connection and frees its slot.
func (c *limitedConn) Close() error {
	c.once.Do(func() {
		c.limiter.mu.Lock()
		delete(c.limiter.open, c)
		c.limiter.mu.Unlock()
		<-c.limiter.slots
	})
	return c.Conn.Close()
}

// setBusy records whether a connection is receiving a mail.
func (l *connLimiter) setBusy(c net.Conn, busy bool) {
	if secure, ok := c.(*tls.Conn); ok {
		c = secure.NetConn()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, ok := l.open[c]; ok {
		l.open[c] = busy
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
