package api

import (
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

func TestRealtimeIsForThoseWhoMayRead(t *testing.T) {
	d := newDesk(t)
	topics := []string{"tasks/*", "comments/*", "notes/*", "history/*", "users/*", "profiles/*", "assessments/*", "task_board/*"}
	ears := map[string]*connection{}
	for _, who := range []string{"olga", "ivan", "anna"} {
		ears[who] = listen(d, who, topics...)
	}
	d.want(200, "anna", "POST", records("notes"), `{"task":"`+id("work")+`","body":"`+noteSecret+`"}`)
	if got := hear(ears["anna"]); !strings.Contains(got, noteSecret) {
		t.Errorf("Anna heard %q", got)
	}
	for _, who := range []string{"olga", "ivan"} {
		if got := rest(t, ears[who]); got != "" {
			t.Errorf("%q heard of a note: %s", who, got)
		}
	}
	d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Готово"}`)
	if got := hear(ears["olga"]); !strings.Contains(got, "Готово") {
		t.Errorf("Olga heard %q", got)
	}
	for _, who := range []string{"ivan"} {
		if got := rest(t, ears[who]); got != "" {
			t.Errorf("%q heard of somebody's comment: %s", who, got)
		}
	}
}

func TestArchivedTaskVanishesForOpenTabs(t *testing.T) {
	d := newDesk(t)
	olga, anna, ivan, boss := listen(d, "olga", "tasks/*"), listen(d, "anna", "tasks/*"), listen(d, "ivan", "tasks/*"), listen(d, "boss", "tasks/*")
	d.want(204, "olga", "DELETE", record("tasks", "work"), "")
	for _, c := range []struct {
		name string
		ear  *connection
	}{{"olga", olga}, {"anna", anna}} {
		if got := hear(c.ear); !strings.Contains(got, `"action":"delete"`) || !strings.Contains(got, id("work")) {
			t.Errorf("%s heard %q", c.name, got)
		}
	}
	if got := hear(boss); !strings.Contains(got, `"action":"update"`) {
		t.Errorf("the manager heard %q", got)
	}
	if got := rest(t, ivan); got != "" {
		t.Errorf("Ivan heard %q", got)
	}
}

func TestBlockingDropsRealtime(t *testing.T) {
	d := newDesk(t)
	ear := listen(d, "olga", "tasks/*")
	d.want(200, "boss", "PATCH", record("users", "olga"), `{"blocked":true}`)
	if got := hear(ear); got != "closed" {
		t.Errorf("the connection is still there: %q", got)
	}
}

// A subscription in progress when its person is blocked is dropped too.
func TestBlockingOvertakesASubscription(t *testing.T) {
	d := newDesk(t)
	d.app.OnRealtimeSubscribeRequest().Bind(&hook.Handler[*core.RealtimeSubscribeRequestEvent]{Priority: -99, Func: func(e *core.RealtimeSubscribeRequestEvent) error {
		d.want(200, "boss", "PATCH", record("users", "olga"), `{"blocked":true}`)
		return e.Next()
	}})
	client := newRealtime(d)
	d.want(401, "olga", "POST", "/api/realtime", `{"clientId":"`+client.Id()+`","subscriptions":["tasks/*"]}`)
	d.want(200, "boss", "PATCH", record("tasks", "work"), `{"title":"После блокировки"}`)
	if got := hear(client); got != "closed" {
		t.Errorf("the connection is still there: %q", got)
	}
}
