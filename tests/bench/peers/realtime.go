package peers

import (
	"context"
	"fmt"
	"time"
)

const (
	writers     = 20
	subscribers = 200
	pace        = time.Second // between two comments of a writer
)

// realtime measures comments that others listen to: of 200 people only the writer and
// the consultant may hear of one.
func (b *bench) realtime(ctx context.Context, d *desks) error {
	if _, err := d.live.start(ctx); err != nil {
		return err
	}
	people := append(b.firm.consultants[:1:1], b.nextPeople(workload{hands: min(subscribers-1, b.Clients, len(b.firm.clients))})...)
	audience, err := b.listen(ctx, d.live, people)
	if err != nil {
		return err
	}
	defer audience.stop()
	talk := comments(b.Crowd, b.Slice)
	talk.people = people[1:min(1+b.Crowd, len(people))]
	scores, err := b.duel(ctx, talk, d.otklik, d.live)
	if err != nil {
		return err
	}
	none, all := scores[0], scores[1]
	b.table.judge(fmt.Sprintf("comment with no / %d listeners, 2 entitled, processor time, ms", len(people)),
		map[string]string{"Otklik": figure(none.cost()) + " / " + figure(all.cost())}, ratio(all.costs, none.costs), atMost(1.5, "of none"))
	b.table.judge("the same, comments a second", map[string]string{"Otklik": figure(none.rate()) + " / " + figure(all.rate())}, ratio(none.rates, all.rates), atMost(1.5, "× slower"))
	return b.arrivals(ctx, d.live, audience)
}

// arrivals measures how long a comment takes from its request to the other side.
func (b *bench) arrivals(ctx context.Context, s *server, a *audience) error {
	b.say("Comments of %d writers on their way to the other side", writers)
	hands, err := b.hands(s, b.nextPeople(workload{hands: writers}))
	if err != nil {
		return err
	}
	for _, h := range hands {
		if err := h.postTaken(); err != nil {
			return err
		}
	}
	if err := s.settle(ctx, b.Idle); err != nil {
		return err
	}
	lost, err := a.write(ctx, hands, pace, time.Duration(b.Rounds)*b.Slice)
	if err != nil {
		return err
	}
	if lost > 0 {
		return fmt.Errorf("%d of %d comments did not arrive at the other side", lost, lost+len(a.took))
	}
	b.table.judge(fmt.Sprintf("a comment reaches the other side, %d writers, one a second each, p50 / p95, ms", writers),
		map[string]string{"Otklik": figure(quantile(a.took, .5)) + " / " + figure(quantile(a.took, .95))}, quantile(a.took, .95), atMost(100, "ms p95"))
	return nil
}
