package api

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/subscriptions"
)

// subscribed returns a stream of each person, subscribed to the topics.
func subscribed(d *desk, people []string, topics ...string) map[string]*connection {
	d.Helper()
	all := map[string]*connection{}
	for _, who := range people {
		all[who] = newRealtime(d)
		d.want(204, who, "POST", "/api/realtime", subscription(all[who], topics...))
	}
	return all
}

// hearers returns who has heard a message with the text, sorted, and fails if there is
// any other from the topic.
func hearers(t testing.TB, all map[string]*connection, part string) string {
	t.Helper()
	var names []string
	for who, c := range all {
		for _, m := range heardSoFar(t, c) {
			if strings.Contains(string(m.Data), part) && !slices.Contains(names, who) {
				names = append(names, who)
			}
		}
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

var everybody = []string{"olga", "ivan", "anna", "igor", "boss"}

// Each event reaches all who may read its record, and nobody else, whether they have
// subscribed to all records or to the one.
func TestWhoHearsWhat(t *testing.T) {
	d := newDesk(t)
	d.notify("annawork anna answered work")
	for _, row := range []struct {
		who, method, url, body, topic, part, heard string
	}{
		{"olga", "PATCH", record("tasks", "work"), `{"title":"Новое имя"}`, "tasks/*", "Новое имя", "anna boss igor olga"},
		{"olga", "PATCH", record("tasks", "work"), `{"title":"Второе имя"}`, "tasks/" + id("work"), "Второе имя", "anna boss igor olga"},
		{"olga", "PATCH", record("tasks", "work"), `{"title":"Третье имя"}`, "tasks/" + id("wait"), "Третье имя", ""},
		{"olga", "PATCH", record("tasks", "work"), `{"title":"Четвёртое имя"}`, "tasks", "Четвёртое имя", "anna boss igor olga"},
		{"ivan", "POST", records("tasks"), `{"title":"Задача Ивана"}`, "tasks/*", "Задача Ивана", "anna boss igor ivan"},
		{"anna", "POST", records("comments"), `{"task":"` + id("work") + `","body":"Для Ольги"}`, "comments/*", "Для Ольги", "anna boss igor olga"},
		{"olga", "PATCH", record("comments", "olgaword"), `{"body":"Исправлено"}`, "comments/" + id("olgaword"), "Исправлено", "anna boss igor olga"},
		{"anna", "POST", records("notes"), `{"task":"` + id("work") + `","body":"Заметка"}`, "notes/*", "Заметка", "anna boss igor"},
		{"ivan", "PATCH", record("assessments", "ivanrate"), `{"comment":"Передумал"}`, "assessments/*", "Передумал", "anna boss igor ivan"},
		{"olga", "PATCH", record("tasks", "work"), `{"priority":"high"}`, "history/*", `"event":"edited"`, "anna boss igor olga"},
		{"olga", "PATCH", record("profiles", "orgolga"), `{"contact":"Контакт"}`, "profiles/*", "Контакт", "anna boss igor olga"},
		{"olga", "PATCH", record("profiles", "orgolga"), `{"contact":"Иной"}`, "history/*", `"event":"profile"`, "anna boss igor olga"},
		{"boss", "PATCH", record("users", "ivan"), `{"name":"Иван Иванович"}`, "users/*", "Иван Иванович", "anna boss igor ivan"},
		{"boss", "PATCH", record("users", "ivan"), `{"name":"Иван"}`, "history/*", `"event":"user"`, "boss"},
		{"anna", "POST", records("comments"), `{"task":"` + id("wait") + `","body":"Ответ"}`, "notifications/*", id("wait"), "olga"},
		{"root", "DELETE", record("comments", "annaword"), "", "comments/*", `"action":"delete"`, "anna boss igor olga"},
		{"root", "DELETE", record("notifications", "annawork"), "", "notifications/*", `"action":"delete"`, "anna"},
		{"root", "DELETE", record("tasks", "ivandone"), "", "comments/*", ivanSecret, "anna boss igor ivan"},
		{"root", "DELETE", record("tasks", "gone"), "", "comments/*", "удалённой", "boss"},
		{"olga", "DELETE", record("tasks", "wait"), "", "tasks/*", `"action":"update"`, "boss"},
		{"boss", "PATCH", record("tasks", "wait"), `{"archived_at":""}`, "tasks/*", `"action":"update"`, "anna boss igor olga"},
		{"boss", "POST", records("categories"), `{"name":"Отчётность"}`, "categories/*", "Отчётность", "anna boss igor ivan olga"},
		{"anna", "POST", records("canned_answers"), `{"title":"Мой","body":"Ответ"}`, "canned_answers/*", "Мой", "anna"},
	} {
		all := subscribed(d, everybody, row.topic)
		if got := d.ask(row.who, row.method, row.url, row.body); got.status >= 300 {
			t.Errorf("%s %s: %d %s", row.method, row.url, got.status, got.body)
		}
		if got := hearers(t, all, row.part); got != row.heard {
			t.Errorf("%s %s %s is heard on %s by %q, want %q", row.who, row.method, row.url, row.topic, got, row.heard)
		}
		for _, c := range all {
			c.close()
		}
	}
}

// What is sent is the same as PocketBase's: its shape, its options, the fields that a
// reader may see.
func TestWhatIsHeard(t *testing.T) {
	d := newDesk(t)
	for _, row := range []struct{ who, topic, want, never string }{ // want is in the first that comes
		{"olga", "tasks/*", `{"record":{"answered_at":"`, "idempotency_key"},
		{"olga", `tasks/*?options={"query":{"fields":"id,title"}}`, `{"record":{"id":"` + id("work") + `","title":"Имя"},"action":"update"}`, ""},
		{"olga", `tasks/*?options={"query":{"expand":"profile,consultant","fields":"id,expand.profile.inn,expand.consultant.id"}}`, `{"record":{"expand":{"profile":{"inn":"7707083893"}},"id":"` + id("work") + `"},"action":"update"}`, "anna"},
		{"anna", `tasks/*?options={"query":{"expand":"client","fields":"expand.client.name,expand.client.email"}}`, `"email":"olga@example.com"`, ""},
		{"olga", `tasks/*?options={"query":{"filter":"title = 'Имя'"}}`, `"action":"update"`, ""},
		{"olga", `tasks/*?options={"query":{"filter":"title = 'Иное'"}}`, `"title":"Иное"`, ""},
		{"root", "tasks/*", `"action":"update"`, ""},
	} {
		c := newRealtime(d)
		d.want(204, row.who, "POST", "/api/realtime", subscription(c, row.topic))
		d.want(200, "boss", "PATCH", record("tasks", "work"), `{"title":"Имя"}`)
		d.want(200, "boss", "PATCH", record("tasks", "work"), `{"title":"Иное"}`)
		got := hear(c)
		if !strings.Contains(got, row.want) || (row.never != "" && strings.Contains(got, row.never)) {
			t.Errorf("%s on %s: %s", row.who, row.topic, got)
		}
		c.close()
	}
}

// An administrator's rule is the one that decides, also where it can't be decided in
// memory.
func TestChangedRulesAreAsked(t *testing.T) {
	d := newDesk(t)
	for _, row := range []struct{ rule, heard string }{
		{`@request.auth.role = "client" && task.client = @request.auth.id`, "olga"},
		{`@request.auth.role ~ "lien" && task.client = @request.auth.id`, "olga"},
		{`task.client.name = @request.auth.name || @request.auth.username:lower = "igor"`, "igor olga"},
		{`@request.auth.id = "" && @collection.users.id ?= @request.auth.id || @request.auth.role = "manager"`, "boss"},
	} {
		comments, err := d.app.FindCollectionByNameOrId("comments")
		if err != nil {
			t.Fatal(err)
		}
		comments.ListRule = &row.rule
		if err := d.app.Save(comments); err != nil {
			t.Fatal(err)
		}
		all := subscribed(d, everybody, "comments/*")
		d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Слышно"}`)
		if got := hearers(t, all, "Слышно"); got != row.heard {
			t.Errorf("%s: %q", row.rule, got)
		}
	}
}

// Somebody who is blocked, or whose role another process has changed, hears no more
// than the present row allows.
func TestPresentRowsDecide(t *testing.T) {
	d := newDesk(t)
	all := subscribed(d, []string{"olga", "anna", "boss"}, "comments/*")
	if _, err := d.app.DB().NewQuery("UPDATE users SET blocked = 1 WHERE id = {:id}").Bind(dbx.Params{"id": id("anna")}).Execute(); err != nil {
		t.Fatal(err)
	}
	d.want(200, "boss", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Слышно"}`)
	if got := hearers(t, all, "Слышно"); got != "boss olga" {
		t.Errorf("heard by %q", got)
	}
}

// A task that another process has written, or handed to another client, is heard of
// by the client that it has now.
func TestRowsOfAnotherProcessAreHeard(t *testing.T) {
	d := newDesk(t)
	all := subscribed(d, []string{"olga", "ivan"}, "comments/*")
	comment := func(text string) {
		d.want(200, "boss", "POST", records("comments"), `{"task":"`+id("work")+`","body":"`+text+`"}`)
	}
	comment("Первый")
	if got := hearers(t, all, "Первый"); got != "olga" {
		t.Errorf("heard by %q", got)
	}
	if _, err := d.app.DB().NewQuery("UPDATE tasks SET client = {:id} WHERE id = {:task}").Bind(dbx.Params{"id": id("ivan"), "task": id("work")}).Execute(); err != nil {
		t.Fatal(err)
	}
	comment("Второй")
	if got := hearers(t, all, "Второй"); got != "ivan" {
		t.Errorf("heard by %q", got)
	}
}

// askedOf counts the queries of a piece of work.
func askedOf(hear func(func(string)), work func()) int {
	var n atomic.Int64
	hear(func(string) { n.Add(1) })
	work()
	hear(nil)
	return int(n.Load())
}

// The writer of a comment does not pay for the listeners: two hundred of them cost a
// few queries an event, not some each.
func TestListenersCostNoQueries(t *testing.T) {
	d, hear := newLoggedDesk(t)
	comment := func() {
		d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Ответ"}`)
	}
	comment() // what is cached at first use
	alone := askedOf(hear, comment)
	people := slices.Clone(everybody)
	for i := range 15 {
		people = append(people, rawClient(t, d, fmt.Sprintf("client%c", 'a'+i)))
	}
	heard := map[string][]*connection{}
	for range 10 {
		for who, c := range subscribed(d, people, "tasks/*", "comments/*", "history/*", "assessments/*", `notifications/*?options={"query":{"expand":"task,actor"}}`) {
			heard[who] = append(heard[who], c)
		}
	}
	comment()
	for _, all := range heard {
		for _, c := range all {
			heardSoFar(t, c)
		}
	}
	crowded := askedOf(hear, comment)
	const fixed = 25 // of the events of a comment, and of the record that Olga's bell expands
	if crowded > alone+fixed {
		t.Errorf("%d queries alone, %d with %d listeners", alone, crowded, 10*len(people))
	}
	for who, all := range heard {
		for _, c := range all {
			comments := slices.DeleteFunc(heardSoFar(t, c), func(m subscriptions.Message) bool { return m.Name != "comments/*" })
			if may := slices.Contains([]string{"olga", "anna", "igor", "boss"}, who); may != (len(comments) == 1) {
				t.Errorf("%s heard %d", who, len(comments))
			}
		}
	}
}

// rawClient makes a client below the hooks.
func rawClient(t *testing.T, d *desk, nick string) string {
	t.Helper()
	users, err := d.app.FindCollectionByNameOrId("users")
	if err != nil {
		t.Fatal(err)
	}
	r := core.NewRecord(users)
	r.RefreshTokenKey()
	if _, err := d.app.DB().Insert("users", dbx.Params{
		"id": id(nick), "username": nick, "email": nick + "@example.com", "role": "client", "password": "nobody logs in", "tokenKey": r.TokenKey(), "name": nick,
		"locale": "ru", "verified": true, "blocked": false, "emailVisibility": false, "created": "2026-01-01 00:00:00.000Z", "updated": "2026-01-01 00:00:00.000Z",
	}).Execute(); err != nil {
		t.Fatal(err)
	}
	return nick
}
