package desk

import (
	"testing"
	"time"
)

func TestMistakesDecide(t *testing.T) {
	for _, row := range []struct {
		name, host, all int
		refused         time.Duration
		delay           time.Duration
	}{
		{0, 0, 0, 0, 0},
		{9, 9, 199, 0, 0},
		{10, 10, 10, time.Minute, 0},
		{0, 30, 0, 0, 0},
		{2, 30, 2, 0, 0},
		{3, 29, 3, 0, 0},
		{3, 30, 3, time.Hour, 0},
		{0, 0, 200, 0, time.Second},
		{0, 0, 249, 0, time.Second},
		{0, 0, 250, 0, 2 * time.Second},
		{0, 0, 400, 0, 5 * time.Second},
		{0, 0, 1 << 40, 0, 5 * time.Second},
	} {
		m := mistakes{name: row.name, host: row.host, all: row.all, nameLeft: time.Minute, hostLeft: time.Hour}
		if got := m.refusedFor(); got != row.refused {
			t.Errorf("%+v is refused for %s, want %s", m, got, row.refused)
		}
		if got := m.delay(); got != row.delay {
			t.Errorf("%+v waits %s, want %s", m, got, row.delay)
		}
	}
}
