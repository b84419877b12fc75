package peers

import (
	"context"
	"fmt"
)

const (
	bigger   = 4 // times a crowd is a big one
	bigSlice = 3 // times the slice of a big crowd is longer, so that each hand gets several turns
)

// million is the size from which the goals of a large desk hold.
const million = 1_000_000

// journeys measures what a client does.
func (b *bench) journeys(ctx context.Context, d *desks) error {
	scores, err := b.duel(ctx, journey(b.Crowd, b.Slice), present(d.flask, d.otklik, d.pocketbase)...)
	if err != nil {
		return err
	}
	work := fmt.Sprintf("journey, %d at once, requests a second", b.Crowd)
	b.table.judge(work, rates(scores), ratioOfRates(scores, d.flask), atLeast(4, "× Flask"))
	b.table.judge(work, nil, ratioOfRates(scores, d.pocketbase), atLeast(1.1, "× PocketBase"))
	return nil
}

// creates measures how writes queue.
func (b *bench) creates(ctx context.Context, d *desks) error {
	scores, err := b.duel(ctx, creates(b.Crowd, b.Slice), present(d.flask, d.otklik, d.pocketbase, d.before)...)
	if err != nil {
		return err
	}
	b.table.judge(fmt.Sprintf("creates, %d at once, a second", b.Crowd), rates(scores), ratioOfRates(scores, d.pocketbase), atLeast(0.9, "× PocketBase"))
	b.judgeCost("create", scores, d)
	if scores, err = b.duel(ctx, creates(bigger*b.Crowd, bigSlice*b.Slice), present(d.flask, d.otklik, d.pocketbase)...); err != nil {
		return err
	}
	values := map[string]string{}
	var spread float64
	for _, s := range scores {
		values[s.server.name] = figure(s.quantile(.5)) + " / " + figure(s.quantile(.99))
		if s.server == d.otklik {
			spread = s.quantile(.99) / s.quantile(.5)
		}
	}
	b.table.judge(fmt.Sprintf("creates, %d at once, p50 / p99, ms", bigger*b.Crowd), values, spread, atMost(3, "p99 / p50"))
	return nil
}

// costs measures the processor time of single requests against what it was before.
func (b *bench) costs(ctx context.Context, d *desks) error {
	for _, w := range []workload{edits(b.Crowd, b.Slice), closes(b.Crowd, b.Slice)} {
		scores, err := b.duel(ctx, w, present(d.otklik, d.flask, d.pocketbase, d.before)...)
		if err != nil {
			return err
		}
		b.judgeCost(w.name, scores, d)
	}
	scores, err := b.duel(ctx, comments(b.Crowd, b.Slice), present(d.otklik, d.before)...)
	if err != nil {
		return err
	}
	b.judgeCost("comment", scores, d)
	return nil
}

func (b *bench) judgeCost(work string, scores []*score, d *desks) {
	var found float64
	if now, before := of(scores, d.otklik), of(scores, d.before); before != nil {
		found = ratio(now.costs, before.costs)
	}
	b.table.judge("processor time of "+work+", ms", costs(scores), found, atMost(0.6, "of before"))
}

// queues measures the manager's list with its total.
func (b *bench) queues(ctx context.Context, d *desks) error {
	scores, err := b.duel(ctx, queues(b.Crowd, b.Slice), present(d.flask, d.otklik, d.pocketbase)...)
	if err != nil {
		return err
	}
	goal := 10.0
	if b.Tasks >= million {
		goal = 30
	}
	b.table.judge(fmt.Sprintf("manager's queue with total, %d at once, a second", b.Crowd), rates(scores), ratioOfRates(scores, d.flask), atLeast(goal, "× Flask"))
	return nil
}

// of returns the score of a server, or nil.
func of(scores []*score, s *server) *score {
	for _, x := range scores {
		if x.server == s && s != nil {
			return x
		}
	}
	return nil
}

// ratioOfRates is how many times a peer's answers Otklik gives; 0 without the peer.
func ratioOfRates(scores []*score, peer *server) float64 {
	for _, s := range scores {
		if other := of(scores, peer); other != nil && s.server.name == "Otklik" {
			return ratio(s.rates, other.rates)
		}
	}
	return 0
}

func rates(scores []*score) map[string]string {
	values := map[string]string{}
	for _, s := range scores {
		values[s.server.name] = figure(s.rate())
	}
	return values
}

func costs(scores []*score) map[string]string {
	values := map[string]string{}
	for _, s := range scores {
		values[s.server.name] = figure(s.cost())
	}
	return values
}
