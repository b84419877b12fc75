package api

import (
	"net/url"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

func TestArchive(t *testing.T) {
	d := newDesk(t)
	for _, name := range []string{"new", "work", "wait", "done", "shut"} { // in any status
		d.want(204, "olga", "DELETE", record("tasks", name), "")
		d.want(404, "olga", "GET", record("tasks", name), "")
		d.want(404, "anna", "GET", record("tasks", name), "")
	}
	d.want(200, "anna", "GET", "/api/desk/queue?status=all", "", `"closed":0`)
	d.want(200, "boss", "GET", record("tasks", "work"), "")
	d.want(400, "boss", "PATCH", record("tasks", "work"), `{"status":"done"}`, "task_archived")
	d.want(400, "boss", "PATCH", record("tasks", "new"), `{"archived_at":"2030-01-01 00:00:00Z"}`)
	d.want(400, "boss", "PATCH", record("tasks", "work"), `{"archived_at":"вчера"}`, `"archived_at":{"code":"validation_invalid_value"`) // no date is not none
	d.want(404, "olga", "GET", record("tasks", "work"), "")
	d.want(200, "boss", "PATCH", record("tasks", "work"), `{"archived_at":""}`, `"archived_at":""`)
	d.want(200, "boss", "GET", records("history")+"?filter="+url.QueryEscape(`task = "`+id("work")+`" && event = "restored"`), "",
		`"totalItems":1`, `"actor":"`+id("boss")+`"`, `"after":{"archived_at":""}`)
	d.want(200, "olga", "GET", record("tasks", "work"), "")
	d.want(404, "olga", "DELETE", record("tasks", "new"), "")
}

// A comment accepted before the task was archived is not saved after it.
func TestArchivingOvertakesComments(t *testing.T) {
	for _, c := range []struct {
		collection string
		do         [3]string
	}{
		{"comments", [3]string{"anna", records("comments"), `{"task":"` + id("done") + `","body":"Поздно"}`}},
		{"notes", [3]string{"anna", records("notes"), `{"task":"` + id("done") + `","body":"Поздно"}`}},
		{"assessments", [3]string{"olga", records("assessments"), `{"task":"` + id("done") + `","rating":5}`}},
	} {
		d := newDesk(t)
		d.app.OnRecordCreateRequest(c.collection).Bind(&hook.Handler[*core.RecordRequestEvent]{Priority: -99, Func: func(e *core.RecordRequestEvent) error {
			d.want(204, "olga", "DELETE", record("tasks", "done"), "")
			return e.Next()
		}})
		d.want(400, c.do[0], "POST", c.do[1], c.do[2], `"task":{"code":"no_task"`)
		d.want(200, "root", "GET", records(c.collection)+"?filter="+url.QueryEscape(`task = "`+id("done")+`"`), "", `"totalItems":0`)
	}
}

func TestUndo(t *testing.T) {
	d := newDesk(t)
	undo := func(name string) string { return "/api/desk/tasks/" + id(name) + "/undo" }
	d.want(409, "olga", "POST", undo("work"), "", "undo_expired")
	d.want(200, "olga", "PATCH", record("tasks", "wait"), `{"status":"closed"}`)
	d.want(404, "ivan", "POST", undo("wait"), "")
	d.want(404, "anna", "POST", undo("wait"), "")
	d.want(401, "", "POST", undo("wait"), "")
	d.want(200, "olga", "POST", undo("wait"), "", `"status":"waiting"`, `"closed_at":""`)
	d.want(409, "olga", "POST", undo("wait"), "", "undo_expired")

	d.want(204, "olga", "DELETE", record("tasks", "done"), "")
	d.want(200, "olga", "POST", undo("done"), "", `"status":"done"`)
	d.want(200, "olga", "GET", record("tasks", "done"), "")

	d.want(200, "olga", "PATCH", record("tasks", "done"), `{"status":"closed","assessment":{"rating":5}}`)
	d.want(200, "olga", "POST", undo("done"), "", `"status":"done"`) // the assessment stays

	d.want(204, "olga", "DELETE", record("tasks", "work"), "")
	if _, err := d.app.DB().NewQuery("UPDATE history SET created = '2020-01-01 00:00:00.000Z'").Execute(); err != nil {
		t.Fatal(err)
	}
	d.want(409, "olga", "POST", undo("work"), "", "undo_expired")
}

// A job skips a task that its client has reopened since the job listed it.
func TestJobsJudgeAnew(t *testing.T) {
	d := newDesk(t)
	d.age("tasks", "done", 8*24*time.Hour, "done_at")
	d.age("tasks", "ivandone", 8*24*time.Hour, "done_at")
	d.job("otklik_tell_closing")
	d.execAt("UPDATE notifications SET created = {:at} WHERE kind = 'closing'", time.Now().Add(-3*24*time.Hour).UTC().Format("2006-01-02 15:04:05.000Z"))
	d.app.OnRecordAfterUpdateSuccess("tasks").BindFunc(func(e *core.RecordEvent) error {
		if e.Record.Id == id("done") && e.Record.GetString("status") == "closed" {
			d.want(200, "ivan", "PATCH", record("tasks", "ivandone"), `{"status":"in_progress","title":"Не решено"}`)
		}
		return e.Next()
	})
	d.job("otklik_close_done")
	if s := d.task("done").GetString("status"); s != "closed" {
		t.Errorf("the first is %s", s)
	}
	if now := d.task("ivandone"); now.GetString("status") != "in_progress" || now.GetString("title") != "Не решено" {
		t.Errorf("the second is %s, %q", now.GetString("status"), now.GetString("title"))
	}
}

func TestReopen(t *testing.T) {
	d := newDesk(t)
	d.want(200, "olga", "PATCH", record("tasks", "done"), `{"status":"in_progress"}`, `"done_at":""`)
	d.want(200, "olga", "PATCH", record("tasks", "shut"), `{"status":"in_progress"}`, `"closed_at":""`)
	d.want(200, "olga", "PATCH", record("tasks", "new"), `{"status":"closed"}`)
	d.want(200, "olga", "PATCH", record("tasks", "new"), `{"status":"in_progress"}`, `"status":"new"`) // nobody has it
	d.want(200, "olga", "PATCH", record("tasks", "shut"), `{"status":"closed"}`)
	d.want(400, "olga", "PATCH", record("tasks", "shut"), `{"title":"Правка закрытой"}`, "task_closed")
	d.age("tasks", "shut", 15*24*time.Hour, "closed_at")
	d.want(400, "olga", "PATCH", record("tasks", "shut"), `{"status":"in_progress"}`, "reopen_expired")
	d.want(200, "boss", "PATCH", record("tasks", "shut"), `{"status":"in_progress"}`)
}
