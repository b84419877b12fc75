package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// What a stream may subscribe to, by who asks.
func TestSubscriptionsAreLimited(t *testing.T) {
	d := newDesk(t)
	many := func(n int, name string) []string {
		var out []string
		for i := range n {
			out = append(out, fmt.Sprintf(name, i))
		}
		return out
	}
	long := func(n int) string { return "x/" + strings.Repeat("y", n-2) }
	options := func(n int) string { return `tasks/*?options={"query":{"fields":"` + strings.Repeat("i", n) + `"}}` }
	site, err := d.app.FindCollectionByNameOrId("site")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		who    string
		topics []string
		status int
		code   string
	}{
		{"", []string{"site/*"}, 204, ""},
		{"", []string{"PB_CONNECT", "site", site.Id + "/*", `site/*?options={"query":{"fields":"name"}}`}, 204, ""},
		{"", []string{"tasks/*"}, 401, "topic_for_users"},
		{"", []string{"site/*", "presence/" + id("work")}, 401, "topic_for_users"},
		{"", []string{"sites/*"}, 401, "topic_for_users"},
		{"", []string{"x"}, 401, "topic_for_users"},
		{"vera", []string{"tasks/*"}, 401, "topic_for_users"},
		{"", many(201, "site/%d"), 400, "too_many_topics"},
		{"olga", many(200, "tasks/%d"), 204, ""},
		{"olga", many(201, "tasks/%d"), 400, "too_many_topics"},
		{"root", many(201, "tasks/%d"), 400, "too_many_topics"},
		{"olga", []string{long(200)}, 204, ""},
		{"olga", []string{long(201)}, 400, "topic_too_long"},
		{"olga", []string{options(1900)}, 204, ""},
		{"olga", []string{options(2100)}, 400, "topic_too_long"},
		{"olga", many(30, options(1500)+"&n=%d"), 400, "topic_too_long"},
		{"olga", nil, 204, ""},
	} {
		c := newRealtime(d)
		d.want(row.status, row.who, "POST", "/api/realtime", subscription(c, row.topics...), row.code)
		c.close()
	}
}

// A person has twenty streams; one that ends makes room.
func TestStreamsOfAPerson(t *testing.T) {
	d := newDesk(t)
	var all []*connection
	for range 20 {
		c := newRealtime(d)
		d.want(204, "olga", "POST", "/api/realtime", subscription(c, "tasks/*"))
		all = append(all, c)
	}
	d.want(204, "olga", "POST", "/api/realtime", subscription(all[0], "comments/*")) // the same again
	c := newRealtime(d)
	d.want(429, "olga", "POST", "/api/realtime", subscription(c, "tasks/*"), "too_many_streams")
	d.want(204, "ivan", "POST", "/api/realtime", subscription(c, "tasks/*"))
	all[7].close()
	for range all[7].heard { // until it has ended
	}
	d.want(204, "olga", "POST", "/api/realtime", subscription(newRealtime(d), "tasks/*"))
}

// A host has a thousand streams, however many addresses its network has.
func TestStreamsOfAHost(t *testing.T) {
	for name, host := range map[string]struct {
		address func(n int) string
		other   string
	}{
		"IPv4": {func(int) string { return "192.0.2.1:1" }, "192.0.2.2:1"},
		"IPv6": {func(n int) string { return fmt.Sprintf("[2001:db8:1:2::%x]:1", n) }, "[2001:db8:1:3::1]:1"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			for n := range 1000 {
				newRealtimeFrom(d, host.address(n))
			}
			newRealtimeFrom(d, host.other)
			ctx, stop := context.WithTimeout(context.Background(), longWait)
			defer stop()
			req := httptest.NewRequestWithContext(ctx, "GET", "/api/realtime", nil)
			req.RemoteAddr = host.address(1000)
			rec := httptest.NewRecorder()
			d.mux.ServeHTTP(rec, req)
			if kind := rec.Header().Get("Content-Type"); rec.Code != 429 || !strings.HasPrefix(kind, "application/json") || !strings.Contains(rec.Body.String(), "too_many_streams") {
				t.Errorf("%d %s: %s", rec.Code, kind, rec.Body)
			}
		})
	}
}

// Readers who never read cost no more than their queue, and are let go.
func TestSlowReadersAreDropped(t *testing.T) {
	d := newDesk(t)
	const readers = 20
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	for range readers {
		out := &sse{header: map[string][]string{}, id: make(chan string, 1), over: ctx.Done()} // takes no message: messages is nil
		req := httptest.NewRequestWithContext(ctx, "GET", "/api/realtime", nil)
		req.RemoteAddr = "10.0.0.1:1"
		go d.mux.ServeHTTP(out, req)
		body, _ := json.Marshal(map[string]any{"clientId": <-out.id, "subscriptions": []string{"comments/*"}})
		ask := httptest.NewRequest("POST", "/api/realtime", strings.NewReader(string(body)))
		ask.Header.Set("Content-Type", "application/json")
		ask.Header.Set("Authorization", token(t, d.app, "boss"))
		ask.RemoteAddr = req.RemoteAddr
		rec := httptest.NewRecorder()
		d.mux.ServeHTTP(rec, ask)
		if rec.Code != 204 {
			t.Fatalf("%d %s", rec.Code, rec.Body)
		}
	}
	good := newRealtime(d)
	d.want(204, "olga", "POST", "/api/realtime", subscription(good, "comments/*"))
	before := runtime.NumGoroutine()
	const comments = 60
	body := `{"task":"` + id("work") + `","body":"` + strings.Repeat("ж", 9000) + `"}`
	for range comments {
		d.want(200, "anna", "POST", records("comments"), body)
	}
	if heard := heardSoFar(t, good); len(heard) != comments {
		t.Errorf("the good reader heard %d", len(heard))
	}
	if left := d.app.SubscriptionsBroker().TotalClients(); left != 1 {
		t.Errorf("%d streams are left", left)
	}
	if now := runtime.NumGoroutine(); now > before+readers {
		t.Errorf("%d goroutines before, %d after", before, now)
	}
}

// A stream has to subscribe within thirty seconds, also after it has left its topics.
func TestUnsubscribedStreamsEnd(t *testing.T) {
	d := newDesk(t)
	synctest.Test(t, func(t *testing.T) {
		open := func() (*sse, context.CancelFunc, chan struct{}) {
			ctx, stop := context.WithCancel(t.Context())
			out := &sse{header: map[string][]string{}, id: make(chan string, 1)}
			ended := make(chan struct{})
			go func() {
				d.mux.ServeHTTP(out, httptest.NewRequestWithContext(ctx, "GET", "/api/realtime", nil))
				close(ended)
			}()
			return out, stop, ended
		}
		idle, _, idleEnded := open()
		used, stop, usedEnded := open()
		<-idle.id
		client, err := d.app.SubscriptionsBroker().ClientById(<-used.id)
		if err != nil {
			t.Fatal(err)
		}
		client.Subscribe("site/*")
		time.Sleep(29 * time.Second)
		synctest.Wait()
		over := func(ended chan struct{}) bool {
			select {
			case <-ended:
				return true
			default:
				return false
			}
		}
		if over(idleEnded) {
			t.Error("the idle stream ended early")
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if !over(idleEnded) || over(usedEnded) {
			t.Errorf("idle: %v, used: %v", over(idleEnded), over(usedEnded))
		}
		client.Unsubscribe()
		time.Sleep(31 * time.Second)
		synctest.Wait()
		if !over(usedEnded) {
			t.Error("the stream without topics is still there")
		}
		stop()
	})
}
