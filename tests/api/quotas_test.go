package api

import (
	"bytes"
	"mime/multipart"
	"strconv"
	"strings"
	"testing"
	"time"

	"otklik/hooks/clock"
	"otklik/hooks/disk"
)

// attach posts a form with a text file of n bytes.
func (d *desk) attach(who, method, url string, n int, fields ...string) response {
	d.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	for i := 0; i+1 < len(fields); i += 2 {
		_ = w.WriteField(fields[i], fields[i+1])
	}
	if n > 0 {
		file, err := w.CreateFormFile("files", "a.txt")
		if err != nil {
			d.Fatal(err)
		}
		_, _ = file.Write(bytes.Repeat([]byte("text\n"), n/5))
	}
	_ = w.Close()
	return d.ask(who, method, url, form.String(), "Content-Type", w.FormDataContentType())
}

// quota changes the quotas as the administrator does.
func (d *desk) quota(body string) {
	d.Helper()
	row, err := d.app.FindFirstRecordByFilter("quotas", "")
	if err != nil {
		d.Fatal(err)
	}
	d.want(200, "root", "PATCH", "/api/collections/quotas/records/"+row.Id, body)
}

// later checks when a refused request may be tried again.
func (d *desk) later(got response, least, most time.Duration) {
	d.Helper()
	seconds, err := strconv.Atoi(got.header.Get("Retry-After"))
	if after := time.Duration(seconds) * time.Second; err != nil || after < least || after > most {
		d.Errorf("Retry-After %q is not between %v and %v", got.header.Get("Retry-After"), least, most)
	}
}

// A client may create so many tasks a day; those that are refused don't count.
func TestQuotaOfTasks(t *testing.T) {
	d := newDesk(t)
	made := d.count("tasks", "client = '"+id("olga")+"'")
	d.quota(`{"tasks_a_day":` + string(rune('0'+made+2)) + `}`)
	create := func(who string) response {
		return d.ask(who, "POST", records("tasks"), `{"title":"Ещё задача"}`)
	}
	d.want(400, "olga", "POST", records("tasks"), `{"title":"x"}`)
	d.check(create("olga"), 200)
	d.check(create("olga"), 200)
	refused := create("olga")
	d.check(refused, 429, `"title":{"code":"quota_tasks"`, "За сутки")
	d.later(refused, 23*time.Hour, 24*time.Hour)
	d.check(create("ivan"), 200)
	d.want(200, "root", "POST", records("tasks"), `{"title":"Ещё задача","client":"`+id("olga")+`"}`)
	clock.Set(d.app, func() time.Time { return time.Now().Add(24*time.Hour + time.Minute) })
	d.check(create("olga"), 200)
}

// A client may attach so much a day to tasks and comments, new and old.
func TestQuotaOfFiles(t *testing.T) {
	d := newDesk(t)
	d.quota(`{"megabytes_a_day":1}`)
	const half = 500_000
	d.check(d.attach("olga", "POST", records("tasks"), half, "title", "С файлом"), 200)
	d.check(d.attach("olga", "POST", records("comments"), half, "task", id("work"), "body", ""), 400) // doesn't count
	d.check(d.attach("olga", "POST", records("comments"), half, "task", id("work"), "body", "С файлом"), 200)
	for _, got := range []response{
		d.attach("olga", "POST", records("tasks"), half, "title", "С файлом"),
		d.attach("olga", "POST", records("comments"), half, "task", id("work"), "body", "С файлом"),
		d.attach("olga", "PATCH", record("tasks", "work"), half),
	} {
		d.check(got, 429, `"files":{"code":"quota_files"`, `"max":1`)
		d.later(got, 22*time.Hour, 24*time.Hour)
	}
	never := d.attach("ivan", "POST", records("tasks"), 3*half, "title", "С файлом")
	d.check(never, 429, `"files":{"code":"quota_files"`)
	if after := never.header.Get("Retry-After"); after != "" {
		t.Errorf("what never fits may be tried again after %s", after)
	}
	d.check(d.attach("olga", "POST", records("tasks"), 0, "title", "Без файла"), 200)
	d.check(d.attach("ivan", "POST", records("tasks"), half, "title", "С файлом"), 200)
	d.check(d.attach("anna", "POST", records("comments"), 2*half, "task", id("work"), "body", "С файлом"), 200)
	clock.Set(d.app, func() time.Time { return time.Now().Add(25 * time.Hour) })
	d.check(d.attach("olga", "POST", records("tasks"), half, "title", "С файлом"), 200)
	d.job("otklik_forget_uploads")
	if n := d.count("otklik_uploads", "1"); n != 1 {
		t.Errorf("%d counts are left", n)
	}
}

// Uploads are refused on a full disk; everything else goes on, and administrators
// are warned in time.
func TestDiskIsShort(t *testing.T) {
	d := newDesk(t)
	free := uint64(disk.Reserve)
	disk.Set(d.app, func() uint64 { return free })
	upload := func() response { return d.attach("olga", "POST", records("tasks"), 10, "title", "С файлом") }
	d.check(upload(), 200)
	d.want(200, "boss", "GET", "/api/desk/mail", "", `"disk_nearly_full"`)
	free--
	d.check(upload(), 507, `"files":{"code":"disk_short"`, "место")
	d.check(d.attach("anna", "POST", records("notes"), 10, "task", id("work"), "body", "С файлом"), 507)
	d.check(d.attach("root", "PATCH", record("tasks", "work"), 10), 507)
	d.check(d.attach("olga", "POST", records("tasks"), 0, "title", "Без файла"), 200)
	d.want(200, "boss", "GET", "/api/desk/mail", "", `"disk_full"`)
	free = 1 << 40
	if got := d.want(200, "boss", "GET", "/api/desk/mail", ""); strings.Contains(got.body, "disk") {
		t.Errorf("a warning of an empty disk: %s", got.body)
	}
}
