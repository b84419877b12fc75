package api

import (
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

// filePart is a part of a mail with a file.
func filePart(name, kind, data string) string {
	return "--b\r\nContent-Type: " + kind + "\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\n\r\n" + data + "\r\n"
}

// mailWithFiles writes a mail with parts; without words it has only them.
func mailWithFiles(to, id, subject, words, parts string, headers ...string) string {
	text := "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + words + "\r\n"
	return mailOf("olga@example.com", to, id, subject, text+parts+"--b--", append(headers, "MIME-Version: 1.0", `Content-Type: multipart/mixed; boundary="b"`)...)
}

// originalNames are the names of a record's files without the suffix of the storage.
func originalNames(r *core.Record) []string {
	var out []string
	for _, name := range r.GetStringSlice("files") {
		dot := strings.LastIndexByte(name, '.')
		cut := strings.LastIndexByte(name[:dot], '_')
		out = append(out, name[:cut]+name[dot:])
	}
	return out
}

// All files of a mail are within reach of the consultant: those that one record has no
// room for stand in comments below.
func TestMailWithManyFiles(t *testing.T) {
	d := newMailDesk(t)
	var parts, want = "", []string{}
	for i := range 23 {
		name := fmt.Sprintf("scan%02d.pdf", i)
		want = append(want, name)
		parts += filePart(name, "application/pdf", fmt.Sprintf("%%PDF-1.4 %d", i))
	}
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"waiting"}`)
	for i, to := range []string{deskAddress, d.replyTo("work", "olga")} {
		row := d.receive(mailWithFiles(to, fmt.Sprintf("many%d@olga", i), "Re: Задача", "Сканы", parts))
		d.judged(row, "accepted", "")
		var found []string
		if row.GetString("comment") == "" {
			task, err := d.app.FindRecordById("tasks", row.GetString("task"))
			if err != nil {
				t.Fatal(err)
			}
			found = originalNames(task)
		}
		comments, err := d.app.FindRecordsByFilter("comments", "task = '"+row.GetString("task")+"'", "created", 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range comments {
			found = append(found, originalNames(c)...)
		}
		if slices.Sort(found); !slices.Equal(found, want) {
			t.Errorf("%s: %v", to, found)
		}
	}
	if told := d.told("notifications"); len(told) != 2 { // the question to Olga, her answer to Anna
		t.Errorf("told: %v", told)
	}
}

// What a mail has and a task may not have is named, and staff fetch it from the task.
func TestLeftFilesOfMail(t *testing.T) {
	d := newMailDesk(t)
	program := "MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + strings.Repeat("\x00", 100)
	for i, to := range []string{deskAddress, d.replyTo("work", "olga")} {
		row := d.receive(mailWithFiles(to, fmt.Sprintf("left%d@olga", i), "Re: Задача", "Вот", filePart("Обновление 1.2 (новое).exe", "application/x-msdownload", program)))
		d.judged(row, "accepted", "")
		filter := "?filter=" + url.QueryEscape("mail='"+row.Id+"'")
		for _, who := range []string{"anna", "boss"} {
			got := d.want(200, who, "GET", records("mail_files")+filter, "", `"totalItems":1`, `"Обновление 1.2 (новое).exe"`).decode(t)["items"].([]any)[0].(map[string]any)
			if got["task"] != row.GetString("task") || got["comment"] != row.GetString("comment") {
				t.Errorf("it belongs to %v", got)
			}
			token := d.want(200, who, "POST", "/api/files/token", "").decode(t)["token"].(string)
			at := "/api/files/mail_files/" + got["id"].(string) + "/" + url.PathEscape(got["files"].([]any)[0].(string))
			if file := d.ask(who, "GET", at+"?token="+token, ""); file.status != 200 || file.body != program || !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment") {
				t.Errorf("%s: %d %v", who, file.status, file.header)
			}
			if file := d.ask("", "GET", at, ""); file.status == 200 {
				t.Error("a guest got it")
			}
		}
		d.want(200, "olga", "GET", records("mail_files")+filter, "", `"totalItems":0`)
		d.want(403, "anna", "POST", records("mail_files"), `{"task":"`+row.GetString("task")+`"}`)
	}
	d.want(200, "anna", "GET", record("tasks", "work"), "")
}

// The files of the trade arrive by mail under their names; a program does not.
func TestTradeFilesOfMail(t *testing.T) {
	d := newMailDesk(t)
	parts := filePart("Print.epf", "application/octet-stream", "\xff\xff\xff\x7f\x00\x02\x00\x00") + filePart("akt.sgn", "application/octet-stream", "\x01\x02\x03\xfe")
	row := d.receive(mailWithFiles(deskAddress, "trade@olga", "Обработка", "Файлы", parts))
	task, err := d.app.FindRecordById("tasks", row.GetString("task"))
	if err != nil {
		t.Fatal(err)
	}
	if names := originalNames(task); !slices.Equal(names, []string{"Print.epf", "akt.sgn"}) || task.GetString("description") != "Файлы" {
		t.Errorf("%v: %s", names, task.GetString("description"))
	}
}

// A mail that is encrypted says so, and keeps what only its reader can open.
func TestEncryptedMail(t *testing.T) {
	d := newMailDesk(t)
	raw, err := os.ReadFile("../../hooks/mail/parse/testdata/smime_encrypted.eml")
	if err != nil {
		t.Fatal(err)
	}
	row := d.receive(strings.Replace(string(raw), "losev@example.com", "olga@example.com", 1))
	d.judged(row, "accepted", "")
	task, err := d.app.FindRecordById("tasks", row.GetString("task"))
	if err != nil {
		t.Fatal(err)
	}
	if names := originalNames(task); !slices.Equal(names, []string{"smime.p7m"}) || !strings.Contains(task.GetString("description"), "Письмо зашифровано") {
		t.Errorf("%v: %s", names, task.GetString("description"))
	}
}

// A thread that was not ours keeps its history with the task; a picture of decoration is
// named there.
func TestHistoryOfForeignThread(t *testing.T) {
	d := newMailDesk(t)
	body := "Помогите разобраться\r\n\r\n01.02.2026 10:00, Банк <info@bank.example> пишет:\r\n> Платёж отклонён, код 14\r\n> см. https://firma.example/links/rate/abcdefghijklmnopqrstuvwxyz"
	row := d.receive(mailOf("olga@example.com", deskAddress, "thread@olga", "Re: Платёж", body, "In-Reply-To: <x@bank.example>", "Content-Type: text/plain; charset=utf-8"))
	d.judged(row, "accepted", "")
	for _, who := range []string{"olga", "anna"} {
		got := d.want(200, who, "GET", records("tasks")+"/"+row.GetString("task"), "", `"description":"Помогите разобраться"`, "Платёж отклонён, код 14")
		if strings.Contains(got.body, "abcdefghijklmnopqrstuvwxyz") {
			t.Errorf("%s sees the link of a letter", who)
		}
	}
	d.want(400, "olga", "PATCH", records("tasks")+"/"+row.GetString("task"), `{"quoted":"x"}`, `"quoted":{"code":"read_only"`)
	task := d.want(200, "olga", "POST", records("tasks"), `{"title":"Своя","description":"д","quoted":"x"}`).decode(t)
	if task["quoted"] != "" {
		t.Errorf("a client wrote %v", task["quoted"])
	}
}
