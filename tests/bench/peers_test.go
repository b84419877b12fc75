package bench

import (
	"os"
	"strings"
	"testing"
	"time"

	"otklik/tests/bench/peers"
)

// TestTableOfPeers runs `make bench-peers` on a tiny firm, without Flask, for moments:
// every request of it must be answered, and every goal have a row. What it measures so
// is worth nothing.
func TestTableOfPeers(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	as := func(role string) peers.Program {
		return peers.Program{Args: []string{self}, Env: []string{roleVariable + "=" + role}}
	}
	table, err := peers.Run(t.Context(), peers.Options{Otklik: as("otklik"), Plain: as("plain"), Tasks: 100, Crowd: 2, Clients: 2, Rounds: 1, Slice: 20 * time.Millisecond, Starts: 1, Idle: 20 * time.Millisecond, Progress: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	for _, work := range []string{"journey", "creates, 2", "creates, 8", "time of create", "time of edit", "time of close", "time of comment", "start to", "memory", "queue", "listeners", "other side"} {
		if !strings.Contains(table, work) {
			t.Errorf("no row for %q in\n%s", work, table)
		}
	}
	t.Log(table)
}
