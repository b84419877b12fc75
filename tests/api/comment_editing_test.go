package api

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestTableEditingComments checks who may edit a comment, and for how long. Olga
// wrote olgaword and Anna annaword, both on Olga's task.
func TestTableEditingComments(t *testing.T) {
	t.Parallel()
	const fresh, late = 14*time.Minute + 50*time.Second, 15*time.Minute + time.Second
	body, task, seen := `{"body":"Исправлено"}`, `{"task":"`+id("wait")+`"}`, `{"seen_at":"2030-01-01 00:00:00.000Z"}`
	desk := newDesk(t).keep()
	for _, row := range []struct {
		who, name string
		age       time.Duration
		sent      string
		want      int
		contains  string
	}{
		{"olga", "olgaword", 0, body, 200, `"body":"Исправлено"`},
		{"olga", "olgaword", fresh, body, 200, `"body":"Исправлено"`},
		{"olga", "olgaword", late, body, 400, `"body":{"code":"edit_expired"`},
		{"olga", "olgaword", 24 * time.Hour, body, 400, `"edit_expired"`},
		{"anna", "annaword", fresh, body, 200, `"body":"Исправлено"`},
		{"anna", "annaword", late, body, 400, `"edit_expired"`},
		{"root", "olgaword", 24 * time.Hour, body, 200, `"body":"Исправлено"`},

		{"olga", "annaword", 0, body, 404, ""}, // on her task, but not her words
		{"anna", "olgaword", 0, body, 404, ""},
		{"boss", "olgaword", 0, body, 404, ""},
		{"ivan", "olgaword", 0, body, 404, ""},
		{"olga", "ivanword", 0, body, 404, ""},
		{"olga", "goneword", 0, body, 404, ""}, // the task is archived
		{"vera", "olgaword", 0, body, 404, ""},
		{"", "olgaword", 0, body, 404, ""},

		{"olga", "olgaword", 0, task, 400, `"task":{"code":"read_only"`},
		{"olga", "olgaword", 0, `{"author":"` + id("ivan") + `"}`, 400, `"author":{"code":"read_only"`},
		{"olga", "olgaword", 0, `{"quoted":"Не моё"}`, 400, `"quoted":{"code":"read_only"`},
		{"olga", "olgaword", 0, `{"edited_at":""}`, 200, `"edited_at":""`}, // as it is
		{"olga", "olgaword", 0, `{"edited_at":"2030-01-01 00:00:00.000Z"}`, 400, `"edited_at":{"code":"read_only"`},
		{"olga", "olgaword", 0, seen, 400, `"seen_at":{"code":"read_only"`},
		{"olga", "olgaword", 0, `{"created":"2030-01-01 00:00:00.000Z"}`, 400, `"created":{"code":"read_only"`},
		{"olga", "olgaword", 0, `{"body":"Исправлено","task":"` + id("wait") + `"}`, 400, `"read_only"`},
		{"olga", "olgaword", late, seen, 400, `"edit_expired"`},
		{"anna", "annaword", 0, seen, 400, `"read_only"`},
		{"olga", "olgaword", 0, `{"body":"   "}`, 400, `"body":{"code":"validation_required"`},
		{"olga", "olgaword", 0, `{"body":"` + strings.Repeat("а", 10001) + `"}`, 400, `"validation_max_text_constraint"`},
	} {
		t.Run(fmt.Sprintf("%s %s %s %.40s", row.who, row.name, row.age, row.sent), func(t *testing.T) {
			d := desk.restored(t)
			if row.age > 0 {
				d.age("comments", row.name, row.age, "created")
			}
			d.want(row.want, row.who, "PATCH", record("comments", row.name), row.sent, row.contains)
			stored, err := d.app.FindRecordById("comments", id(row.name))
			if err != nil {
				t.Fatal(err)
			}
			edited := !stored.GetDateTime("edited_at").IsZero()
			if changed := row.want == 200 && row.sent == body; edited != changed {
				t.Errorf("edited_at is set: %v, the text changed: %v", edited, changed)
			}
			if row.want != 200 && (stored.GetString("task") == id("wait") || strings.Contains(stored.GetString("body"), "Исправлено")) {
				t.Errorf("a refused edit was kept: %v", stored)
			}
		})
	}
}

// Comments on a closed task can be written and edited.
func TestEditingOnAClosedTask(t *testing.T) {
	d := newDesk(t)
	d.want(200, "olga", "PATCH", record("tasks", "work"), `{"status":"closed"}`)
	d.want(200, "olga", "PATCH", record("comments", "olgaword"), `{"body":"И ещё спасибо"}`, `"edited_at":"20`)
	d.want(204, "olga", "DELETE", record("tasks", "work"), "")
	for _, who := range []string{"olga", "anna", "boss"} {
		d.want(404, who, "PATCH", record("comments", "olgaword"), `{"body":"После удаления"}`)
	}
}

// Saving the same text is not an edit.
func TestEditingToTheSame(t *testing.T) {
	d := newDesk(t)
	for _, same := range []string{`{"body":"Слово Ольги"}`, `{"body":"  Слово Ольги\n"}`, `{}`} {
		d.want(200, "olga", "PATCH", record("comments", "olgaword"), same, `"edited_at":""`, `"body":"Слово Ольги"`)
	}
}

// An edit cannot change the files of a comment.
func TestEditingLeavesFiles(t *testing.T) {
	d := newDesk(t)
	comment, stored, _ := strings.Cut(uploadFile(d, "olga", "comments", map[string]string{"task": id("work"), "body": "Вот файл"}, "act.txt", "сумма 100"), "/")
	at := records("comments") + "/" + comment
	d.want(400, "olga", "PATCH", at, `{"files":[]}`, `"files":{"code":"read_only"`)
	d.want(400, "olga", "PATCH", at, `{"files-":["`+stored+`"]}`, `"read_only"`)
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, _ := w.CreateFormFile("files", "second.txt")
	_, _ = part.Write([]byte("ещё"))
	_ = w.Close()
	d.check(d.ask("olga", "PATCH", at, form.String(), "Content-Type", w.FormDataContentType()), 400, `"read_only"`)
	d.want(200, "olga", "PATCH", at, `{"body":"Вот тот файл"}`, stored)
}

// An edit keeps a read mark set meanwhile: it is applied to the current row.
func TestEditingKeepsWhatCameMeanwhile(t *testing.T) {
	d := newDesk(t)
	d.age("comments", "olgaword", time.Minute, "seen_at")
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			d.want(200, "olga", "PATCH", record("comments", "olgaword"), fmt.Sprintf(`{"body":"Правка %d"}`, i))
		})
	}
	all.Wait()
	stored, err := d.app.FindRecordById("comments", id("olgaword"))
	if err != nil {
		t.Fatal(err)
	}
	if stored.GetDateTime("seen_at").IsZero() || !strings.HasPrefix(stored.GetString("body"), "Правка") {
		t.Errorf("the row is now %v", stored)
	}
}
