package api

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
	"otklik/hooks/mail/inbox"
	"otklik/hooks/mail/smtpd"
)

// heldMail is a mail of a stranger that waits; it returns the address of its
// routes and of its row.
func (d *desk) heldMail() (routes string, row *core.Record) {
	d.Helper()
	row = d.receive(mailOf("Пётр <new@else.example>", deskAddress, "held@else", "Сколько стоит?", "Хотим к вам"))
	d.judged(row, "held", "stranger")
	return "/api/desk/inbox/" + row.Id, row
}

const newClient = `{"username":"petr","profile":{"organization":"ООО «Новое»","inn":"7736207543"}}`

// TestTableInboxAccess is who may decide about a mail, and see it.
func TestTableInboxAccess(t *testing.T) {
	t.Parallel()
	desk := newMailDesk(t)
	routes, row := desk.heldMail()
	desk.keep()
	for _, c := range []struct {
		method, route, body string
		//  guest owner other consultant manager blocked superuser
		want [7]int
	}{
		{"POST", "/accept", newClient, [7]int{401, 403, 403, 403, 200, 403, 403}},
		{"POST", "/refuse", "", [7]int{401, 403, 403, 403, 204, 403, 403}},
		{"POST", "/reopen", "", [7]int{401, 403, 403, 403, 409, 403, 403}},
		{"GET", "record", "", [7]int{404, 404, 404, 404, 200, 404, 200}},
		{"PATCH", "record", `{"status":"accepted"}`, [7]int{403, 403, 403, 403, 403, 403, 403}},
		{"DELETE", "record", "", [7]int{403, 403, 403, 403, 403, 403, 204}},
		{"POST", "records", `{"message_id":"x","status":"held"}`, [7]int{403, 403, 403, 403, 403, 403, 403}},
	} {
		for i, who := range everyone {
			d, at := desk.restored(t), routes
			switch c.route {
			case "record":
				at = records("inbox") + "/" + row.Id
			case "records":
				at = records("inbox")
			default:
				at += c.route
			}
			if got := d.ask(who, c.method, at, c.body); got.status != c.want[i] {
				t.Errorf("%s %s as %q: %d, want %d: %s", c.method, c.route, who, got.status, c.want[i], got.body)
			}
		}
	}
}

// A stranger becomes a client with a task, and chooses a password.
func TestAcceptNewClient(t *testing.T) {
	d := newMailDesk(t)
	at, row := d.heldMail()
	d.want(400, "boss", "POST", at+"/accept", `{}`, `"username":{"code":"validation_required"`, `"profile":{"inn":{"code":"validation_required"`)
	d.want(400, "boss", "POST", at+"/accept", `{"username":"petr","profile":{"organization":"ООО «Новое»","inn":"7736207540"}}`, `"profile":{"inn":{"code":"inn_checksum"`)
	d.want(400, "boss", "POST", at+"/accept", strings.Replace(newClient, `"inn"`, `"onec_release":"9","inn"`, 1), `"profile":{"onec_release":{"code":"read_only"`)
	d.want(400, "boss", "POST", at+"/accept", strings.Replace(newClient, "petr", "olga", 1), `"username":{"code":"validation_not_unique"`)
	if d.count("users", "email = 'new@else.example'") != 0 {
		t.Error("a refused acceptance has left somebody behind")
	}
	got := d.want(200, "boss", "POST", at+"/accept", newClient, `"number":`).decode(t)
	task, err := d.app.FindRecordById("tasks", got["task"].(string))
	if err != nil {
		t.Fatal(err)
	}
	person, err := d.app.FindAuthRecordByEmail("users", "new@else.example")
	if err != nil {
		t.Fatal(err)
	}
	if person.GetString("role") != "client" || person.Verified() || person.GetString("name") != "Пётр" || task.GetString("client") != person.Id {
		t.Errorf("%v has %v", person.PublicExport(), task.PublicExport())
	}
	if task.GetString("title") != "Сколько стоит?" || task.GetString("description") != "Хотим к вам" {
		t.Errorf("the task: %v", task.PublicExport())
	}
	row, _ = d.app.FindRecordById("inbox", row.Id)
	d.judged(row, "accepted", "stranger")
	if row.GetString("handled_by") != id("boss") || row.GetDateTime("handled_at").IsZero() || row.GetString("task") != task.Id || row.GetString("user") != person.Id {
		t.Errorf("the row: %v", row.PublicExport())
	}
	d.letter("new@else.example", "invite")
	d.letter("new@else.example", "received")
	for what, body := range map[string]string{"/accept": newClient, "/refuse": "", "/reopen": ""} {
		d.want(409, "boss", "POST", at+what, body, `"code":"inbox_handled"`)
	}
	d.want(404, "boss", "POST", "/api/desk/inbox/nothing/refuse", "")
}

// Whoever is there already gets the task too.
func TestAcceptKnownClient(t *testing.T) {
	d := newMailDesk(t)
	at, _ := d.heldMail()
	for _, nobody := range []string{id("anna"), id("vera"), id("nobody")} {
		d.want(400, "boss", "POST", at+"/accept", `{"client":"`+nobody+`"}`, `"client":{"code":"not_client"`)
	}
	d.want(400, "boss", "POST", at+"/accept", `{"task":"`+id("work")+`"}`, `"task":{"code":"inbox_nobody"`)
	d.want(200, "boss", "POST", at+"/accept", `{"client":"`+id("olga")+`"}`)
	if d.count("tasks", "client = '"+id("olga")+"' AND title = 'Сколько стоит?'") != 1 {
		t.Error("no task")
	}
}

// An answer that waited is added to its task, and says where it came from.
func TestAcceptAnswer(t *testing.T) {
	d := newMailDesk(t)
	row := d.receive(mailOf("olga@home.example", d.replyTo("wait", "olga"), "home@olga", "Re: Задача", "Отвечаю из дома"))
	d.judged(row, "held", "other_sender")
	at := "/api/desk/inbox/" + row.Id + "/accept"
	d.want(400, "boss", "POST", at, `{"task":"`+id("ivannew")+`"}`, `"task":{"code":"no_task"`)
	d.want(400, "boss", "POST", at, `{"task":"`+id("gone")+`"}`, `"task":{"code":"task_archived"`)
	d.want(400, "boss", "POST", at, `{"task":"`+id("nothing")+`"}`, `"task":{"code":"no_task"`)
	d.want(200, "boss", "POST", at, `{"task":"`+id("wait")+`"}`, `"task":"`+id("wait")+`"`)
	comment, err := d.app.FindFirstRecordByData("comments", "task", id("wait"))
	if err != nil {
		t.Fatal(err)
	}
	if comment.GetString("author") != id("olga") || comment.GetString("body") != "Отвечаю из дома\n\n[Пришло с адреса olga@home.example.]" {
		t.Errorf("%s: %s", comment.GetString("author"), comment.GetString("body"))
	}
	if d.task("wait").GetString("status") != "in_progress" {
		t.Error("the task still waits")
	}
}

// Two managers at once make one task.
func TestAcceptTogether(t *testing.T) {
	d := newMailDesk(t)
	at, _ := d.heldMail()
	var all sync.WaitGroup
	var mu sync.Mutex
	answers := map[int]int{}
	for range 10 {
		all.Go(func() {
			got := d.ask("boss", "POST", at+"/accept", `{"client":"`+id("olga")+`"}`)
			mu.Lock()
			answers[got.status]++
			mu.Unlock()
		})
	}
	all.Wait()
	if answers[200] != 1 || answers[409] != 9 || d.count("tasks", "title = 'Сколько стоит?'") != 1 {
		t.Errorf("answers: %v", answers)
	}
}

// A refusal can be taken back, and so can the verdict that it was a machine.
func TestRefuseAndReopen(t *testing.T) {
	d := newMailDesk(t)
	at, row := d.heldMail()
	d.want(204, "boss", "POST", at+"/refuse", "")
	row, _ = d.app.FindRecordById("inbox", row.Id)
	d.judged(row, "refused", "stranger")
	if row.GetString("handled_by") != id("boss") {
		t.Error("nobody has refused it")
	}
	d.want(409, "boss", "POST", at+"/accept", newClient, "inbox_handled")
	d.want(204, "boss", "POST", at+"/reopen", "")
	d.want(409, "boss", "POST", at+"/reopen", "")
	d.want(200, "boss", "POST", at+"/accept", newClient)

	auto := d.receive(mailOf("olga@example.com", deskAddress, "auto@olga", "Заявка из 1С", "Сформирована сама", "Auto-Submitted: auto-generated"))
	if auto.GetString("status") != "ignored" {
		t.Fatal(auto.PublicExport())
	}
	d.want(204, "boss", "POST", "/api/desk/inbox/"+auto.Id+"/reopen", "")
	d.want(200, "boss", "POST", "/api/desk/inbox/"+auto.Id+"/accept", `{"client":"`+id("olga")+`"}`)
}

// What could not be read or did not fit is said in the task.
func TestAcceptOddMails(t *testing.T) {
	d := newMailDesk(t)
	row := d.receive("\x00\x01\x02 no mail\r\n")
	got := d.want(200, "boss", "POST", "/api/desk/inbox/"+row.Id+"/accept", `{"client":"`+id("olga")+`"}`).decode(t)
	task, err := d.app.FindRecordById("tasks", got["task"].(string))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(task.GetString("description"), "не удалось прочитать") {
		t.Errorf("the task: %v", task.PublicExport())
	}
}

// Only managers see the mail as it came.
func TestRawMailIsProtected(t *testing.T) {
	d := newMailDesk(t)
	_, row := d.heldMail()
	at := "/api/files/inbox/" + row.Id + "/" + row.GetString("raw")
	d.want(404, "", "GET", at, "")
	for _, c := range []struct {
		who  string
		want int
	}{{"boss", 200}, {"anna", 404}, {"olga", 404}} {
		pass := d.want(200, c.who, "POST", "/api/files/token", "").decode(t)["token"].(string)
		got := d.want(c.want, "", "GET", at+"?token="+pass, "")
		if c.want == 200 && (!strings.Contains(got.body, "Хотим к вам") || got.header.Get("Cache-Control") != "private, no-store") {
			t.Errorf("%v %s", got.header, got.body)
		}
	}
}

// Old reports go after 90 days, and so do the mails of strangers that became nothing;
// what belongs to a client stays.
func TestForgetOldMail(t *testing.T) {
	d := newMailDesk(t)
	mails := map[string]string{
		"ignored":  mailOf("olga@example.com", deskAddress, "own@x", "Наше", "Наше", "X-Otklik: 1"),
		"stranger": mailOf("who@else.example", deskAddress, "who@x", "Незнакомец", "Слова"),
		"refused":  mailOf("ad@else.example", deskAddress, "ad@x", "Реклама", "Слова"),
		"forged":   mailOf("olga@example.com", deskAddress, "forged@x", "Подделка", "Слова", "Authentication-Results: mx; dmarc=fail"),
		"accepted": mailOf("olga@example.com", deskAddress, "task@x", "Задача", "Слова"),
		"known":    mailOf("olga@home.example", d.replyTo("wait", "olga"), "home@x", "Из дома", "Слова"),
		"blocked":  mailOf("vera@example.com", deskAddress, "vera@x", "Вера", "Слова"),
	}
	rows, files := map[string]string{}, map[string]string{}
	for name, raw := range mails {
		row := d.receive(raw)
		rows[name] = row.Id
		files[name] = filepath.Join(d.app.DataDir(), "storage", row.BaseFilesPath(), row.GetString("raw"))
	}
	d.want(204, "boss", "POST", "/api/desk/inbox/"+rows["refused"]+"/refuse", "")
	left := func(age time.Duration) string {
		d.exec("UPDATE inbox SET created = '" + time.Now().Add(-age).UTC().Format("2006-01-02 15:04:05.000Z") + "'")
		d.job("otklik_forget_ignored")
		var names []string
		for name, id := range rows {
			row := d.count("inbox", "id = '"+id+"'") == 1
			if row {
				names = append(names, name)
			}
			for deadline := time.Now().Add(longWait); ; time.Sleep(5 * time.Millisecond) { // files follow their rows
				if _, err := os.Stat(files[name]); row == (err == nil) {
					break
				} else if time.Now().After(deadline) {
					t.Fatalf("%s: row %v, file %v", name, row, err)
				}
			}
		}
		slices.Sort(names)
		return strings.Join(names, " ")
	}
	const days = 24 * time.Hour
	if got := left(90*days - time.Hour); got != "accepted blocked forged ignored known refused stranger" {
		t.Errorf("shortly before 90 days: %s", got)
	}
	if got := left(90*days + time.Hour); got != "accepted blocked known" {
		t.Errorf("after 90 days: %s", got)
	}
}

// Mails of strangers are kept as long as there is room for them: then their servers
// bring them again later, and of a mail in the mailbox only the text is held. Clients
// go on.
func TestStrangersFillNoDisk(t *testing.T) {
	in := &smtpd.Config{Address: "127.0.0.1:0"}
	d := newListeningDesk(t, in)
	c := talkTo(t, "tcp", in.Address)
	c.answer()
	c.say("EHLO client.example", "250")
	n := 0
	bring := func(from, want string) {
		t.Helper()
		n++
		c.say("MAIL FROM:<x@else.example>", "250")
		c.say("RCPT TO:<"+deskAddress+">", "250")
		c.say("DATA", "354")
		c.say(mailOf(from, deskAddress, fmt.Sprintf("room%d@x", n), fmt.Sprintf("Письмо %d", n), "Слова")+".", want)
	}
	bring("one@else.example", "250")
	if size := d.lastMail().GetInt("size"); size < 100 || size > 1000 {
		t.Errorf("%d bytes", size)
	}
	d.exec(fmt.Sprintf("UPDATE inbox SET size = %d", 50<<20))
	bring("one@else.example", "452 4.3.1")
	bring("two@else.example", "250")
	d.exec(fmt.Sprintf("UPDATE inbox SET size = %d", 250<<20))
	bring("three@else.example", "452 4.3.1")
	bring("olga@example.com", "250")
	d.judged(d.lastMail(), "accepted", "")
	raw := mailOf("four@else.example", deskAddress, "four@x", "Из ящика", "Слова")
	if err := inbox.Receive(d.app, inbox.Arrival{Raw: []byte(raw), Via: inbox.ViaIMAP}); err != nil {
		t.Fatal(err)
	}
	row := d.lastMail()
	d.judged(row, "held", "stranger")
	if row.GetString("raw") != "" || row.GetString("body") != "Слова" {
		t.Errorf("the row: %v", row.PublicExport())
	}
	d.exec("UPDATE inbox SET created = '2020-01-01 00:00:00.000Z'")
	bring("three@else.example", "250")
}

// The files of a client's mails and of the page have one quota; held mails don't count,
// nor do words.
func TestTableMailsWithinQuota(t *testing.T) {
	const third = 350_000
	d := newMailDesk(t)
	d.quota(`{"megabytes_a_day":1}`)
	answer := d.replyTo("work", "olga")
	bring := func(id, to string, n int, status, reason string) {
		t.Helper()
		file := filePart(id+".txt", "text/plain", strings.Repeat("text ", n/5))
		d.judged(d.receive(mailWithFiles(to, id+"@olga", "Письмо "+id, "Слова "+id, file)), status, reason)
	}
	upload := func(status int) {
		t.Helper()
		d.check(d.attach("olga", "POST", records("comments"), third, "task", id("work"), "body", "С файлом"), status)
	}
	bring("q1", deskAddress, 3*third, "held", "flood")
	bring("q2", deskAddress, third, "accepted", "")
	upload(200)
	bring("q3", answer, 2*third, "held", "flood")
	bring("q4", answer, third-10_000, "accepted", "")
	upload(429)
	bring("q5", deskAddress, third, "held", "flood")
	bring("q6", answer, third, "held", "flood")
	words := func(from, to, id string) {
		t.Helper()
		d.judged(d.receive(mailOf(from, to, id, "Без файлов "+id, "Слова "+id)), "accepted", "")
	}
	words("olga@example.com", deskAddress, "q7@olga")
	words("olga@example.com", answer, "q8@olga")
	words("ivan@example.com", deskAddress, "q9@ivan")
	long := d.receive(mailOf("olga@example.com", deskAddress, "q10@olga", "Длинное", strings.Repeat("Слова и слова\r\n", 40_000)))
	d.judged(long, "held", "flood")
	clock.Set(d.app, func() time.Time { return time.Now().Add(25 * time.Hour) })
	upload(200)
	bring("q11", answer, third, "accepted", "")
	bring("q12", answer, third, "held", "flood")
}

// Staff answer by mail with what files they like, as on the page.
func TestMailsOfStaffHaveNoQuota(t *testing.T) {
	d := newMailDesk(t)
	d.quota(`{"megabytes_a_day":1}`)
	mail := mailWithFiles(d.replyTo("work", "anna"), "s1@anna", "Re: Работа", "Слова", filePart("a.txt", "text/plain", strings.Repeat("text ", 300_000)))
	d.judged(d.receive(strings.Replace(mail, "olga@example.com", "anna@example.com", 1)), "accepted", "")
	if n := d.count("otklik_uploads", "1"); n != 0 {
		t.Errorf("%d counts of staff", n)
	}
}
