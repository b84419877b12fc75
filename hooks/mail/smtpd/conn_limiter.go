package smtpd

import (
	"crypto/tls"
	"net"
	"sync"
)

// connLimiter lets so many connections in at a time, and knows which of them have a
// mail in hand.
type connLimiter struct {
	net.Listener
	room chan struct{}

	mu     sync.Mutex
	inside map[net.Conn]bool // true: a mail is in hand
}

func newConnLimiter(l net.Listener, most int) *connLimiter {
	return &connLimiter{Listener: l, room: make(chan struct{}, most), inside: map[net.Conn]bool{}}
}

// busyReply is what one too many is told before it is sent away.
const busyReply = "421 4.7.0 Too many connections, try again later\r\n"

// Accept takes the next connection there is room for. The others are told to
// come again: a mail server does.
func (g *connLimiter) Accept() (net.Conn, error) {
	for {
		c, err := g.Listener.Accept()
		if err != nil {
			return nil, err
		}
		select {
		case g.room <- struct{}{}:
		default:
			_, _ = c.Write([]byte(busyReply)) // fits the buffer of a fresh connection
			c.Close()
			continue
		}
		guest := &limitedConn{Conn: c, gate: g}
		g.mu.Lock()
		g.inside[guest] = false
		g.mu.Unlock()
		return guest, nil
	}
}

// limitedConn is a connection that gives its place back.
type limitedConn struct {
	net.Conn
	gate *connLimiter
	once sync.Once
}

// Close gives the place back too.
func (c *limitedConn) Close() error {
	c.once.Do(func() {
		c.gate.mu.Lock()
		delete(c.gate.inside, c)
		c.gate.mu.Unlock()
		<-c.gate.room
	})
	return c.Conn.Close()
}

// setBusy notes whether a connection has a mail in hand.
func (g *connLimiter) setBusy(c net.Conn, busy bool) {
	if secure, ok := c.(*tls.Conn); ok {
		c = secure.NetConn()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, here := g.inside[c]; here {
		g.inside[c] = busy
	}
}

// closeIdle sends away whoever has no mail in hand.
func (g *connLimiter) closeIdle() { g.closeWhere(func(busy bool) bool { return !busy }) }

// closeAll sends everybody away.
func (g *connLimiter) closeAll() { g.closeWhere(func(bool) bool { return true }) }

func (g *connLimiter) closeWhere(which func(busy bool) bool) {
	g.mu.Lock()
	var away []net.Conn
	for c, busy := range g.inside {
		if which(busy) {
			away = append(away, c)
		}
	}
	g.mu.Unlock()
	for _, c := range away {
		c.Close()
	}
}
