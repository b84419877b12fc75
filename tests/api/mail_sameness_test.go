package api

import (
	"fmt"
	"strings"
	"testing"
)

// A mail under a known Message-ID is the same only with the same words, history and
// files.
func TestSameMessageID(t *testing.T) {
	d := newMailDesk(t)
	first := mailWithFiles(deskAddress, "same@olga", "Скан", "Отсканировано", filePart("scan.pdf", "application/pdf", "%PDF-1.4 1"))
	d.judged(d.receive(first), "accepted", "")
	d.receive(first)
	d.receive("Received: by another way\r\n" + first)
	if n := d.count("inbox", "1"); n != 1 {
		t.Fatalf("%d rows of one mail", n)
	}
	for i, other := range []string{
		mailWithFiles(deskAddress, "same@olga", "Скан", "Отсканировано", filePart("scan.pdf", "application/pdf", "%PDF-1.4 2")),
		mailWithFiles(deskAddress, "same@olga", "Скан", "Отсканировано", filePart("other.pdf", "application/pdf", "%PDF-1.4 1")),
		mailWithFiles(deskAddress, "same@olga", "Скан", "Отсканировано", ""),
		mailWithFiles(deskAddress, "same@olga", "Скан", "Другое", filePart("scan.pdf", "application/pdf", "%PDF-1.4 1")),
	} {
		d.judged(d.receive(other), "held", "same_id")
		d.receive(other)
		if n := d.count("inbox", "1"); n != i+2 {
			t.Errorf("mail %d: %d rows", i, n)
		}
	}
}

// A machine that writes the same each time is no flood while its files differ.
func TestScannerIsNoFlood(t *testing.T) {
	d := newMailDesk(t)
	for i := range 8 {
		row := d.receive(mailWithFiles(deskAddress, fmt.Sprintf("scan%d@olga", i), "Скан", "Отсканировано", filePart("scan.pdf", "application/pdf", fmt.Sprintf("%%PDF-1.4 %d", i))))
		d.judged(row, "accepted", "")
	}
	for i := range 6 {
		row := d.receive(mailWithFiles(deskAddress, fmt.Sprintf("again%d@olga", i), "Скан", "Отсканировано", filePart("scan.pdf", "application/pdf", "%PDF-1.4 same")))
		if want := map[bool]string{true: "accepted", false: "held"}[i < 5]; row.GetString("status") != want {
			t.Errorf("repetition %d is %s", i+1, row.GetString("status"))
		}
	}
}

// A mail that says nothing waits, a new one as an answer; a short subject is kept.
func TestMailWithoutWords(t *testing.T) {
	d := newMailDesk(t)
	for i, c := range []struct{ subject, body, reason, title string }{
		{"", "", "empty", ""},
		{"Re:", "\r\n  \r\n", "empty", ""},
		{"=?utf-8?B?wqA=?=", "-- \r\nС уважением, Ольга\r\n+7 900 000-00-00", "empty", ""},
		{"", "С уважением,\r\nОльга", "empty", ""},
		{"", "Отправлено с iPhone", "empty", ""},
		{"!", "", "empty", ""},
		{"1С", "", "", "Письмо: Olga"},
		{"УТ", "Не проводится", "", "УТ: Не проводится"},
		{"", "Спасибо!", "", "Спасибо!"},
		{"Не печатает", "-- \r\nОльга", "", "Не печатает"},
	} {
		subject := c.subject
		row := d.receive(mailOf("olga@example.com", deskAddress, fmt.Sprintf("blank%d@olga", i), subject, c.body, "Content-Type: text/plain; charset=utf-8"))
		if c.reason != "" {
			d.judged(row, "held", c.reason)
			continue
		}
		d.judged(row, "accepted", "")
		task, err := d.app.FindRecordById("tasks", row.GetString("task"))
		if err != nil {
			t.Fatal(err)
		}
		if task.GetString("title") != c.title || !strings.Contains(task.GetString("title")+task.GetString("description"), c.subject) {
			t.Errorf("%q: %s: %s", c.subject, task.GetString("title"), task.GetString("description"))
		}
	}
	d.judged(d.receive(mailOf("olga@example.com", d.replyTo("work", "olga"), "sign@olga", "Re: Задача", "--\r\nОльга")), "held", "empty")
}

// An answer under another subject says it, for clients begin a new matter so.
func TestAnswerUnderAnotherSubject(t *testing.T) {
	d := newMailDesk(t)
	d.exec("UPDATE tasks SET title = 'Сверка за год' WHERE id = '" + id("work") + "'")
	for i, c := range []struct{ subject, body string }{
		{"Касса не печатает чек", "Тема: Касса не печатает чек\n\nОтвет 0"},
		{"Re: Касса не печатает чек", "Ответ 1"}, // the subject of the mail before
		{"Новая беда: не открывается база [№ 1]", "Тема: Новая беда: не открывается база [№ 1]\n\nОтвет 2"},
		{"СРОЧНО!!! Re: Сверка за год", "Ответ 3"},
		{"", "Ответ 4"},
	} {
		row := d.receive(mailOf("olga@example.com", d.replyTo("work", "olga"), fmt.Sprintf("subject%d@olga", i), c.subject, fmt.Sprintf("Ответ %d", i)))
		comment, err := d.app.FindRecordById("comments", row.GetString("comment"))
		if err != nil {
			t.Fatal(c.subject, err)
		}
		if comment.GetString("body") != c.body {
			t.Errorf("%q: %q", c.subject, comment.GetString("body"))
		}
	}
}

// The mail of a web form names the person in Reply-To: who accepts it makes the account
// of that person.
func TestMailOfWebForm(t *testing.T) {
	d := newMailDesk(t)
	form := "Форма сайта <noreply@site.example>"
	row := d.receive(mailOf(form, deskAddress, "form@site", "Заявка", "Имя: Анна", "Reply-To: =?utf-8?B?0JDQvdC90LA=?= <Anna@new.example>"))
	d.judged(row, "held", "stranger")
	d.want(200, "boss", "GET", records("inbox")+"/"+row.Id, "", `"reply_to":"anna@new.example"`, `"reply_to_name":"Анна"`)
	d.want(200, "boss", "POST", "/api/desk/inbox/"+row.Id+"/accept", newClient)
	person, err := d.app.FindAuthRecordByEmail("users", "anna@new.example")
	if err != nil {
		t.Fatal(err)
	}
	if person.GetString("name") != "Анна" || person.Verified() {
		t.Errorf("the account: %v", person.PublicExport())
	}
	for i, reply := range []string{"Reply-To: noreply@site.example", "Reply-To: " + deskAddress, "X-Nothing: x"} {
		if row := d.receive(mailOf(form, deskAddress, fmt.Sprintf("own%d@site", i), "Заявка", "Ещё", reply)); row.GetString("reply_to") != "" {
			t.Errorf("%s is kept", reply)
		}
	}
	row = d.receive(mailOf(form, deskAddress, "known@site", "Заявка 2", "Не печатает касса", "Reply-To: olga@example.com"))
	d.judged(row, "held", "stranger")
	if row.GetString("reply_to") != "olga@example.com" || row.GetString("user") != "" {
		t.Errorf("the row: %v", row.PublicExport())
	}
}
