package lifecycle

import "testing"

func TestLoadSettles(t *testing.T) {
	var l load
	for i, period := range []struct {
		requests int64
		want     bool
	}{
		{0, true},
		{0, false},
		{500, false},
		{idleRequests + 1, false},
		{idleRequests, true},
		{0, false},
		{1, true}, // a monitor
		{1, true},
		{0, false},
	} {
		l.requests.Add(period.requests)
		if got := l.settled(); got != period.want {
			t.Errorf("period %d of %d requests: %v", i, period.requests, got)
		}
	}
}
