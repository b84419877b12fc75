package api

import (
	"fmt"
	"testing"
	"time"
)

// doneByAnna lets Anna do a task, the client rate it, and a manager hand it to Igor.
func doneByAnna(d *desk) {
	d.Helper()
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`, `"done_by":"`+id("anna")+`"`)
	d.want(200, "boss", "PATCH", record("tasks", "work"), `{"consultant":"`+id("igor")+`"}`, `"done_by":"`+id("anna")+`"`)
}

// A handed over task keeps who did the work: figures, ratings and lists are theirs.
func TestWorkCountsForWhoDidIt(t *testing.T) {
	d := newDesk(t)
	before := d.today()
	doneByAnna(d)
	d.want(200, "olga", "POST", records("assessments"), `{"task":"`+id("work")+`","rating":1}`, `"consultant":"`+id("anna")+`"`)
	after := d.today()
	for who, more := range map[string]int{"anna": 1, "igor": 0} {
		for figure, n := range after[who] {
			if n != before[who][figure]+more {
				t.Errorf("%s: %s was %d and is %d, want %d more", who, figure, before[who][figure], n, more)
			}
		}
	}
	d.want(200, "boss", "GET", "/api/desk/low", "", `"consultant":"`+id("anna")+`"`)
}

// today returns the figures that count the work of Anna and Igor, wherever they stand.
func (d *desk) today() map[string]map[string]int {
	d.Helper()
	day := time.Now().In(time.FixedZone("", 3*60*60)).Format(time.DateOnly)
	out := map[string]map[string]int{}
	for _, who := range []string{"anna", "igor"} {
		total := func(query string) int {
			_, page := d.queue("boss", "view=all&consultant="+id(who)+"&"+query)
			return int(page["total"].(float64))
		}
		only := d.report("from=" + day + "&to=" + day + "&consultant=" + id(who)).Totals.Now
		out[who] = map[string]int{
			"done alone": only.Done, "rated alone": only.Rated, "finished alone": only.Finished,
			"queue done": total("done=" + day + ".."), "queue finished": total("finished=" + day + ".."), "queue rated": total("finished=" + day + "..&rating=1"),
			"done": 0, "rated": 0, "one star": 0, "worked": 0, // no row is no work
		}
		for _, row := range d.report("from=" + day + "&to=" + day).Consultants {
			if row.ID == id(who) {
				out[who]["done"], out[who]["rated"], out[who]["one star"], out[who]["worked"] = row.Done, row.Rated, row.Ratings[0], row.Work.N
			}
		}
		for _, s := range d.want(200, "boss", "GET", "/api/desk/staff", "").decode(d)["items"].([]any) {
			if s := s.(map[string]any); s["id"] == id(who) {
				out[who]["people"] = int(s["done_week"].(float64))
			}
		}
	}
	return out
}

// Consultants hand over what is not finished; managers what is done as well.
func TestTableHandOverOfDoneTasks(t *testing.T) {
	t.Parallel()
	kept := newDesk(t).keep()
	for _, c := range []struct {
		name, who, task, body string
		status                int
		contains              string
	}{
		{"done, by its consultant", "anna", "done", `{"consultant":"` + id("igor") + `"}`, 400, `"consultant":{"code":"task_done"`},
		{"done, to nobody", "anna", "done", `{"consultant":""}`, 400, `"consultant":{"code":"task_done"`},
		{"done with it", "anna", "work", `{"status":"done","consultant":"` + id("igor") + `"}`, 400, `"consultant":{"code":"task_done"`},
		{"done, by a colleague", "igor", "done", `{"consultant":"` + id("igor") + `"}`, 400, `"consultant":{"code":"already_taken"`},
		{"done, by a manager", "boss", "done", `{"consultant":"` + id("igor") + `"}`, 200, ""},
		{"not done", "anna", "work", `{"consultant":"` + id("igor") + `"}`, 200, `"done_by":""`},
		{"back to work with it", "anna", "done", `{"status":"in_progress","consultant":"` + id("igor") + `"}`, 200, `"done_by":""`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := kept.restored(t)
			d.want(c.status, c.who, "PATCH", record("tasks", c.task), c.body, c.contains)
			got := d.bulk(c.who, c.body, c.task)
			if refused := len(got["refused"].([]any)); c.status == 400 && refused != 1 {
				t.Errorf("in bulk %d are refused", refused)
			}
		})
	}
}

// done_by follows the status: who sets a task done, whoever has it; nobody writes it.
func TestDoneByFollowsTheStatus(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct{ who, task, body, want string }{
		{"boss", "work", `{"status":"done"}`, "boss"},
		{"olga", "work", `{"status":"in_progress"}`, ""},
		{"anna", "work", `{"status":"done"}`, "anna"},
		{"olga", "work", `{"status":"closed"}`, "anna"},
		{"olga", "work", `{"status":"in_progress"}`, ""},
		{"root", "work", `{"status":"done"}`, "anna"},
		{"root", "work", `{"status":"new","consultant":""}`, ""},
		{"boss", "wait", `{"status":"closed"}`, ""},
	} {
		d.want(200, c.who, "PATCH", record("tasks", c.task), c.body)
		want := ""
		if c.want != "" {
			want = id(c.want)
		}
		if got := d.task(c.task).GetString("done_by"); got != want {
			t.Errorf("%s %s %s: %q, want %q", c.who, c.task, c.body, got, want)
		}
	}
	for _, who := range []string{"olga", "anna", "boss", "root"} {
		d.want(400, who, "PATCH", record("tasks", "done"), `{"done_by":"`+id("igor")+`"}`, `"done_by":{"code":"read_only"`)
	}
	action := d.bulk("boss", `{"status":"in_progress"}`, "done")
	was := fmt.Sprint(d.task("done").GetString("done_by"))
	d.undo(200, "boss", action, `"restored":1`)
	if is := d.task("done").GetString("done_by"); was != "" || is != id("anna") {
		t.Errorf("reopened %q, undone %q", was, is)
	}
}
