// Package peers compares Otklik with two peers: the same desk written with Flask, and
// plain PocketBase with the same collections and none of our hooks. All have the rows
// of one firm, that of `otklik demo --tasks`, and keep what they acknowledge on the
// disk (synchronous = FULL). All servers are up, and each of them in turn gets a slice
// of time, again and again, so that what else a machine does slows all alike.
package peers

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"
)

// Program is a command that is run as it is, with more arguments appended.
type Program struct {
	Args []string
	Env  []string // in addition to the environment
}

// Options say what is compared, and for how long.
type Options struct {
	Otklik Program
	Plain  Program  // plain PocketBase, see package plain
	Before *Program // an earlier Otklik, the measure of goals about progress; may be nil
	Flask  string   // the folder of the Flask application; "" leaves it out
	Python string   // the interpreter that has what the application imports

	Tasks    int
	Crowd    int           // how many work at once; four times as many in a big crowd
	Clients  int           // at most so many of the firm's clients do something
	Rounds   int           // slices of each server in each workload
	Slice    time.Duration // the length of most slices
	Starts   int           // how often each server is started to time it
	Idle     time.Duration // how long a server rests before its memory is read
	Progress io.Writer
}

// bench is a run.
type bench struct {
	Options
	folder string
	firm   *firm
	turn   int       // of the client who works next
	all    []*server // those to stop
	table  table
}

// Run measures everything and returns the table of the goals in Markdown. If it fails
// or ctx ends, the table has what was measured until then. No process and no file of
// it stays.
func Run(ctx context.Context, o Options) (table string, err error) {
	folder, err := os.MkdirTemp("", "otklik-peers-")
	if err != nil {
		return "", err
	}
	b := &bench{Options: o, folder: folder}
	defer func() {
		for _, s := range b.all {
			s.stop()
		}
		if removed := os.RemoveAll(folder); err == nil {
			err = removed
		}
	}()
	err = b.run(ctx)
	return b.table.markdown(), err
}

func (b *bench) run(ctx context.Context) error {
	peers, err := b.prepare(ctx)
	if err != nil {
		return err
	}
	for _, step := range []func(context.Context, *desks) error{b.starts, b.journeys, b.creates, b.costs, b.queues, b.realtime} {
		if err := step(ctx, peers); err != nil {
			return err
		}
	}
	return nil
}

// say tells how far it is.
func (b *bench) say(format string, args ...any) {
	fmt.Fprintf(b.Progress, format+"\n", args...)
}
