package api

import (
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// workAlways sets a schedule without nights and weekends, which keeps the times of
// these tests simple.
func (d *desk) workAlways() {
	d.Helper()
	r, err := d.app.FindFirstRecordByFilter("schedule", "")
	if err != nil {
		d.Fatal(err)
	}
	day := `[["00:00","24:00"]]`
	var always []string // exceptions win over the production calendar
	for date := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC); date.Year() == 2024; date = date.AddDate(0, 0, 1) {
		always = append(always, date.Format(`"01-02":`)+day)
	}
	d.want(200, "boss", "PATCH", records("schedule")+"/"+r.Id, `{"timezone":"UTC","week":[`+day+strings.Repeat(","+day, 6)+`],"exceptions":{`+strings.Join(always, ",")+`}}`)
}

func dueIn(t *core.Record) time.Duration {
	if at := t.GetDateTime("due_at"); !at.IsZero() {
		return time.Until(at.Time()).Round(time.Hour)
	}
	return nothing
}

// nothing is owed.
const nothing = time.Duration(-1)

// An answer is due from the client's question until staff reply.
func TestDue(t *testing.T) {
	d := newDesk(t)
	d.workAlways()
	say := func(who, task, body string) {
		d.want(200, who, "POST", records("comments"), `{"task":"`+id(task)+`","body":"`+body+`"}`)
	}
	patch := func(who, task, body string) { d.want(200, who, "PATCH", record("tasks", task), body) }
	made := d.want(200, "olga", "POST", records("tasks"), `{"title":"Срочно","priority":"high","due_at":"2020-01-01 00:00:00.000Z","last_by":"staff"}`).decode(t)
	if r, _ := d.app.FindRecordById("tasks", made["id"].(string)); dueIn(r) != 2*time.Hour || r.GetString("last_by") != "" {
		t.Errorf("a new one is due in %v, last by %q", dueIn(r), r.GetString("last_by"))
	}
	for _, step := range []struct {
		what     string
		do       func()
		lastBy   string
		due      time.Duration
		answered bool
	}{
		{"the client asks", func() { say("olga", "work", "Когда?") }, "client", 8 * time.Hour, true},
		{"and again", func() {
			d.age("tasks", "work", 7*time.Hour, "due_from")
			d.age("tasks", "work", -time.Hour, "due_at")
			say("olga", "work", "Ну когда?")
		}, "client", time.Hour, true},
		{"more pressing", func() { patch("olga", "work", `{"priority":"high"}`) }, "client", -5 * time.Hour, true},
		{"less pressing", func() { patch("olga", "work", `{"priority":"low"}`) }, "client", 9 * time.Hour, true},
		{"high after all", func() { patch("olga", "work", `{"priority":"high"}`) }, "client", -5 * time.Hour, true},
		{"staff answer", func() { say("anna", "work", "Сегодня") }, "staff", nothing, true},
		{"the client thanks", func() { say("olga", "work", "Спасибо") }, "client", 2 * time.Hour, true},
		{"staff ask", func() { patch("anna", "work", `{"status":"waiting"}`) }, "client", nothing, true},
		{"the client answers", func() { say("olga", "work", "Вот") }, "client", 2 * time.Hour, true},
		{"done", func() { patch("anna", "work", `{"status":"done"}`) }, "client", nothing, true},
		{"a thank-you", func() { say("olga", "work", "Спасибо!") }, "client", nothing, true},
		{"not solved", func() { patch("olga", "work", `{"status":"in_progress"}`) }, "client", 2 * time.Hour, true},
		{"nobody sets them by hand", func() {
			patch("root", "work", `{"last_by":"staff","last_at":"","title":"Иначе"}`)
		}, "client", 2 * time.Hour, true},
		{"nobody's again", func() { patch("anna", "work", `{"consultant":""}`) }, "client", 2 * time.Hour, true},
		{"closed", func() { patch("olga", "work", `{"status":"closed"}`) }, "client", nothing, true},
	} {
		step.do()
		got := d.task("work")
		if got.GetString("last_by") != step.lastBy || dueIn(got) != step.due || got.GetDateTime("answered_at").IsZero() == step.answered {
			t.Errorf("%s: last by %q, due in %v, answered at %q; want %q and %v", step.what, got.GetString("last_by"), dueIn(got), got.GetString("answered_at"), step.lastBy, step.due)
		}
	}
}

// The first answer is due by the creation of the task, whatever the client writes
// meanwhile.
func TestFirstAnswer(t *testing.T) {
	d := newDesk(t)
	due := d.task("new").GetString("due_at")
	d.want(200, "olga", "POST", records("comments"), `{"task":"`+id("new")+`","body":"Ещё вот что"}`)
	if got := d.task("new"); got.GetString("due_at") != due || got.GetString("answered_at") != "" || got.GetInt("rev") != 1 {
		t.Errorf("due %s, was %s; answered %q; rev %d", got.GetString("due_at"), due, got.GetString("answered_at"), got.GetInt("rev"))
	}
	d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("new")+`","body":"Смотрю"}`)
	first := d.task("new").GetString("answered_at")
	d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("new")+`","body":"Ещё смотрю"}`)
	if got := d.task("new").GetString("answered_at"); first == "" || got != first {
		t.Errorf("answered at %q, then %q", first, got)
	}
}

// A removed comment does not count.
func TestRemovedComments(t *testing.T) {
	d := newDesk(t)
	for _, step := range []struct{ remove, lastBy string }{{"annaword", "client"}, {"olgaword", ""}} {
		d.want(204, "root", "DELETE", record("comments", step.remove), "")
		if got := d.task("work"); got.GetString("last_by") != step.lastBy || !got.GetDateTime("answered_at").IsZero() {
			t.Errorf("without %s: last by %q, answered at %q", step.remove, got.GetString("last_by"), got.GetString("answered_at"))
		}
	}
}

// After a comment is removed, the due time follows the remaining thread.
func TestDueAfterRemovedComments(t *testing.T) {
	d := newDesk(t)
	d.workAlways()
	d.age("comments", "olgaword", 5*time.Hour, "created")
	d.age("comments", "annaword", 4*time.Hour, "created")
	comments := map[string]string{"Слово Ольги": id("olgaword"), "Слово Анны": id("annaword")}
	say := func(who, body string) {
		comments[body] = d.want(200, who, "POST", records("comments"), `{"task":"`+id("work")+`","body":"`+body+`"}`).decode(t)["id"].(string)
	}
	remove := func(body string) { d.want(204, "root", "DELETE", records("comments")+"/"+comments[body], "") }
	for _, step := range []struct {
		what   string
		do     func()
		lastBy string
		due    time.Duration
	}{
		{"the client asks and staff answer", func() {
			say("olga", "Когда?")
			d.age("comments", comments["Когда?"], 3*time.Hour, "created")
			say("olga", "Ну когда?")
			say("anna", "Сегодня")
		}, "staff", nothing},
		{"no answer", func() { remove("Сегодня") }, "client", 5 * time.Hour},
		{"no second question", func() { remove("Ну когда?") }, "client", 5 * time.Hour},
		{"no first one", func() { remove("Когда?") }, "staff", nothing},
		{"asked again", func() { say("olga", "А теперь?") }, "client", 8 * time.Hour},
		{"and not", func() { remove("А теперь?") }, "staff", nothing},
		{"no words of staff", func() { remove("Слово Анны") }, "client", 3 * time.Hour},
		{"no words", func() { remove("Слово Ольги") }, "", 3 * time.Hour},
		{"a first answer", func() { say("anna", "Смотрю") }, "staff", nothing},
		{"and none", func() { d.age("tasks", "work", 2*time.Hour, "created"); remove("Смотрю") }, "", 6 * time.Hour},
		{"it waits for the client", func() {
			say("olga", "Вот")
			say("anna", "А это?")
			d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"waiting"}`)
			remove("А это?")
		}, "client", nothing},
	} {
		step.do()
		if got := d.task("work"); got.GetString("last_by") != step.lastBy || dueIn(got) != step.due {
			t.Errorf("%s: last by %q, due in %v; want %q and %v", step.what, got.GetString("last_by"), dueIn(got), step.lastBy, step.due)
		}
	}
}

// An invalid schedule gives an error of the wrong field.
func TestScheduleRefuses(t *testing.T) {
	d := newDesk(t)
	r, err := d.app.FindFirstRecordByFilter("schedule", "")
	if err != nil {
		t.Fatal(err)
	}
	at := records("schedule") + "/" + r.Id
	for _, c := range []struct{ body, code string }{
		{`{"timezone":"Europe/Atlantis"}`, `"timezone":{"code":"schedule_timezone"`},
		{`{"week":[[["18:00","09:00"]]]}`, `"week":{"code":"schedule_week"`},
		{`{"week":[[],[],[],[],[],[],[]]}`, `"week":{"code":"schedule_no_hours"`},
		{`{"exceptions":{"02-30":[]}}`, `"exceptions":{"code":"schedule_exceptions"`},
		{`{"target_high":0}`, `"target_high":{"code":"validation_`},
		{`{"timezone":"","target_normal":-1}`, `"target_normal":{"code":`},
	} {
		d.want(400, "boss", "PATCH", at, c.body, c.code)
	}
	d.want(400, "root", "POST", records("schedule"), `{}`, "schedule_is_one")
	d.want(400, "root", "DELETE", at, "", "schedule_is_one")
}
