package peers

import (
	"context"
	"fmt"
	"os"
	"time"
)

// starts measures each server alone, from its start to its first answer and at rest,
// and leaves all of them running.
func (b *bench) starts(ctx context.Context, d *desks) error {
	b.say("Starts")
	servers := present(d.otklik, d.flask, d.pocketbase, d.before)
	took, memory := map[*server][]float64{}, map[*server]float64{}
	for turn := range b.Starts {
		for _, s := range servers {
			start, err := s.start(ctx)
			if err != nil {
				return err
			}
			took[s] = append(took[s], milliseconds(start))
			if turn == b.Starts-1 {
				if err := pause(ctx, b.Idle); err != nil {
					return err
				}
				memory[s] = float64(processMemory(s.running.cmd.Process.Pid)) / 1e6
			}
			s.stop()
		}
	}
	b.judgeStarts(d, servers, took, memory)
	if err := b.startAfterUpdate(ctx, d); err != nil {
		return err
	}
	for _, s := range servers {
		if _, err := s.start(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) judgeStarts(d *desks, servers []*server, took map[*server][]float64, memory map[*server]float64) {
	cold, idle := map[string]string{}, map[string]string{}
	for _, s := range servers {
		cold[s.name], idle[s.name] = figure(median(took[s])), figure(memory[s])
	}
	var coldRatio, idleRatio float64
	if d.flask != nil {
		coldRatio, idleRatio = ratio(took[d.flask], took[d.otklik]), memory[d.flask]/memory[d.otklik]
	}
	b.table.judge("start to the first answer, ms", cold, coldRatio, atLeast(15, "× quicker than Flask"))
	b.table.judge("memory at rest (PSS), MB", idle, idleRatio, atLeast(6, "× less than Flask"))
	if b.Tasks >= million {
		b.table.judge("memory at rest", nil, memory[d.otklik], atMost(60, "MB"))
	}
}

// startAfterUpdate starts Otklik on a copy of the data of the earlier one: migrations
// run, and what they need anew is built.
func (b *bench) startAfterUpdate(ctx context.Context, d *desks) error {
	if d.before == nil {
		return nil
	}
	const name = "Otklik, updated"
	if err := os.CopyFS(b.path(name), os.DirFS(b.path(d.before.name))); err != nil {
		return err
	}
	s := b.otklikServer(name, b.Otklik)
	start, err := s.start(ctx)
	if err != nil {
		return err
	}
	if err := s.settle(ctx, b.Idle); err != nil {
		return err
	}
	spent := s.time()
	s.stop()
	if err := os.RemoveAll(b.path(name)); err != nil {
		return err
	}
	b.table.judge(fmt.Sprintf("start after an update, s; work behind it: %.1f s of processor", spent.Seconds()),
		map[string]string{"Otklik": figure(start.Seconds())}, start.Seconds(), atMost(2, "s"))
	return nil
}

// pause waits, or returns why it should not.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
