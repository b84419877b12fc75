package hooks

import (
	"crypto/tls"
	"net"
	"sync"
)

// gate lets so many connections in at a time, and knows which of them have a
// mail in hand.
type gate struct {
	net.Listener
	room chan struct{}

	mu     sync.Mutex
	inside map[net.Conn]bool // true: a mail is in hand
}

func newGate(l net.Listener, most int) *gate {
	return &gate{Listener: l, room: make(chan struct{}, most), inside: map[net.Conn]bool{}}
}

// tooBusy is what one too many is told before it is sent away.
const tooBusy = "421 4.7.0 Too many connections, try again later\r\n"

// Accept takes the next connection there is room for. The others are told to
// come again: a mail server does.
func (g *gate) Accept() (net.Conn, error) {
	for {
		c, err := g.Listener.Accept()
		if err != nil {
			return nil, err
		}
		select {
		case g.room <- struct{}{}:
		default:
			_, _ = c.Write([]byte(tooBusy)) // fits the buffer of a fresh connection
			c.Close()
			continue
		}
		guest := &guest{Conn: c, gate: g}
		g.mu.Lock()
		g.inside[guest] = false
		g.mu.Unlock()
		return guest, nil
	}
}

// guest is a connection that gives its place back.
type guest struct {
	net.Conn
	gate *gate
	once sync.Once
}

// Close gives the place back too.
func (c *guest) Close() error {
	c.once.Do(func() {
		c.gate.mu.Lock()
		delete(c.gate.inside, c)
		c.gate.mu.Unlock()
		<-c.gate.room
	})
	return c.Conn.Close()
}

// hold notes whether a connection has a mail in hand.
func (g *gate) hold(c net.Conn, busy bool) {
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
func (g *gate) closeIdle() { g.closeWhere(func(busy bool) bool { return !busy }) }

// closeAll sends everybody away.
func (g *gate) closeAll() { g.closeWhere(func(bool) bool { return true }) }

func (g *gate) closeWhere(which func(busy bool) bool) {
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
