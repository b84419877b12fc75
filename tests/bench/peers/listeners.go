package peers

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// listenTopics are what a page listens to.
var listenTopics = []string{"tasks/*", "comments/*", "history/*", "assessments/*", "notifications/*"}

// audience is people who hold a realtime stream each.
type audience struct {
	stop context.CancelFunc
	mu   sync.Mutex
	sent map[string]time.Time // by the mark in a comment
	took []time.Duration      // until the one who watches heard of it
}

// mark is what a comment carries that somebody waits for. It ends with a sign, so that
// none begins another.
func mark(writer, n int) string { return fmt.Sprintf("@%d-%d@", writer, n) }

// listen opens a stream for each of the people. The first of them watches for marks.
func (b *bench) listen(ctx context.Context, s *server, people []account) (*audience, error) {
	ctx, stop := context.WithCancel(ctx)
	a := &audience{stop: stop, sent: map[string]time.Time{}}
	var group errgroup.Group
	group.SetLimit(4)
	for i, who := range people {
		group.Go(func() error {
			p, err := s.login(who)
			if err != nil {
				return err
			}
			return a.open(ctx, p.(otklik).api, i == 0)
		})
	}
	if err := group.Wait(); err != nil {
		stop()
		return nil, err
	}
	return a, nil
}

// open opens a stream, subscribes, and leaves somebody to read it.
func (a *audience) open(ctx context.Context, who *api, watches bool) error {
	req, err := http.NewRequestWithContext(ctx, "GET", who.base+"/api/realtime", nil)
	if err != nil {
		return err
	}
	endless := &http.Client{Transport: who.client.Transport}
	res, err := endless.Do(req)
	if err != nil {
		return err
	}
	lines := bufio.NewReaderSize(res.Body, 1<<16)
	err = subscribe(who, lines)
	if err != nil {
		_ = res.Body.Close()
		return err
	}
	go func() {
		defer res.Body.Close()
		a.read(lines, watches)
	}()
	return nil
}

// subscribe waits for the id of a stream and subscribes it.
func subscribe(who *api, lines *bufio.Reader) error {
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return err
		}
		data, found := strings.CutPrefix(line, "data:")
		if !found {
			continue
		}
		var hello struct{ ClientID string }
		if err := json.Unmarshal([]byte(data), &hello); err != nil {
			return err
		}
		topics, err := json.Marshal(object{"clientId": hello.ClientID, "subscriptions": listenTopics})
		if err != nil {
			return err
		}
		_, _, err = who.send("POST", "/api/realtime", "application/json", topics, http.StatusNoContent, "Authorization", who.token)
		return err
	}
}

// read reads a stream to its end.
func (a *audience) read(lines *bufio.Reader, watches bool) {
	event := ""
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		if name, found := strings.CutPrefix(line, "event:"); found {
			event = strings.TrimSpace(name)
		} else if watches && strings.HasPrefix(line, "data:") && strings.HasPrefix(event, "comments") {
			a.hear(line, time.Now())
		}
	}
}

// hear notes when a comment has arrived.
func (a *audience) hear(line string, at time.Time) {
	_, rest, found := strings.Cut(line, "@")
	body, _, whole := strings.Cut(rest, "@")
	if !found || !whole {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if sent, waited := a.sent["@"+body+"@"]; waited {
		a.took = append(a.took, at.Sub(sent))
		delete(a.sent, "@"+body+"@")
	}
}

// write has each hand comment again and again, with a pause from the start of one to
// the start of the next, and returns how many comments the watcher has not heard of
// two seconds after the last.
func (a *audience) write(ctx context.Context, hands []*hand, every, during time.Duration) (lost int, err error) {
	group, working := errgroup.WithContext(ctx)
	began := time.Now()
	for i, h := range hands {
		group.Go(func() error {
			for n := 0; ; n++ {
				at := began.Add(every*time.Duration(n) + every*time.Duration(i)/time.Duration(len(hands)))
				if at.Sub(began) >= during {
					return nil
				}
				if err := pause(working, time.Until(at)); err != nil {
					return err
				}
				if err := a.say(h, mark(i, n)); err != nil {
					return err
				}
			}
		})
	}
	if err := group.Wait(); err != nil {
		return 0, err
	}
	for range 20 {
		if lost = a.missing(); lost == 0 {
			break
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return lost, err
		}
	}
	return lost, nil
}

// missing is how many comments are on their way.
func (a *audience) missing() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.sent)
}

func (a *audience) say(h *hand, mark string) error {
	a.mu.Lock()
	a.sent[mark] = time.Now()
	a.mu.Unlock()
	return h.person.(commenter).comment(h.id, mark)
}
