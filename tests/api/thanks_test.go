package api

import (
	"slices"
	"strings"
	"testing"
)

// answeredView returns the numbers of the view answered, and its count.
func (d *desk) answeredView(who string) (numbers []int, count int) {
	d.Helper()
	numbers, page := d.queue(who, "view=answered&limit=200")
	if page["total"] != float64(len(numbers)) {
		d.Errorf("total %v of %d tasks", page["total"], len(numbers))
	}
	return numbers, int(page["counts"].(map[string]any)["answered"].(float64))
}

func (d *desk) thanks(status int, who string, contains string, tasks ...string) map[string]any {
	d.Helper()
	ids := make([]string, len(tasks))
	for i, name := range tasks {
		ids[i] = id(name)
	}
	return d.want(status, who, "POST", "/api/desk/thanks", `{"ids":["`+strings.Join(ids, `","`)+`"]}`, contains).decode(d)
}

// What a client says on a done or closed task stands in the view answered until staff answer it,
// say that it is thanks, or return the task to work and answer there.
func TestWordOnDoneTaskIsSeen(t *testing.T) {
	t.Parallel()
	kept := newDesk(t).keep()
	number := kept.task("done").GetInt("number")
	for _, c := range []struct {
		name string
		then func(*desk)
		seen bool
	}{
		{"said", func(*desk) {}, true},
		{"answered", func(d *desk) { d.answers("anna", "done", "Пожалуйста") }, false},
		{"thanks", func(d *desk) { d.thanks(200, "anna", `"refused":[]`, "done") }, false},
		{"thanks by a manager", func(d *desk) { d.thanks(200, "boss", `"refused":[]`, "done") }, false},
		{"thanks, and another word", func(d *desk) {
			d.thanks(200, "anna", "", "done")
			d.answers("olga", "done", "А нет, не помогло")
		}, true},
		{"thanks, undone", func(d *desk) {
			d.undo(200, "anna", d.thanks(200, "anna", "", "done"), `"restored":1`)
		}, true},
		{"undone after another word", func(d *desk) {
			action := d.thanks(200, "anna", "", "done")
			d.answers("anna", "done", "Пожалуйста")
			d.undo(200, "anna", action)
		}, false},
		{"back to work", func(d *desk) { d.bulk("anna", `{"status":"in_progress"}`, "done") }, true},
		{"closed by the client", func(d *desk) { d.want(200, "olga", "PATCH", record("tasks", "done"), `{"status":"closed"}`) }, false},
		{"closed, and another word", func(d *desk) {
			d.want(200, "olga", "PATCH", record("tasks", "done"), `{"status":"closed"}`)
			d.answers("olga", "done", "И ещё вопрос")
		}, true},
		{"closed, another word, thanks", func(d *desk) {
			d.want(200, "olga", "PATCH", record("tasks", "done"), `{"status":"closed"}`)
			d.answers("olga", "done", "И спасибо ещё раз")
			d.thanks(200, "anna", `"refused":[]`, "done")
		}, false},
		{"closed, another word, answered", func(d *desk) {
			d.want(200, "olga", "PATCH", record("tasks", "done"), `{"status":"closed"}`)
			d.answers("olga", "done", "И ещё вопрос")
			d.answers("anna", "done", "Ответ")
		}, false},
		{"deleted", func(d *desk) { d.want(204, "olga", "DELETE", record("tasks", "done"), "") }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := kept.restored(t)
			before, was := d.answeredView("anna")
			d.answers("olga", "done", "Не помогло!")
			c.then(d)
			numbers, count := d.answeredView("anna")
			want := was
			if c.seen {
				want++
			}
			if slices.Contains(numbers, number) != c.seen || count != want || slices.Contains(before, number) {
				t.Errorf("in the view: %v (%d), before %v (%d)", numbers, count, before, was)
			}
			if status := d.task("done").GetString("status"); c.name != "back to work" && !strings.HasPrefix(c.name, "closed") && status != "done" {
				t.Errorf("the task is %s", status)
			}
		})
	}
}

// A task that is set done after the client's last words waits for nobody.
func TestDoneAfterTheLastWordIsNotAnswered(t *testing.T) {
	d := newDesk(t)
	d.answers("olga", "work", "Спасибо, всё получилось")
	before, _ := d.answeredView("anna")
	d.bulk("anna", `{"status":"done"}`, "work")
	if numbers, _ := d.answeredView("anna"); !slices.Contains(before, d.task("work").GetInt("number")) || slices.Contains(numbers, d.task("work").GetInt("number")) {
		t.Errorf("in the view: %v, before it was done %v", numbers, before)
	}
}

// Only staff say that words are thanks: of their own tasks, done ones with such words.
func TestThanksRefuses(t *testing.T) {
	d := newDesk(t)
	d.answers("olga", "done", "Спасибо!")
	d.answers("olga", "work", "Спасибо!")
	d.thanks(403, "olga", "", "done")
	d.thanks(401, "", "", "done")
	d.want(400, "anna", "POST", "/api/desk/thanks", `{"ids":[]}`, `"ids":{"code":"bulk_ids"`)
	d.thanks(200, "igor", `"code":"not_your_task"`, "done")
	d.thanks(200, "anna", `"code":"nothing_said"`, "work")
	d.thanks(200, "boss", `"code":"no_task"`, "gone", "nosuch")
	if rev := d.task("done").GetString("last_by"); rev != "client" {
		t.Errorf("the last word is %q", rev)
	}
	d.thanks(200, "anna", `"changed":[{`, "done", "done")
	d.thanks(200, "anna", `"code":"nothing_said"`, "done")
}

// Thanks let a task close by itself; other words keep it open.
func TestThanksLetTheTaskClose(t *testing.T) {
	d := newDesk(t)
	d.answers("olga", "done", "Спасибо!")
	d.age("tasks", "done", 8*day, "done_at")
	d.job("otklik_tell_closing")
	if n := d.count("notifications", "kind = 'closing' AND task = '"+id("done")+"'"); n != 0 {
		t.Errorf("%d warned of a task with the client's last word", n)
	}
	d.thanks(200, "anna", "", "done")
	d.job("otklik_tell_closing")
	if n := d.count("notifications", "kind = 'closing' AND task = '"+id("done")+"'"); n != 1 {
		t.Errorf("%d warned", n)
	}
}
