package api

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// told is one message or response of presence.
type told struct {
	N            int64
	Open, Typing []struct {
		ID, Name string
		Client   bool
	}
}

// says returns the message in short: who has the task open, then who is typing.
func (m told) says() string {
	var open, typing []string
	for _, p := range m.Open {
		open = append(open, p.Name)
	}
	for _, p := range m.Typing {
		typing = append(typing, p.Name)
	}
	return strings.Join(open, ",") + "|" + strings.Join(typing, ",")
}

func readNotified(t testing.TB, data string) told {
	t.Helper()
	var m told
	if err := json.Unmarshal([]byte(data), &m); err != nil {
		t.Fatalf("not presence: %q", data)
	}
	return m
}

func presenceOf(task string) string { return "/api/tasks/" + id(task) + "/presence" }

// tab is a realtime connection of a person who has a task open.
type tab struct {
	*desk
	who, task string
	client    *connection
	last      told // the newest of its messages
}

func openTab(d *desk, who, task string) *tab {
	d.Helper()
	b := &tab{desk: d, who: who, task: task, client: newRealtime(d)}
	b.subscribe("presence/" + id(task))
	return b
}

func (b *tab) subscribe(topics ...string) {
	b.Helper()
	body, _ := json.Marshal(map[string]any{"clientId": b.client.Id(), "subscriptions": topics})
	b.want(204, b.who, "POST", "/api/realtime", string(body))
}

func (b *tab) announce(state string) told {
	b.Helper()
	got := b.want(200, b.who, "POST", presenceOf(b.task), `{"state":"`+state+`","connection":"`+b.client.Id()+`"}`)
	return readNotified(b, got.body)
}

// silent fails if a message has arrived.
func (b *tab) silent(why string) {
	b.Helper()
	if got := rest(b, b.client); got != "" {
		b.Errorf("%s heard %s: %s", b.who, why, got)
	}
}

// newest reads all messages and returns in short what the tab now knows.
func (b *tab) newest() string {
	b.Helper()
	for _, m := range heardSoFar(b, b.client) {
		if m := readNotified(b, string(m.Data)); m.N > b.last.N {
			b.last = m
		}
	}
	return b.last.says()
}

// hears waits until the tab knows what it should: the end of a connection is noticed
// later.
func (b *tab) hears(want string) {
	b.Helper()
	for deadline := time.Now().Add(longWait); b.newest() != want; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.Fatalf("%s is told %q, want %q", b.who, b.last.says(), want)
		}
	}
}

// Both sides have Olga's task open. Staff see who has it open, the client sees only
// staff who are typing an answer.
func TestPresence(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	olga, anna, boss := openTab(d, "olga", "work"), openTab(d, "anna", "work"), openTab(d, "boss", "work")
	for i, step := range []struct {
		tab                   *tab
		say, olga, anna, boss string
		answered              string
	}{
		{anna, "open", "|", "|", "Anna|", "|"},
		{olga, "open", "|", "Olga|", "Anna,Olga|", "|"},
		{boss, "open", "|", "Boss,Olga|", "Anna,Olga|", "Anna,Olga|"},
		{olga, "typing", "|", "Boss,Olga|Olga", "Anna,Olga|Olga", "|"},
		{anna, "typing", "|Anna", "Boss,Olga|Olga", "Anna,Olga|Anna,Olga", "Boss,Olga|Olga"},
		{olga, "open", "|Anna", "Boss,Olga|", "Anna,Olga|Anna", "|Anna"},
		{anna, "open", "|", "Boss,Olga|", "Anna,Olga|", "Boss,Olga|"},
		{olga, "left", "|", "Boss|", "Anna|", "|"},
	} {
		if got := step.tab.announce(step.say).says(); got != step.answered {
			t.Errorf("%d: %s is answered %q, want %q", i, step.tab.who, got, step.answered)
		}
		for _, c := range []struct {
			b    *tab
			want string
		}{{olga, step.olga}, {anna, step.anna}, {boss, step.boss}} {
			c.b.hears(c.want)
		}
	}
}

// Nothing is broadcast without a change.
func TestPresenceIsQuiet(t *testing.T) {
	d := newDesk(t)
	olga, anna := openTab(d, "olga", "work"), openTab(d, "anna", "work")
	for _, say := range []string{"open", "typing"} {
		olga.announce(say)
		anna.newest()
		olga.newest()
		olga.announce(say)
		anna.silent("the same again")
	}
	olga.announce("left")
	anna.newest()
	olga.announce("left")
	anna.silent("who has left leave again")
}

// TestPresenceIsForThoseWhoMayView checks who may announce and who gets messages,
// whatever topic they have subscribed to.
func TestPresenceIsForThoseWhoMayView(t *testing.T) {
	d := newDesk(t)
	topic := "presence/" + id("work")
	options := `?options={"headers":{"Authorization":"x"},"query":{"id":"` + id("work") + `"}}`
	hostile := []string{topic, topic + options, topic + "?", topic + "/*", "presence/*", "presence/", "presence", "presence/" + id("work") + "," + id("new"), "*", "tasks/" + id("work") + "/presence"}
	strangers := []*tab{}
	for _, who := range []string{"ivan", "root"} {
		b := &tab{desk: d, who: who, task: "work", client: newRealtime(d)}
		b.subscribe(hostile...)
		strangers = append(strangers, b)
	}
	oddly := &tab{desk: d, who: "olga", task: "work", client: newRealtime(d)} // her own task, by names that are none
	oddly.subscribe(hostile[1:]...)
	anna := openTab(d, "anna", "work")
	anna.announce("typing")
	anna.newest()
	for _, b := range append(strangers, oddly) {
		b.silent("of somebody's task")
	}

	for _, c := range []struct {
		who  string
		want int
	}{{"", 401}, {"ivan", 404}, {"vera", 404}, {"root", 403}} {
		d.want(c.want, c.who, "POST", presenceOf("work"), `{"state":"open"}`)
	}
	d.want(404, "olga", "POST", presenceOf("gone"), `{"state":"open"}`)
	d.want(404, "olga", "POST", presenceOf("nothing"), `{"state":"open"}`)
	foreign, missing := d.ask("olga", "POST", presenceOf("ivannew"), `{"state":"open"}`), d.ask("olga", "POST", presenceOf("nothing"), `{"state":"open"}`)
	if foreign.body != missing.body {
		t.Errorf("a foreign task tells itself: %s and %s", foreign.body, missing.body)
	}
	anna.silent("of a stranger")
}

func TestPresenceRefuses(t *testing.T) {
	d := newDesk(t)
	olga, anna := openTab(d, "olga", "work"), openTab(d, "anna", "work")
	other := openTab(d, "olga", "new")
	for _, c := range []struct{ body, contains string }{
		{`{}`, `"state"`},
		{`{"state":"noting"}`, `"state"`},
		{`{"state":["open"]}`, ``},
		{`{"state":`, ``},
		{`{"state":"open","connection":"nothing"}`, `"connection"`},
		{`{"state":"open","connection":"` + anna.client.Id() + `"}`, `"connection"`},    // not hers
		{`{"state":"typing","connection":"` + other.client.Id() + `"}`, `"connection"`}, // hers, for another task
	} {
		d.want(400, "olga", "POST", presenceOf("work"), c.body, c.contains)
	}
	anna.silent("what was refused")
	olga.silent("what was refused")
}

// An announcement without a connection expires after a while.
func TestPresenceWithoutAConnection(t *testing.T) {
	d := newDesk(t)
	anna := openTab(d, "anna", "work")
	d.want(200, "olga", "POST", presenceOf("work"), `{"state":"typing"}`, `"open":[]`, `"typing":[]`)
	anna.hears("Olga|Olga")
	d.want(200, "olga", "POST", presenceOf("work"), `{"state":"left"}`)
	anna.hears("|")
}

// A person is present as long as one of the tabs is open.
func TestPresenceInTwoTabs(t *testing.T) {
	d := newDesk(t)
	anna, first, second := openTab(d, "anna", "work"), openTab(d, "olga", "work"), openTab(d, "olga", "work")
	first.announce("open")
	second.announce("typing")
	anna.hears("Olga|Olga")
	second.subscribe("tasks/*") // has gone to the list
	anna.hears("Olga|")
	first.announce("left")
	anna.hears("|")
}

// TestPresenceEnds uses real connections: closed by the browser, or dropped because
// the person was blocked.
func TestPresenceEnds(t *testing.T) {
	d := newDesk(t)
	server := httptest.NewServer(d.mux)
	t.Cleanup(server.Close)
	anna := openTab(d, "anna", "work")
	connect := func(who string) (string, context.CancelFunc) {
		ctx, hangUp := context.WithCancel(t.Context())
		req, _ := http.NewRequestWithContext(ctx, "GET", server.URL+"/api/realtime", nil)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = res.Body.Close() })
		var hello struct{ ClientID string }
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if data, ok := strings.CutPrefix(lines.Text(), "data:"); ok {
				_ = json.Unmarshal([]byte(data), &hello)
				break
			}
		}
		post := func(path, body string, want int) {
			req, _ := http.NewRequestWithContext(ctx, "POST", server.URL+path, strings.NewReader(body))
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("Authorization", token(t, d.app, who))
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			_ = res.Body.Close()
			if res.StatusCode != want {
				t.Fatalf("%s: %d", path, res.StatusCode)
			}
		}
		post("/api/realtime", `{"clientId":"`+hello.ClientID+`","subscriptions":["presence/`+id("work")+`"]}`, 204)
		post(presenceOf("work"), `{"state":"typing","connection":"`+hello.ClientID+`"}`, 200)
		return hello.ClientID, hangUp
	}
	_, hangUp := connect("olga")
	anna.hears("Olga|Olga")
	hangUp()
	anna.hears("|")
	connect("olga")
	anna.hears("Olga|Olga")
	d.want(200, "boss", "PATCH", record("users", "olga"), `{"blocked":true}`)
	anna.hears("|")
}

// After its client deletes a task, only managers get messages, and people who may no
// longer see it are left out.
func TestPresenceOfAnArchivedTask(t *testing.T) {
	d := newDesk(t)
	olga, anna, boss := openTab(d, "olga", "work"), openTab(d, "anna", "work"), openTab(d, "boss", "work")
	for _, b := range []*tab{olga, anna} {
		b.announce("typing")
	}
	for _, b := range []*tab{olga, anna, boss} {
		b.newest()
	}
	d.want(204, "olga", "DELETE", record("tasks", "work"), "")
	if got := boss.announce("open").says(); got != "|" {
		t.Errorf("the manager is told %q", got)
	}
	olga.silent("of an archived task")
	anna.silent("of an archived task")
}

// Announcements of one person are rate-limited.
func TestPresenceIsBounded(t *testing.T) {
	d := newDesk(t)
	var codes []int
	for range 40 {
		codes = append(codes, d.ask("olga", "POST", presenceOf("work"), `{"state":"open"}`).status)
	}
	if codes[0] != 200 || codes[29] != 200 || codes[39] != 429 {
		t.Errorf("the answers were %v", codes)
	}
	if refused := d.ask("olga", "POST", presenceOf("work"), `{"state":"open"}`); !strings.Contains(refused.body, "Слишком много запросов") {
		t.Errorf("it says %s", refused.body)
	}
	d.want(200, "anna", "POST", presenceOf("work"), `{"state":"open"}`) // others go on
}

// Presence writes nothing to the database.
func TestPresenceWritesNothing(t *testing.T) {
	d := newDesk(t)
	before := rowCounts(d)
	anna := openTab(d, "anna", "work")
	for _, say := range []string{"open", "typing", "left"} {
		anna.announce(say)
	}
	if after := rowCounts(d); !slices.Equal(before, after) {
		t.Errorf("rows were %v and are %v", before, after)
	}
}

func rowCounts(d *desk) []int {
	var counts []int
	for _, table := range []string{"tasks", "comments", "notes", "history", "notifications", "outbox", "users"} {
		var n int
		if err := d.app.DB().NewQuery("SELECT COUNT(*) FROM " + table).Row(&n); err != nil {
			d.Fatal(err)
		}
		counts = append(counts, n)
	}
	return counts
}
