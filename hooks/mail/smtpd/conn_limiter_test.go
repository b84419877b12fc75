package smtpd

import (
	"errors"
	"net"
	"os"
	"testing"
	"time"
)

func TestHostOf(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7:25": "192.0.2.7", "[::ffff:192.0.2.7]:25": "192.0.2.7",
		"[2001:db8:1:2:3::4]:25": "2001:db8:1:2::/64", "[2001:db8:1:2::9]:1": "2001:db8:1:2::/64", "[fe80::1%eth0]:25": "fe80::/64", "@": "",
	} {
		if got := hostOf(namedAddr(address)); got != want {
			t.Errorf("%s is of %q, want %q", address, got, want)
		}
	}
}

type namedAddr string

func (namedAddr) Network() string  { return "" }
func (a namedAddr) String() string { return string(a) }

// A sender who brings a byte at a time is cut off, and gets time again for a mail
// that it has brought.
func TestMailTakesNoLongerThanItMay(t *testing.T) {
	const forMail = 300 * time.Millisecond
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	limiter := newConnLimiter(listener, connLimits{most: 5, read: time.Minute, mail: forMail})
	defer limiter.Close()
	slow, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	go func() {
		for err := error(nil); err == nil; time.Sleep(forMail / 30) {
			_, err = slow.Write([]byte("x"))
		}
	}()
	c, err := limiter.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetReadDeadline(time.Now().Add(time.Hour)) // as the SMTP library does before each line
	readAll := func() time.Duration {
		start := time.Now()
		for {
			if _, err := c.Read(make([]byte, 10)); errors.Is(err, os.ErrDeadlineExceeded) {
				return time.Since(start)
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
	if took := readAll(); took > 20*forMail {
		t.Errorf("it took %s", took)
	}
	limiter.tookMail(c)
	if took := readAll(); took < forMail/2 {
		t.Errorf("cut off after %s", took)
	}
}

func TestSilenceIsLimited(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	limiter := newConnLimiter(listener, connLimits{most: 5, read: 50 * time.Millisecond, mail: time.Hour})
	defer limiter.Close()
	silent, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	c, err := limiter.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error(err)
	}
}
