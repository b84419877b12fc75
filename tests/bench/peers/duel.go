package peers

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"golang.org/x/sync/errgroup"
)

// toleratedFailures is which part of the requests to a server may fail: a busy
// database is an answer too, but a server that answers nothing else is not measured.
const toleratedFailures = 0.01

// workload is what some people do at each server in turn.
type workload struct {
	name    string
	hands   int
	manager bool          // all hands are the manager's, not a client each
	people  []account     // whose hands they are; nil: those who are next
	slice   time.Duration // of each server
	ready   func(h *hand) error
	next    func(h *hand) step
}

// step is one request. A step without a name is neither timed nor counted; one that
// does nothing says that the hand has nothing left to do in this slice.
type step struct {
	name string
	do   func() error
}

// hand is one of those who work at the same time.
type hand struct {
	person
	consultant taker // who takes its tasks; nil where nobody has to
	firm       *firm
	rand       *rand.Rand
	at         int      // the step of a journey
	id         string   // the task in hand
	stock      []string // tasks for a slice
}

// duel gives each of the servers slices of a workload, in turn. The first round warms
// them up and does not count.
func (b *bench) duel(ctx context.Context, w workload, servers ...*server) (scores []*score, err error) {
	b.say("%s, %d at once", w.name, w.hands)
	if err := settleAll(ctx, b.Idle, servers...); err != nil {
		return nil, err
	}
	people := b.nextPeople(w)
	for _, s := range servers {
		hands, err := b.hands(s, people)
		if err != nil {
			return nil, err
		}
		scores = append(scores, &score{server: s, hands: hands})
	}
	for round := range b.Rounds + 1 {
		for i := range scores {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if err := scores[(i+round)%len(scores)].slice(w, round > 0); err != nil {
				return nil, err
			}
		}
	}
	for _, s := range scores {
		if float64(s.failed) > toleratedFailures*float64(len(s.took)) {
			return nil, fmt.Errorf("%s at %s: %d answers and %d failures, the first: %w", w.name, s.server.name, len(s.took), s.failed, s.why)
		}
		b.say("  %-20s %7.1f/s  p50 %6.1f  p99 %6.1f ms  processor %6.2f ms", s.server.name, s.rate(), s.quantile(.5), s.quantile(.99), s.cost())
	}
	return scores, nil
}

// nextPeople returns who works next: the manager, or clients who have not yet, as far
// as there are any, or those of the workload. Nobody creates thousands of tasks a day, and a client who does is
// slower: the server counts them.
func (b *bench) nextPeople(w workload) []account {
	if w.people != nil {
		return w.people
	}
	people := make([]account, w.hands)
	for i := range people {
		if people[i] = b.firm.manager; !w.manager {
			people[i] = b.firm.clients[b.turn%min(b.Clients, len(b.firm.clients))]
			b.turn++
		}
	}
	return people
}

// hands logs in those who work at a server.
func (b *bench) hands(s *server, people []account) ([]*hand, error) {
	hands := make([]*hand, len(people))
	var group errgroup.Group
	group.SetLimit(4)
	consultant, err := b.taker(s)
	if err != nil {
		return nil, err
	}
	for i, who := range people {
		h := &hand{consultant: consultant, firm: b.firm, rand: rand.New(rand.NewPCG(uint64(i), 1))}
		hands[i] = h
		work := func() (err error) {
			h.person, err = s.login(who)
			return err
		}
		if i == 0 { // the manager's other hands find the manager logged in
			if err := work(); err != nil {
				return nil, err
			}
			continue
		}
		group.Go(work)
	}
	return hands, group.Wait()
}

// taker returns the consultant of a server where a task must be taken before it can be
// rated, or nil.
func (b *bench) taker(s *server) (taker, error) {
	p, err := s.login(b.firm.consultants[0])
	if err != nil {
		return nil, err
	}
	t, _ := p.(taker)
	return t, nil
}
