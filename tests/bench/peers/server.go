package peers

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	startPatience = time.Hour // a demo of a million tasks; the run has a limit of its own
	pollInterval  = 2 * time.Millisecond
)

// server is a program that answers HTTP on the loopback interface.
type server struct {
	name    string
	health  string // the path that answers 200 when it serves
	enter   func(d door, who account) (person, error)
	command func(address string) *exec.Cmd

	base    string // http://127.0.0.1:PORT while it runs
	running *process
	client  *http.Client

	mu     sync.Mutex
	people map[string]person // those who have logged in, by nick
}

// door is what it takes to talk to a server.
type door struct {
	client *http.Client
	base   string
}

// start starts the server and returns how long it took until its first answer of 200.
func (s *server) start(ctx context.Context) (time.Duration, error) {
	address, err := freeAddress()
	if err != nil {
		return 0, err
	}
	s.base, s.people = "http://"+address, map[string]person{}
	s.client = &http.Client{
		Timeout:       time.Minute,
		Transport:     &http.Transport{MaxIdleConnsPerHost: 512, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	began := time.Now()
	if s.running, err = launch(s.command(address)); err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	for !s.healthy(ctx) {
		select {
		case <-ctx.Done():
			return 0, fmt.Errorf("%s does not start: %w", s.name, ctx.Err())
		case <-s.running.ended:
			return 0, s.running.failure()
		case <-time.After(pollInterval):
		}
	}
	return time.Since(began), nil
}

func (s *server) healthy(ctx context.Context) bool {
	req, err := http.NewRequestWithContext(ctx, "GET", s.base+s.health, nil)
	if err != nil {
		return false
	}
	res, err := s.client.Do(req)
	if err != nil {
		return false
	}
	_ = res.Body.Close()
	return res.StatusCode == http.StatusOK
}

func (s *server) stop() {
	if s.running == nil {
		return
	}
	s.client.CloseIdleConnections()
	s.running.stop()
	s.running = nil
}

// time returns the processor time that the server has spent since its start.
func (s *server) time() time.Duration { return processTime(s.running.cmd.Process.Pid) }

// settle waits until the server has nothing left to do in the background, such as an
// index: until it takes less than a twentieth of a processor for a while.
func (s *server) settle(ctx context.Context, while time.Duration) error {
	for before := s.time(); ; {
		if err := pause(ctx, while); err != nil {
			return err
		}
		now := s.time()
		if now-before <= while/20 {
			return nil
		}
		before = now
	}
}

// settleAll waits for servers to settle, all at once.
func settleAll(ctx context.Context, while time.Duration, servers ...*server) error {
	var group errgroup.Group
	for _, s := range servers {
		group.Go(func() error { return s.settle(ctx, while) })
	}
	return group.Wait()
}

// login returns somebody who is logged in; each person logs in once.
func (s *server) login(who account) (person, error) {
	s.mu.Lock()
	p := s.people[who.nick]
	s.mu.Unlock()
	if p != nil {
		return p, nil
	}
	p, err := s.enter(door{s.client, s.base}, who)
	if err != nil {
		return nil, fmt.Errorf("%s, log in of %s: %w", s.name, who.nick, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.people[who.nick] = p
	return p, nil
}

// freeAddress returns a loopback address whose port is free at the moment.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}
