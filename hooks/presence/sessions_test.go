package presence

import (
	"testing"
	"time"
)

// TestSeats is what a seat is worth as time goes by; a fresh one is announced
// at second 0.
func TestSeats(t *testing.T) {
	for _, row := range []struct {
		connection, said string
		at               time.Duration
		there, typing    bool
	}{
		{"c", presenceOpen, 0, true, false},
		{"c", presenceOpen, 24 * time.Hour, true, false}, // as long as its connection
		{"c", presenceTyping, 5 * time.Second, true, true},
		{"c", presenceTyping, 6 * time.Second, true, false},
		{"c", presenceLeft, 0, false, false},
		{"", presenceOpen, 59 * time.Second, true, false},
		{"", presenceOpen, time.Minute, false, false},
		{"", presenceTyping, 5 * time.Second, true, true},
		{"", presenceTyping, 7 * time.Second, true, false},
	} {
		p := newPresence(nil)
		start := time.Now()
		s := session{task: "t", user: "u", connection: row.connection}
		p.join(s, row.said, start)
		for range 2 { // read as it is, then after what has run out was cleared
			users, _ := p.peopleAt("t", start.Add(row.at))
			typing, there := users["u"]
			if there != row.there || typing != row.typing {
				t.Errorf("%q %s after %s: there %v, typing %v", row.connection, row.said, row.at, there, typing)
			}
			p.expired(s, start.Add(row.at))
		}
		clear(p.seats) // so that its timers find nothing
	}
}

// A typing that is renewed does not run out with the first sign of it.
func TestTypingIsRenewed(t *testing.T) {
	p := newPresence(nil)
	s, start := session{"t", "u", "c"}, time.Now()
	if !p.join(s, presenceTyping, start) || p.join(s, presenceTyping, start.Add(3*time.Second)) {
		t.Error("the first is news, the second is not")
	}
	if p.expired(s, start.Add(6*time.Second)) {
		t.Error("it has run out early")
	}
	if !p.expired(s, start.Add(9*time.Second)) || p.expired(s, start.Add(9*time.Second)) {
		t.Error("it must run out once")
	}
	clear(p.seats)
}

func TestTurnsGrow(t *testing.T) {
	p := newPresence(nil)
	_, first := p.peopleAt("t", time.Now())
	_, second := p.peopleAt("t", time.Now())
	if second <= first {
		t.Errorf("%d, then %d", first, second)
	}
}
