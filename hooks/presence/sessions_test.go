package presence

import (
	"testing"
	"time"
)

// Sessions and typing states expire; the announcement is at second 0.
func TestSessionsExpire(t *testing.T) {
	for _, row := range []struct {
		connection, state string
		at                time.Duration
		present, typing   bool
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
		p.join(s, row.state, start)
		for range 2 { // before and after expired sessions are removed
			users, _ := p.peopleAt("t", start.Add(row.at))
			typing, present := users["u"]
			if present != row.present || typing != row.typing {
				t.Errorf("%q %s after %s: present %v, typing %v", row.connection, row.state, row.at, present, typing)
			}
			p.expired(s, start.Add(row.at))
		}
		clear(p.sessions) // so that its timers find nothing
	}
}

// A renewed typing state does not expire with its first announcement.
func TestTypingIsRenewed(t *testing.T) {
	p := newPresence(nil)
	s, start := session{"t", "u", "c"}, time.Now()
	if !p.join(s, presenceTyping, start) || p.join(s, presenceTyping, start.Add(3*time.Second)) {
		t.Error("only the first announcement changes the audience")
	}
	if p.expired(s, start.Add(6*time.Second)) {
		t.Error("it has expired early")
	}
	if !p.expired(s, start.Add(9*time.Second)) || p.expired(s, start.Add(9*time.Second)) {
		t.Error("it must expire once")
	}
	clear(p.sessions)
}

func TestTurnsGrow(t *testing.T) {
	p := newPresence(nil)
	_, first := p.peopleAt("t", time.Now())
	_, second := p.peopleAt("t", time.Now())
	if second <= first {
		t.Errorf("%d, then %d", first, second)
	}
}
