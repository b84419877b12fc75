package api

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

// bulk changes tasks and returns the decoded response.
func (d *desk) bulk(who, change string, tasks ...string) map[string]any {
	d.Helper()
	ids := make([]string, len(tasks))
	for i, name := range tasks {
		ids[i] = id(name)
	}
	return d.want(200, who, "POST", "/api/desk/bulk", `{"ids":["`+strings.Join(ids, `","`)+`"],"change":`+change+`}`).decode(d)
}

func (d *desk) undo(status int, who string, action map[string]any, contains ...string) {
	d.Helper()
	d.want(status, who, "POST", "/api/desk/bulk/undo", `{"undo":"`+action["undo"].(string)+`"}`, contains...)
}

// state returns the fields of a task that a bulk change sets.
func state(t *core.Record) string {
	return fmt.Sprint(t.GetString("status"), " ", t.GetString("consultant"), " ", t.GetString("priority"), " ", t.GetString("done_at"), t.GetString("closed_at"), t.GetString("due_at"), t.GetString("archived_at"))
}

// Each task is checked by itself: refused ones are listed with the reason, the others
// are changed, and the caller can undo the changes.
func TestBulk(t *testing.T) {
	desk := newDesk(t).keep()
	for _, c := range []struct {
		who, change string
		tasks       []string
		changed     int
		refused     string // code by name
	}{
		{"anna", `{"consultant":"` + id("anna") + `"}`, []string{"new", "ivannew", "ivandone", "gone", "nosuch"}, 2, "ivandone:already_taken gone:no_task nosuch:no_task"},
		{"anna", `{"status":"waiting"}`, []string{"work", "wait", "new"}, 1, "new:bad_transition"}, // wait is so already
		{"anna", `{"status":"done"}`, []string{"work", "wait", "shut"}, 2, "shut:bad_transition"},
		{"anna", `{"consultant":"` + id("igor") + `"}`, []string{"work", "wait"}, 2, ""},
		{"anna", `{"consultant":""}`, []string{"work", "wait"}, 2, ""},
		{"anna", `{"priority":"high"}`, []string{"work"}, 0, "work:read_only"},
		{"anna", `{"consultant":"` + id("olga") + `"}`, []string{"work"}, 0, "work:not_staff"},
		{"boss", `{"priority":"high"}`, []string{"work", "ivannew", "gone"}, 2, "gone:task_archived"},
		{"boss", `{"status":"closed"}`, []string{"work", "ivandone", "shut"}, 2, ""},
		{"boss", `{"archived_at":""}`, []string{"gone"}, 1, ""},
		{"anna", `{"status":"done"}`, []string{"work", "done"}, 1, ""}, // as many as undo restores
	} {
		d := desk.restored(t)
		before := map[string]string{}
		for _, name := range c.tasks {
			if name != "nosuch" {
				before[name] = state(d.task(name))
			}
		}
		news, letters := d.count("notifications", "TRUE"), d.count("outbox", "TRUE")
		action := d.bulk(c.who, c.change, c.tasks...)
		var refused []string
		for _, r := range action["refused"].([]any) {
			r := r.(map[string]any)
			refused = append(refused, strings.TrimRight(r["id"].(string), "0")+":"+r["code"].(string))
			if r["message"] == "" {
				t.Errorf("%s: no words for %v", c.change, r)
			}
		}
		if n := len(action["changed"].([]any)); n != c.changed || strings.Join(refused, " ") != c.refused {
			t.Errorf("%s %s: %d changed, refused %v; want %d and %s", c.who, c.change, n, refused, c.changed, c.refused)
		}
		if c.changed == 0 {
			continue
		}
		stranger := "igor"
		d.undo(409, stranger, action, "undo_expired")
		d.undo(200, c.who, action, `"refused":[]`)
		for name, was := range before {
			if is := state(d.task(name)); is != was {
				t.Errorf("%s %s: %s was %s and is %s", c.who, c.change, name, was, is)
			}
		}
		if n := d.count("notifications", "TRUE"); n != news {
			t.Errorf("%s %s: %d told, and %d once it is taken back", c.who, c.change, news, n)
		}
		if n := d.count("outbox", "TRUE"); n != letters {
			t.Errorf("%s %s: %d letters, and %d once it is taken back", c.who, c.change, letters, n)
		}
		if n := d.countsThatDiffer(t); n != 0 {
			t.Errorf("%s %s: %d counters differ", c.who, c.change, n)
		}
		d.undo(409, c.who, action, "undo_expired")
	}
}

// If a task is refused for several reasons, the response always names the same one.
func TestBulkNamesTheFirstReason(t *testing.T) {
	d := newDesk(t)
	change := `{"category":"` + d.newCategory("Зарплата") + `","priority":"high"}`
	for range 20 {
		refused := d.bulk("anna", change, "ivandone")["refused"].([]any)
		if code := refused[0].(map[string]any)["code"]; code != "not_your_task" {
			t.Fatalf("the reason is %s", code)
		}
	}
}

// Undo keeps later changes and lists their tasks.
func TestBulkUndoKeepsLaterChanges(t *testing.T) {
	d := newDesk(t)
	action := d.bulk("anna", `{"status":"done"}`, "work", "wait")
	d.want(200, "olga", "PATCH", record("tasks", "work"), `{"status":"in_progress"}`)
	d.undo(200, "anna", action, `"restored":1`, `"id":"`+id("work")+`"`, `"code":"undo_expired"`)
	if work, wait := d.task("work").GetString("status"), d.task("wait").GetString("status"); work != "in_progress" || wait != "waiting" {
		t.Errorf("work is %s, wait is %s", work, wait)
	}
}

// A comment written since the change still awaits a reply after an undo.
func TestBulkUndoKeepsLaterComments(t *testing.T) {
	d := newDesk(t)
	say := func(who, task string) {
		d.want(200, who, "POST", records("comments"), `{"task":"`+id(task)+`","body":"Вот что ещё"}`)
	}
	action := d.bulk("anna", `{"consultant":"`+id("igor")+`"}`, "work")
	say("olga", "work")
	due := d.task("work").GetString("due_at")
	d.undo(200, "anna", action, `"restored":1`)
	if got := d.task("work"); due == "" || got.GetString("due_at") != due || got.GetString("consultant") != id("anna") {
		t.Errorf("due %q, was %q; with %s", got.GetString("due_at"), due, got.GetString("consultant"))
	}
	action = d.bulk("boss", `{"priority":"high"}`, "work")
	say("anna", "work")
	d.undo(200, "boss", action, `"restored":1`)
	if got := d.task("work").GetString("due_at"); got != "" {
		t.Errorf("answered, and due %s", got)
	}
}

// A former manager cannot undo an action reserved for managers.
func TestBulkUndoIsOfTheRole(t *testing.T) {
	d := newDesk(t)
	action := d.bulk("boss", `{"status":"closed"}`, "ivandone")
	d.want(200, "root", "PATCH", record("users", "boss"), `{"role":"consultant"}`)
	d.undo(409, "boss", action, "undo_expired")
	if status := d.task("ivandone").GetString("status"); status != "closed" {
		t.Errorf("it is %s", status)
	}
}

func TestBulkRefuses(t *testing.T) {
	d := newDesk(t)
	ids := `"ids":["` + id("work") + `"]`
	for _, c := range []struct {
		who, body string
		status    int
		contains  string
	}{
		{"", "{" + ids + `,"change":{"status":"done"}}`, 401, ""},
		{"olga", "{" + ids + `,"change":{"status":"closed"}}`, 403, ""},
		{"anna", `{"change":{"status":"done"}}`, 400, `"ids":{"code":"bulk_ids"`},
		{"anna", `{"ids":["x"` + strings.Repeat(`,"x"`, 200) + `],"change":{"status":"done"}}`, 400, `"ids":{"code":"bulk_ids"`},
		{"anna", "{" + ids + `}`, 400, `"change":{"code":"validation_required"`},
		{"anna", "{" + ids + `,"change":{"title":"Другая","rev":9}}`, 400, `"title":{"code":"read_only"`},
		{"anna", "{" + ids + `,"change":{"consultant":{"id":"x"}}}`, 400, `"consultant":{"code":"validation_invalid_value"`},
		{"boss", `{"ids":["` + id("gone") + `"],"change":{"archived_at":"yesterday"}}`, 400, `"archived_at":{"code":"validation_invalid_value"`},
		{"anna", "{" + ids + `,"change":`, 400, ""},
	} {
		d.want(c.status, c.who, "POST", "/api/desk/bulk", c.body, c.contains)
	}
	d.want(409, "anna", "POST", "/api/desk/bulk/undo", `{"undo":"nothing"}`, "undo_expired")
	d.want(401, "", "POST", "/api/desk/bulk/undo", `{"undo":"nothing"}`)
	if work, gone := d.task("work"), d.task("gone"); work.GetString("consultant") != id("anna") || gone.GetDateTime("archived_at").IsZero() {
		t.Errorf("what was refused is %s and %s", state(work), state(gone))
	}
	if action := d.bulk("anna", `{"status":"waiting"}`, "work", "work"); len(action["changed"].([]any)) != 1 {
		t.Errorf("a task that is named twice: %v", action["changed"])
	}
	english := d.ask("anna", "POST", "/api/desk/bulk", `{"ids":["`+id("ivandone")+`"],"change":{"consultant":"`+id("anna")+`"}}`, "Accept-Language", "en")
	d.check(english, 200, "Another consultant has already taken the task.")
}
