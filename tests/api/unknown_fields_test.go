package api

import (
	"bytes"
	"mime/multipart"
	"net/url"
	"testing"
)

// A field that does not exist for the caller is refused under the name as sent.
func TestUnknownFields(t *testing.T) {
	d := newDeskOn(t, newsApp(t)).keep()
	for _, c := range []struct{ who, method, url, body, unknown string }{
		{"olga", "POST", records("tasks"), `{"title":"Новая задача","tittle":"x"}`, "tittle"},
		{"olga", "POST", records("tasks"), `{"title":"Новая задача","Title":"x"}`, "Title"},
		{"olga", "POST", records("tasks"), `{"title":"Новая задача","assessment":{"rating":5}}`, "assessment"},
		{"olga", "POST", records("tasks"), `{"title":"Новая задача","idempotency_key":"x"}`, "idempotency_key"},
		{"olga", "PATCH", record("tasks", "work"), `{"titel":"x"}`, "titel"},
		{"olga", "PATCH", record("tasks", "work"), `{"title+":"x"}`, "title+"},
		{"olga", "PATCH", record("tasks", "work"), `{"":"x"}`, ""},
		{"olga", "PATCH", record("tasks", "work"), `{"title.x":"x"}`, "title.x"},
		{"olga", "PATCH", record("tasks", "done"), `{"status":"closed","assesment":{"rating":5}}`, "assesment"},
		{"anna", "PATCH", record("tasks", "work"), `{"idempotency_key":"x"}`, "idempotency_key"},
		{"boss", "PATCH", record("tasks", "work"), `{"state":"done"}`, "state"},
		{"root", "PATCH", record("tasks", "work"), `{"state":"done"}`, "state"},
		{"olga", "POST", records("comments"), "{" + refTo("task", "work") + `,"body":"Ответ","text":"x"}`, "text"},
		{"anna", "POST", records("notes"), "{" + refTo("task", "work") + `,"body":"Заметка","pinned":true}`, "pinned"},
		{"olga", "PATCH", record("comments", "olgaword"), `{"Body":"x"}`, "Body"},
		{"olga", "POST", records("assessments"), "{" + refTo("task", "done") + `,"rating":5,"coment":"x"}`, "coment"},
		{"olga", "PATCH", record("assessments", "shutrate"), `{"answered_at":"2026-01-02 03:04:05.000Z"}`, "answered_at"},
		{"olga", "PATCH", record("users", "olga"), `{"nmae":"Ольга"}`, "nmae"},
		{"olga", "PATCH", record("users", "olga"), `{"tokenKey":"x"}`, "tokenKey"},
		{"olga", "PATCH", record("users", "olga"), `{"profile":{"phone":"1"}}`, "profile"},
		{"boss", "PATCH", record("site", "firm"), `{"adress":"x"}`, "adress"},
		{"boss", "POST", records("categories"), `{"name":"Отчётность","colour":"red"}`, "colour"},
		{"anna", "POST", records("canned_answers"), `{"title":"Привет","body":"Здравствуйте!","shared":true}`, "shared"},
	} {
		t.Run(c.who+" "+c.unknown, func(t *testing.T) {
			d := d.restored(t)
			d.want(400, c.who, c.method, c.url, c.body, `"`+c.unknown+`":{"code":"unknown_field"`)
		})
	}
}

// A companion's fields are checked like those of a record.
func TestUnknownFieldsOfCompanions(t *testing.T) {
	d := newDesk(t)
	closing := func(assessment string) string { return `{"status":"closed","assessment":` + assessment + `}` }
	d.want(400, "olga", "PATCH", record("tasks", "done"), closing(`{"rating":5,"coment":"x"}`), `"assessment":{"coment":{"code":"unknown_field"`)
	d.want(400, "olga", "PATCH", record("tasks", "done"), closing(`{"rating":5,"answered_at":"x"}`), `"assessment":{"answered_at":{"code":"unknown_field"`)
	d.want(400, "olga", "PATCH", record("tasks", "done"), closing(`{"rating":5,"client":"x"}`), `"assessment":{"client":{"code":"read_only"`)
	if got := d.task("done").GetString("status"); got != "done" {
		t.Errorf("the task is %s, want done", got)
	}
	d.want(200, "olga", "PATCH", record("tasks", "done"), closing(`{"rating":5,"comment":"Спасибо"}`))
}

// Forms are checked like JSON: each part, each key of @jsonPayload, each name of a
// file. The parameters of the URL are not fields.
func TestUnknownFieldsOfForms(t *testing.T) {
	d := newDesk(t)
	for name, parts := range map[string][][2]string{
		"tittle":   {{"title", "Новая задача"}, {"tittle", "x"}},
		"Titel":    {{"title", "Новая задача"}, {"@jsonPayload", `{"Titel":"x"}`}},
		"titel":    {{"@jsonPayload", `{"title":"Новая задача","titel":"x"}`}},
		"pictures": {{"title", "Новая задача"}, {"pictures", "file"}},
	} {
		body, kind := formOf(t, parts)
		d.check(d.ask("olga", "POST", records("tasks")+"?expand=client&fields=id,title", body, "Content-Type", kind), 400, `"`+name+`":{"code":"unknown_field"`)
	}
	const urlencoded = "application/x-www-form-urlencoded"
	d.check(d.ask("olga", "POST", records("tasks"), "title=%D0%97%D0%B0%D0%B4%D0%B0%D1%87%D0%B0&tittle=x", "Content-Type", urlencoded), 400, `"tittle":{"code":"unknown_field"`)
	body, kind := formOf(t, [][2]string{{"title", "Новая задача"}, {"@jsonPayload", `{"priority":"high"}`}, {"files", "file"}})
	d.check(d.ask("olga", "POST", records("tasks")+"?expand=client&fields=id,title,priority", body, "Content-Type", kind), 200, `"high"`)
}

func formOf(t *testing.T, parts [][2]string) (body, contentType string) {
	t.Helper()
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	for _, part := range parts {
		var err error
		if part[1] == "file" {
			_, err = w.CreateFormFile(part[0], "note.txt")
		} else {
			err = w.WriteField(part[0], part[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String(), w.FormDataContentType()
}

// A record may be sent back as it was read, expanded records included.
func TestRecordsPassAsTheyWereRead(t *testing.T) {
	d := newDeskOn(t, newsApp(t))
	for _, c := range []struct{ who, url string }{
		{"olga", record("tasks", "work")}, {"anna", record("tasks", "work")}, {"boss", record("tasks", "work")}, {"root", record("tasks", "work")},
		{"olga", record("users", "olga")}, {"root", record("users", "olga")}, {"olga", record("profiles", "orgolga")}, {"root", record("profiles", "orgolga")},
		{"olga", record("comments", "olgaword")}, {"root", record("comments", "annaword")}, {"olga", record("assessments", "shutrate")}, {"root", record("site", "firm")}, {"boss", record("site", "firm")},
	} {
		read := d.want(200, c.who, "GET", c.url+"?expand=client,consultant,profile,task,author,user&unused="+url.QueryEscape("x"), "")
		d.want(200, c.who, "PATCH", c.url, read.body)
	}
	d.want(200, "olga", "PATCH", record("users", "olga"), `{"oldPassword":"parol-12345","password":"parol-123456","passwordConfirm":"parol-123456"}`)
	d.want(200, "olga", "PATCH", record("users", "olga"), `{"muted+":"answer.mail"}`)
}
