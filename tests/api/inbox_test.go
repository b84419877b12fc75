package api

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

const deskAddress = "desk@firma.example"

// newMailDesk is a desk with an address that mails come to. It believes every
// sender: who may be believed is the matter of senders_test.go.
func newMailDesk(t testing.TB) *desk {
	t.Helper()
	d := newDesk(t)
	if err := mailbox(d, map[string]any{"address": deskAddress, "plus": true, "accept_unverified": true}); err != nil {
		t.Fatal(err)
	}
	return d
}

// mailOf writes a mail; headers are whole lines.
func mailOf(from, to, id, subject, body string, headers ...string) string {
	lines := append([]string{"From: " + from, "To: " + to, "Message-ID: <" + id + ">", "Subject: " + subject, "Date: Mon, 02 Nov 2026 10:00:00 +0300"}, headers...)
	return strings.Join(lines, "\r\n") + "\r\n\r\n" + body + "\r\n"
}

// receive takes a mail in and returns its row.
func (d *desk) receive(raw string, recipients ...string) *core.Record {
	d.Helper()
	if err := receiveMail(d.app, raw, recipients...); err != nil {
		d.Fatal(err)
	}
	return d.lastMail()
}

// lastMail is the newest row of the inbox.
func (d *desk) lastMail() *core.Record {
	d.Helper()
	row := &core.Record{}
	if err := d.app.RecordQuery("inbox").OrderBy("created DESC", "_rowid_ DESC").Limit(1).One(row); err != nil {
		d.Fatal(err)
	}
	return row
}

// judged checks what became of a mail.
func (d *desk) judged(row *core.Record, status, reason string) {
	d.Helper()
	if row.GetString("status") != status || row.GetString("reason") != reason {
		d.Errorf("%s: %s %s, want %s %s", row.GetString("subject"), row.GetString("status"), row.GetString("reason"), status, reason)
	}
}

// replyTo is the address for a person's answer to a task.
func (d *desk) replyTo(task, who string) string {
	d.Helper()
	address, err := replyAddressOf(d.app, d.task(task), id(who))
	if err != nil {
		d.Fatal(err)
	}
	return address
}

// An answer becomes a comment by the person whose token it carries, with all
// that follows from one in the page.
func TestAnswerByMail(t *testing.T) {
	d := newMailDesk(t)
	row := d.receive(mailOf("Olga <Olga@Example.com>", d.replyTo("wait", "olga"), "a1@olga", "Re: Задача", "Релиз 3.0.150"))
	d.judged(row, "accepted", "")
	comment, err := d.app.FindRecordById("comments", row.GetString("comment"))
	if err != nil {
		t.Fatal(err)
	}
	if comment.GetString("author") != id("olga") || comment.GetString("task") != id("wait") || comment.GetString("body") != "Релиз 3.0.150" {
		t.Errorf("comment of %s on %s: %s", comment.GetString("author"), comment.GetString("task"), comment.GetString("body"))
	}
	if got := d.task("wait").GetString("status"); got != "in_progress" {
		t.Errorf("the task is %s", got)
	}
	if got := d.told("notifications"); !slices.Equal(got, []string{"anna answered"}) {
		t.Errorf("told: %v", got)
	}
	if row.GetString("user") != id("olga") || row.GetString("task") != id("wait") || row.GetString("via") != "smtp" || row.GetString("raw") == "" {
		t.Errorf("the row: %v", row.PublicExport())
	}

	row = d.receive(mailOf("anna@example.com", d.replyTo("wait", "anna"), "a2@anna", "Re: Задача", "Смотрю"))
	d.judged(row, "accepted", "")
	if got := d.told("outbox"); !slices.Contains(got, "olga answer") {
		t.Errorf("mails: %v", got)
	}
}

// Mail programs that drop the mark are known by what they refer to.
func TestAnswerKnownByHeaders(t *testing.T) {
	d := newMailDesk(t)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"waiting"}`)
	sent := d.letter("olga@example.com", "question").GetString("message_id")
	for i, header := range []string{"In-Reply-To: <" + sent + ">", "References: <other@example> <" + sent + "> <later@example>"} {
		row := d.receive(mailOf("olga@example.com", deskAddress, fmt.Sprintf("h%d@olga", i), "Re: Задача", "Ответ", header))
		d.judged(row, "accepted", "")
		if row.GetString("task") != id("work") || row.GetString("comment") == "" {
			t.Errorf("%s leads to %s", header, row.GetString("task"))
		}
	}
	name, domain, _ := strings.Cut(sent, "@")
	forged := name[:len(name)-1] + string('a'+(name[len(name)-1]-'a'+1)%26) + "@" + domain
	row := d.receive(mailOf("olga@example.com", deskAddress, "h9@olga", "Re: Задача", "Ответ", "In-Reply-To: <"+forged+">"))
	if row.GetString("comment") != "" {
		t.Error("a forged Message-ID led to a task")
	}
}

// What is not proved waits for a manager, and nobody speaks for another.
func TestMailThatWaits(t *testing.T) {
	d := newMailDesk(t)
	number := d.task("work").GetInt("number")
	olgas := d.replyTo("work", "olga")
	_, token, _ := strings.Cut(strings.TrimSuffix(olgas, "@firma.example"), "-")
	for i, c := range []struct{ name, from, to, reason string }{
		{"a token made up", "olga@example.com", fmt.Sprintf("desk+%d-aaaaaaaaaaaaaaaa@firma.example", number), "bad_token"},
		{"a token of another task", "olga@example.com", fmt.Sprintf("desk+%d-%s@firma.example", d.task("wait").GetInt("number"), token), "bad_token"},
		{"a token of another client's task", "olga@example.com", fmt.Sprintf("desk+%d-%s@firma.example", d.task("ivannew").GetInt("number"), token), "bad_token"},
		{"a task that is not there", "olga@example.com", "desk+999999-" + token + "@firma.example", "bad_token"},
		{"somebody else with her token", "ivan@example.com", olgas, "other_sender"},
		{"a stranger with her token", "who@else.example", olgas, "other_sender"},
		{"a deleted task", "olga@example.com", d.replyTo("gone", "olga"), "archived"},
		{"somebody blocked", "vera@example.com", d.replyTo("veranew", "vera"), "blocked"},
		{"another client's token that we never sent", "ivan@example.com", d.replyTo("work", "ivan"), "bad_token"},
		{"a stranger", "who@else.example", deskAddress, "stranger"},
		{"staff", "anna@example.com", deskAddress, "staff"},
		{"blocked, new", "vera@example.com", deskAddress, "blocked"},
	} {
		row := d.receive(mailOf(c.from, c.to, fmt.Sprintf("w%d@x", i), c.name, "Слова"))
		d.judged(row, "held", c.reason)
	}
	if d.count("comments", "body = 'Слова'")+d.count("tasks", "description = 'Слова'") != 0 {
		t.Error("a mail that waits has become something")
	}
	told := d.told("notifications")
	if n := len(told); n != 12 || !slices.Contains(told, "boss held") {
		t.Errorf("managers were told %d times: %v", n, told)
	}
	d.want(200, "boss", "GET", records("inbox")+"?filter=status='held'", "", `"totalItems":12`)
}

// A mail of a known client becomes a task with its files, and the client is
// told so.
func TestMailBecomesTask(t *testing.T) {
	d := newMailDesk(t)
	row := d.receive(mailOf("Olga <olga@example.com>", deskAddress, "t1@olga", "Re: Не проводится документ", "Пишет ошибку"))
	d.judged(row, "accepted", "")
	task, err := d.app.FindRecordById("tasks", row.GetString("task"))
	if err != nil {
		t.Fatal(err)
	}
	if task.GetString("title") != "Не проводится документ" || task.GetString("description") != "Пишет ошибку" || task.GetString("client") != id("olga") || task.GetString("status") != "new" {
		t.Errorf("the task: %v", task.PublicExport())
	}
	if got := d.told("outbox"); !slices.Equal(got, []string{"olga received"}) {
		t.Errorf("told: %v", got)
	}
	if got := d.count("history", "task = '"+task.Id+"' AND event = 'created' AND actor = '"+id("olga")+"'"); got != 1 {
		t.Errorf("history: %d", got)
	}
	for i, c := range []struct{ subject, body, title string }{
		{"", "Первая строка\nвторая", "Первая строка"},
		{"Re:", "?", "Письмо: Olga"},
		{"1С", "Не заходит в базу", "1С: Не заходит в базу"},
		{strings.Repeat("щ", 300), "", strings.Repeat("щ", 199) + "…"},
	} {
		row := d.receive(mailOf("olga@example.com", deskAddress, fmt.Sprintf("t2%d@olga", i), c.subject, c.body))
		if task, err := d.app.FindRecordById("tasks", row.GetString("task")); err != nil || task.GetString("title") != c.title {
			t.Errorf("%q: %v %s %s", c.subject, err, row.GetString("reason"), task.GetString("title"))
		}
	}
}

// The same mail, by two ways at once, is one.
func TestDuplicatesAreOne(t *testing.T) {
	d := newMailDesk(t)
	raw := mailOf("olga@example.com", d.replyTo("work", "olga"), "dup@olga", "Re: Задача", "Один раз")
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			copied := fmt.Sprintf("Received: by way %d\r\n%s", i, raw)
			if err := receiveMail(d.app, copied); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if rows, words := d.count("inbox", "1"), d.count("comments", "body = 'Один раз'"); rows != 1 || words != 1 {
		t.Errorf("%d rows, %d comments", rows, words)
	}
	other := mailOf("olga@example.com", d.replyTo("work", "olga"), "dup@olga", "Re: Задача", "Совсем другое")
	d.judged(d.receive(other), "held", "same_id")
	d.receive(other)
	if rows := d.count("inbox", "1"); rows != 2 {
		t.Errorf("%d rows", rows)
	}
}

// What can't be read and what is too big wait too.
func TestOddMails(t *testing.T) {
	d := newMailDesk(t)
	d.judged(d.receive("\x00\x01\x02 no mail\r\n"), "held", "unreadable")
	if err := receiveHeaders(d.app, mailOf("olga@example.com", deskAddress, "big@olga", "Большое", "")); err != nil {
		t.Fatal(err)
	}
	d.judged(d.lastMail(), "held", "too_big")
	d.judged(d.receive(mailOf("olga@example.com", deskAddress, "auth@olga", "Подделка", "x", "Authentication-Results: mx; dmarc=fail")), "held", "not_authentic")
	if d.lastMail().GetString("user") != "" {
		t.Error("a forged sender counts as the person")
	}
}

// What does not fit beside the words is named in them; the mail itself is kept
// whole.
func TestTableFilesOfMail(t *testing.T) {
	t.Parallel()
	d := newMailDesk(t)
	part := func(name, kind, data string) string {
		return "--b\r\nContent-Type: " + kind + "\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\n\r\n" + data + "\r\n"
	}
	body := "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nСмотрите файлы\r\n" +
		part("virus.exe", "application/x-msdownload", "MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff") +
		part("big.txt", "text/plain", strings.Repeat("щщщщщщщ\r\n", 800_000)) + part("empty.txt", "text/plain", "")
	for i := range 12 {
		body += part(fmt.Sprintf("report%d.txt", i), "text/plain", "отчёт")
	}
	row := d.receive(mailOf("olga@example.com", d.replyTo("work", "olga"), "files@olga", "Re: Задача", body+"--b--",
		"MIME-Version: 1.0", `Content-Type: multipart/mixed; boundary="b"`))
	d.judged(row, "accepted", "")
	comment, err := d.app.FindRecordById("comments", row.GetString("comment"))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(comment.GetStringSlice("files")); n != 10 {
		t.Errorf("%d files", n)
	}
	for _, part := range []string{"Смотрите файлы", "Не приложены: ", "virus.exe (файлы этого типа не принимаются)", "big.txt (больше 10 МБ)", "empty.txt (файл пуст)"} {
		if !strings.Contains(comment.GetString("body"), part) {
			t.Errorf("no %q in %s", part, comment.GetString("body"))
		}
	}
}

// A text that is longer than a comment may be comes whole, as a file.
func TestLongMail(t *testing.T) {
	d := newMailDesk(t)
	row := d.receive(mailOf("olga@example.com", d.replyTo("work", "olga"), "long@olga", "Re: Задача", strings.Repeat("Длинное письмо. ", 2000)))
	d.judged(row, "accepted", "")
	comment, err := d.app.FindRecordById("comments", row.GetString("comment"))
	if err != nil {
		t.Fatal(err)
	}
	if n := len([]rune(comment.GetString("body"))); n > 10_000 || n < 8000 {
		t.Errorf("%d runes", n)
	}
	if files := comment.GetStringSlice("files"); len(files) != 1 || !strings.HasPrefix(files[0], "Письмо_целиком_") {
		t.Errorf("files: %v", files)
	}
}

// The other side's answer continues the conversation in the client's program.
func TestAnswersAreThreaded(t *testing.T) {
	d := newMailDesk(t)
	s := withMail(d, nil, nil, nil)
	row := d.receive(mailOf("olga@example.com", deskAddress, "first@olga.example", "Не проводится", "Ошибка"))
	m := s.next(d)
	if got := m.Headers["In-Reply-To"]; got != "<first@olga.example>" || m.Headers["X-Otklik"] != "1" {
		t.Errorf("the confirmation answers %q", got)
	}
	d.settled("olga@example.com", "received", "sent")
	task := row.GetString("task")
	reply := d.receive(mailOf("olga@example.com", m.Headers["Reply-To"], "second@olga.example", "Re: Не проводится", "И ещё", "In-Reply-To: "+m.Headers["Message-ID"]))
	d.judged(reply, "accepted", "")
	d.want(200, "anna", "PATCH", records("tasks")+"/"+task, `{"consultant":"`+id("anna")+`"}`)
	d.want(200, "anna", "PATCH", records("tasks")+"/"+task, `{"status":"waiting"}`)
	d.due()
	asked := s.next(d)
	if got := asked.Headers["In-Reply-To"]; got != "<second@olga.example>" {
		t.Errorf("the question answers %q", got)
	}
	for _, id := range []string{"<first@olga.example>", m.Headers["Message-ID"], "<second@olga.example>"} {
		if !strings.Contains(asked.Headers["References"], id) {
			t.Errorf("no %s in %s", id, asked.Headers["References"])
		}
	}
}
