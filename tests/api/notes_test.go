package api

import (
	"net/url"
	"strings"
	"testing"
)

// newNote creates a note with a file and returns its id and the URL of the file.
func newNote(d *desk) (note, file string) {
	d.Helper()
	at := uploadFile(d, "anna", "notes", map[string]string{"task": id("work"), "body": noteSecret + " новая"}, noteSecret+".txt", noteSecret)
	note, _, _ = strings.Cut(at, "/")
	return note, "/api/files/notes/" + at
}

// TestTableNotesAreInNoAnswer makes every request a client can make after a note on
// the client's own task.
func TestTableNotesAreInNoAnswer(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	note, file := newNote(d)
	collections, err := d.app.FindAllCollections()
	if err != nil {
		t.Fatal(err)
	}
	asked := []string{record("notes", "annanote"), records("notes") + "/" + note, "/api/desk/queue?status=all&q=" + url.QueryEscape(noteSecret), file}
	for _, who := range []string{"olga", "ivan", "vera", ""} {
		for _, where := range []string{"", "?filter=" + url.QueryEscape(`id != ""`), "?expand=notes_via_task,task.notes_via_task,notes_via_author,author,comments_via_task", "?fields=*,expand.*", "?filter=" + url.QueryEscape(`task = "`+id("work")+`"`), "?sort=-created"} {
			for _, c := range collections {
				asked = append(asked, records(c.Name)+where, record(c.Name, "work")+where)
			}
		}
		if who != "" {
			token, _ := d.ask(who, "POST", "/api/files/token", "").decode(d)["token"].(string)
			asked = append(asked, file+"?token="+url.QueryEscape(token))
		}
		for _, at := range asked {
			got := d.ask(who, "GET", at, "")
			if strings.Contains(got.body, noteSecret) || strings.Contains(got.body, note) {
				t.Errorf("%q is told of a note by %s: %s", who, at, got.body)
			}
		}
	}
	for _, id := range []string{record("notes", "annanote"), records("notes") + "/" + note} { // as one that was never there
		missing := d.ask("olga", "GET", record("notes", "nothing"), "")
		d.want(missing.status, "olga", "GET", id, "", missing.body)
	}
}

// A note leaves the history and the task unchanged, including its rev and its time of
// change.
func TestNotesLeaveNoTrace(t *testing.T) {
	d := newDesk(t)
	trace := func() string {
		return d.want(200, "olga", "GET", record("tasks", "work"), "").body + d.want(200, "olga", "GET", records("history"), "").body +
			d.want(200, "olga", "GET", records("comments"), "").body + d.want(200, "olga", "GET", records("notifications"), "").body
	}
	before := trace()
	newNote(d)
	if after := trace(); before != after {
		t.Errorf("it was %s and is %s", before, after)
	}
}

// No realtime topic reveals a note or its existence to a client.
func TestNotesAreNotHeard(t *testing.T) {
	d := newDesk(t)
	options := `?options={"query":{"expand":"notes_via_task,task.notes_via_task"}}`
	topics := []string{"presence/" + id("work"), "notes", "notes/*", "notes/" + id("annanote")}
	for _, c := range []string{"tasks", "comments", "notes", "history", "profiles", "users", "notifications", "assessments"} {
		topics = append(topics, c+"/*", c+"/*"+options)
	}
	ear := listen(d, "olga", topics...)
	note, _ := newNote(d)
	if got := rest(t, ear); got != "" {
		t.Errorf("Olga heard of a note: %s", got)
	}
	d.want(200, "root", "PATCH", records("notes")+"/"+note, `{"body":"`+noteSecret+` другая"}`)
	d.want(204, "root", "DELETE", records("notes")+"/"+note, "")
	if got := rest(t, ear); got != "" {
		t.Errorf("Olga heard of a note: %s", got)
	}
	d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Ответ"}`)
	if got := rest(t, ear); !strings.Contains(got, "Ответ") || strings.Contains(got, noteSecret) {
		t.Errorf("Olga heard %q of an answer", got)
	}
}

// A note sends no mail, and no mail about its task contains any of its text.
func TestNotesAreInNoMail(t *testing.T) {
	d := newDesk(t)
	s := withMail(d, nil, nil, nil, nil, nil, nil)
	newNote(d)
	for _, from := range []string{"outbox", "notifications"} {
		if got := d.told(from); got != nil {
			t.Errorf("%s: %v", from, got)
		}
	}
	d.want(200, "boss", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Ответ"}`)
	newNote(d)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"waiting"}`)
	d.due()
	d.settled("olga@example.com", "question", "sent")
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"done"}`)
	d.due()
	d.settled("olga@example.com", "done", "sent")
	d.want(200, "boss", "PATCH", record("tasks", "work"), `{"status":"closed"}`)
	d.due()
	sent := map[string]int{}
	for range len(d.told("outbox")) {
		m := s.next(d)
		sent[m.To[0].Address]++
		if strings.Contains(m.Text+m.HTML+m.Subject, noteSecret) || len(m.Attachments) > 0 {
			t.Errorf("a mail to %s tells of a note: %s", m.To[0].Address, m.Text)
		}
	}
	if sent["olga@example.com"] < 3 {
		t.Errorf("the mails were %v", sent)
	}
}

// A note rings those whom it calls by nick, first name or surname, and whoever has the
// task: once each, never its author, a client, somebody blocked or in an e-mail address,
// and never by mail.
func TestNotesCallColleagues(t *testing.T) {
	d := newDesk(t)
	d.run("UPDATE users SET name = 'Анна Смирнова' WHERE id = '" + id("anna") + "'; UPDATE users SET name = 'Игорь Белов' WHERE id = '" + id("igor") + "'; " +
		"UPDATE users SET name = 'Анна Алёхина' WHERE id = '" + id("boss") + "'; UPDATE users SET name = 'Ольга Громова' WHERE id = '" + id("olga") + "'")
	for _, c := range []struct{ task, body, want string }{
		{"new", "Посмотрите, пожалуйста", ""},
		{"work", "Посмотрите, пожалуйста", "anna"}, // she has it
		{"new", "@Анна Смирнова, посмотрите", "anna"},
		{"new", "@анна, посмотрите", "anna boss"},
		{"new", "@Алехина посмотрите", "boss"},
		{"new", "(@anna) и @Смирнова, и ещё раз @Анна Смирнова", "anna"},
		{"work", "@Алёхина Анна\n@boss", "anna boss"},
		{"new", "@Игорь, это я сам; @Ольга @olga — клиент", ""},
		{"new", "Писать на pochta@anna и info@anna.ru", ""},
		{"new", "@неизвестно @ @@ @Анна-Мария", ""},
	} {
		d.run("DELETE FROM notifications; DELETE FROM outbox")
		d.want(200, "igor", "POST", records("notes"), `{"task":"`+id(c.task)+`","body":"`+strings.ReplaceAll(c.body, "\n", `\n`)+`"}`)
		var want []string
		for _, who := range strings.Fields(c.want) {
			want = append(want, who+" answered")
		}
		if got := d.told("notifications"); strings.Join(got, ", ") != strings.Join(want, ", ") {
			t.Errorf("%q tells %v, want %v", c.body, got, want)
		}
		if got := d.told("outbox"); len(got) > 0 {
			t.Errorf("%q mails %v", c.body, got)
		}
	}
	d.run("DELETE FROM notifications; UPDATE users SET blocked = 1 WHERE id = '" + id("anna") + "'")
	d.want(200, "igor", "POST", records("notes"), `{"task":"`+id("new")+`","body":"@anna"}`)
	if got := d.told("notifications"); len(got) > 0 {
		t.Errorf("somebody blocked: %v", got)
	}
}
