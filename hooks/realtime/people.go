package realtime

import (
	"slices"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// peopleFor is how long the rows of subscribers are used without reading them again.
// A change by this program is seen at once, one by another process after this time.
const peopleFor = 2 * time.Second

// people holds the rows of the subscribers, read in one query: their role, and
// whether they are blocked. The record that PocketBase keeps with a connection is
// that of the token's check.
type people struct {
	mu   sync.Mutex
	rows map[string]*core.Record // nil for somebody who is no more
	read time.Time
}

// present returns the rows of the users named.
func (p *people) present(app core.App, ids []string) (map[string]*core.Record, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	unknown := func(id string) bool { _, ok := p.rows[id]; return !ok }
	if time.Since(p.read) < peopleFor && !slices.ContainsFunc(ids, unknown) {
		return p.rows, nil
	}
	if time.Since(p.read) < peopleFor { // somebody new: the others stay
		for id := range p.rows {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	start := time.Now()
	found, err := app.FindRecordsByIds(usersCollection, ids)
	if err != nil {
		return nil, err
	}
	rows := make(map[string]*core.Record, len(ids))
	for _, id := range ids {
		rows[id] = nil
	}
	for _, row := range found {
		rows[row.Id] = row
	}
	p.rows, p.read = rows, start
	return rows, nil
}

// forget makes the next event read the rows again.
func (p *people) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.read = time.Time{}
}
