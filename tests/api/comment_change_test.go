package api

import (
	"fmt"
	"testing"
)

// An answer and the status that goes with it are saved together or not at all.
func TestTableAnswerWithStatus(t *testing.T) {
	t.Parallel()
	kept := newDesk(t).keep()
	rev := kept.task("work").GetInt("rev")
	for _, c := range []struct {
		name, who, task, change string
		status                  int
		contains, then          string // the status of the task after it
	}{
		{"done", "anna", "work", fmt.Sprintf(`{"status":"done","rev":%d}`, rev), 200, `"body":"Готово"`, "done"},
		{"asked", "anna", "work", `{"status":"waiting"}`, 200, "", "waiting"},
		{"as text", "anna", "work", `"{\"status\":\"done\"}"`, 200, "", "done"},
		{"nothing", "anna", "work", `null`, 200, "", "in_progress"},
		{"by a manager", "boss", "work", `{"status":"closed"}`, 200, "", "closed"},
		{"stale", "anna", "work", fmt.Sprintf(`{"status":"done","rev":%d}`, rev-1), 409, `"rev":{"code":"rev_conflict"`, "in_progress"},
		{"a wrong step", "anna", "work", `{"status":"closed"}`, 400, `"change":{"status":{"code":"not_your_step"`, "in_progress"},
		{"of a colleague", "igor", "work", `{"status":"done"}`, 400, `"change":{"status":{"code":"not_your_task"`, "in_progress"},
		{"no such status", "anna", "work", `{"status":"ready"}`, 400, `"change":{"status":{`, "in_progress"},
		{"no status", "anna", "work", `{"rev":1}`, 400, `"change":{"status":{"code":"validation_required"`, "in_progress"},
		{"another field", "anna", "work", `{"status":"done","title":"x"}`, 400, `"change":{"title":{"code":"read_only"`, "in_progress"},
		{"an unknown field", "anna", "work", `{"status":"done","statsu":"x"}`, 400, `"change":{"statsu":{"code":"unknown_field"`, "in_progress"},
		{"no object", "anna", "work", `"done"`, 400, `"change":{"code":"not_an_object"`, "in_progress"},
		{"by the client", "olga", "work", `{"status":"closed"}`, 400, `"change":{"code":"changed_by_staff_only"`, "in_progress"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := kept.restored(t)
			comments, mails := d.count("comments", "1"), d.outboxRows()
			d.want(c.status, c.who, "POST", records("comments"), `{"task":"`+id(c.task)+`","body":"Готово","change":`+c.change+`}`, c.contains)
			if status := d.task(c.task).GetString("status"); status != c.then {
				t.Errorf("the task is %s, want %s", status, c.then)
			}
			if n := d.count("comments", "1") - comments; (n == 1) != (c.status == 200) {
				t.Errorf("%d comments more", n)
			}
			if c.status != 200 && d.outboxRows() != mails {
				t.Errorf("mails of what was refused: %s", d.outboxRows())
			}
		})
	}
}

// The status that came with an answer is taken back by the id of the answer, which
// stays; so does its letter, and that of the status goes.
func TestAnswerStaysWhenItsStatusIsUndone(t *testing.T) {
	d := newDesk(t)
	made := d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Готово","change":{"status":"done"}}`).decode(t)
	undo := fmt.Sprintf(`{"undo":"%s"}`, made["id"])
	d.letter("olga@example.com", "done")
	d.want(409, "boss", "POST", "/api/desk/bulk/undo", undo, "undo_expired")
	d.want(200, "anna", "POST", "/api/desk/bulk/undo", undo, `"restored":1`, `"refused":[]`)
	if got := d.task("work"); got.GetString("status") != "in_progress" || got.GetString("done_by") != "" {
		t.Errorf("%s, done by %q", got.GetString("status"), got.GetString("done_by"))
	}
	if words := d.letter("olga@example.com", "answer").GetStringSlice("comments"); len(words) != 1 || words[0] != made["id"] {
		t.Errorf("the letter has %v", words)
	}
	if n := d.count("outbox", "kind = 'done'"); n != 0 {
		t.Errorf("%d letters of the status", n)
	}
	d.want(409, "anna", "POST", "/api/desk/bulk/undo", undo, "undo_expired")
	plain := d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Ещё"}`).decode(t)
	d.want(409, "anna", "POST", "/api/desk/bulk/undo", fmt.Sprintf(`{"undo":"%s"}`, plain["id"]), "undo_expired")
}

// A repeated request with the same key is one answer and one step; the letter of the
// status has the answer.
func TestAnswerWithStatusOnce(t *testing.T) {
	d := newDesk(t)
	body := fmt.Sprintf(`{"task":"%s","body":"Готово","change":{"status":"done","rev":%d}}`, id("work"), d.task("work").GetInt("rev"))
	for range 2 {
		d.check(d.ask("anna", "POST", records("comments"), body, "Idempotency-Key", "once-and-only"), 200)
	}
	if n := len(d.letter("olga@example.com", "done").GetStringSlice("comments")); n != 1 || d.count("comments", "body = 'Готово'") != 1 {
		t.Errorf("%d answers in the letter", n)
	}
	d.want(400, "anna", "POST", records("notes"), `{"task":"`+id("work")+`","body":"Готово","change":{"status":"in_progress"}}`, `"change":{"code":"unknown_field"`)
}
