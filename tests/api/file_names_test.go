package api

import (
	"mime"
	"net/url"
	"strings"
	"testing"
)

// partsOf parts what uploadFile returns into the record's id and the stored name.
func partsOf(at string) (owner, stored string) {
	owner, escaped, _ := strings.Cut(at, "/")
	stored, _ = url.PathUnescape(escaped)
	return owner, stored
}

// What was sent is called the same on the page, in downloads, letters and exports,
// however long its name is and whatever it has in it; what could deceive is left out.
func TestTableFileNames(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token := func(who string) string {
		return url.QueryEscape(d.want(200, who, "POST", "/api/files/token", "").decode(d)["token"].(string))
	}
	long := "Акт " + strings.Repeat("очень длинный ", 12) + "вариант "
	for _, row := range []struct{ sent, kept string }{
		{"Снимок экрана.png.txt", "Снимок экрана.png.txt"},
		{long + "1.txt", long + "1.txt"},
		{long + "2.txt", long + "2.txt"},
		{"Счёт № 5 (копия), «Ромашка» & Co; 50%+.txt", "Счёт № 5 (копия), «Ромашка» & Co; 50%+.txt"},
		{"два  пробела.txt", "два  пробела.txt"},
		{"без расширения", "без расширения"},
		{"акт\u202etxt.exe", "актtxt.exe"},
		{strings.Repeat("я", 400) + ".txt", strings.Repeat("я", 251) + ".txt"},
	} {
		for _, collection := range []string{"comments", "notes"} {
			who := map[string]string{"comments": "olga", "notes": "anna"}[collection]
			at := uploadFile(d, who, collection, map[string]string{"task": id("work"), "body": "Вот файл"}, row.sent, "сумма 100")
			owner, stored := partsOf(at)
			names := d.want(200, who, "GET", records(collection)+"/"+owner, "").decode(d)["file_names"].(map[string]any)
			if names[stored] != row.kept {
				t.Errorf("%s of %q: the API says %q", collection, row.sent, names[stored])
			}
			got := d.ask("", "GET", "/api/files/"+collection+"/"+at+"?token="+token(who), "")
			_, params, err := mime.ParseMediaType(got.header.Get("Content-Disposition"))
			if err != nil || params["filename"] != row.kept {
				t.Errorf("%s of %q is downloaded as %q, %v", collection, row.sent, params["filename"], err)
			}
		}
	}
	d.check(d.ask("olga", "PATCH", record("tasks", "work"), `{"file_names":{"x":"y"}}`), 400, `"file_names":{"code":"read_only"`)
}

// The history of a task speaks of its files by their names, also after they have
// been removed, in the export too.
func TestFileNamesInHistory(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	name := "Акт сверки (1).txt"
	owner, stored := partsOf(uploadFile(d, "olga", "tasks", map[string]string{"title": "С файлом"}, name, "сумма 100"))
	d.want(200, "olga", "PATCH", records("tasks")+"/"+owner, `{"files-":["`+stored+`"]}`)
	names := d.want(200, "olga", "GET", records("tasks")+"/"+owner, "").decode(d)["file_names"].(map[string]any)
	if names[stored] != name {
		t.Errorf("the name of a removed file is %q", names[stored])
	}
	d.check(d.ask("boss", "GET", "/api/desk/export?what=log&format=csv", ""), 200, "Файлы: "+name)
}

// A mail's files keep their names too.
func TestFileNamesOfMail(t *testing.T) {
	t.Parallel()
	d := newMailDesk(t)
	body := "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nСмотрите\r\n--b\r\nContent-Type: text/plain\r\n" +
		"Content-Disposition: attachment; filename*=UTF-8''" + url.PathEscape("Счёт № 5 (копия).txt") + "\r\n\r\nсумма\r\n--b--"
	row := d.receive(mailOf("olga@example.com", d.replyTo("work", "olga"), "named@olga", "Re: Задача", body,
		"MIME-Version: 1.0", `Content-Type: multipart/mixed; boundary="b"`))
	d.judged(row, "accepted", "")
	comment, err := d.app.FindRecordById("comments", row.GetString("comment"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(comment.GetString("file_names"), `"Счёт № 5 (копия).txt"`) {
		t.Errorf("the names are %s", comment.GetString("file_names"))
	}
}
