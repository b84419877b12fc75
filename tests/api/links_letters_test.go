package api

import (
	"bytes"
	"mime/multipart"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/tools/types"
)

// A GET of the unsubscribe link changes nothing. A POST of a mail program, without
// page or cookie, switches off the mails of that kind and nothing else; it is
// idempotent.
func TestUnsubscribe(t *testing.T) {
	d := newDesk(t)
	d.want(200, "olga", "PATCH", record("users", "olga"), `{"muted":["closed.page"]}`)
	link := d.link("unsubscribe", "olga", "done", "answer")
	muted := func(want ...string) {
		t.Helper()
		u, err := d.app.FindRecordById("users", id("olga"))
		if got := u.GetStringSlice("muted"); err != nil || !slices.Equal(got, want) {
			t.Errorf("muted: %v, want %v", got, want)
		}
	}
	d.want(200, "", "GET", link, "", "Не присылать такие письма?", "Вам ответили")
	d.check(d.ask("", "HEAD", link, ""), 200)
	muted("closed.page")
	for range 2 {
		d.check(d.post(link, "List-Unsubscribe=One-Click"), 200, "Такие письма больше не придут", "Вернуть письма")
		muted("closed.page", "answer.mail")
	}
	d.want(200, "", "GET", link, "", "Такие письма больше не придут")
	d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Ответ"}`)
	if got := d.told("outbox"); slices.Contains(got, "olga answer") {
		t.Errorf("mailed: %v", got)
	}
	d.check(d.post(link, "undo=1"), 200, "Письма снова включены")
	d.check(d.post(link, "undo=1"), 200, "Письма снова включены")
	muted("closed.page")

	var body bytes.Buffer // RFC 8058 allows either form
	form := multipart.NewWriter(&body)
	if err := form.WriteField("List-Unsubscribe", "One-Click"); err != nil {
		t.Fatal(err)
	}
	form.Close()
	d.check(d.ask("", "POST", link, body.String(), "Content-Type", form.FormDataContentType()), 200, "больше не придут")
	muted("closed.page", "answer.mail")
	d.check(d.post(d.link("unsubscribe", "boss", "", "held"), ""), 200, "Письмо ждёт решения")
	d.check(d.post(d.link("unsubscribe", "olga", "", "pigeon"), ""), 410)
}

// Confirming by link marks as read the notifications that the person had about the
// task when the mail was written.
func TestReadByLink(t *testing.T) {
	d := newDesk(t)
	say := func(body string) {
		d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("work")+`","body":"`+body+`"}`)
	}
	say("Раньше")
	d.want(200, "anna", "PATCH", record("tasks", "wait"), `{"status":"done"}`)
	d.want(200, "olga", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Вопрос"}`)
	link := d.link("read", "olga", "work", "answer")
	say("Позже")
	if _, err := d.app.DB().NewQuery("UPDATE notifications SET created = {:at} WHERE comment = (SELECT id FROM comments WHERE body = 'Позже')").
		Bind(map[string]any{"at": types.NowDateTime().Add(time.Minute)}).Execute(); err != nil {
		t.Fatal(err)
	}
	d.want(200, "", "GET", link, "", "Подтвердите прочтение", "Задача work")
	d.check(d.ask("", "HEAD", link, ""), 200)
	if n := d.count("notifications", "read_at != ''"); n != 0 {
		t.Fatalf("looking at the page has read %d", n)
	}
	d.check(d.post(link, ""), 200, "Отмечено как прочитанное")
	d.check(d.post(link, ""), 410, "Ссылка больше не действует")
	d.want(410, "", "GET", link, "")
	if n := d.count("notifications", "read_at != '' AND user = '"+id("olga")+"' AND task = '"+id("work")+"'"); n != 1 {
		t.Errorf("%d are read", n)
	}
	if n := d.count("notifications", "read_at != ''"); n != 1 {
		t.Errorf("%d of all are read", n)
	}
}

// The mails of a thread have their links, which lead to the right pages.
func TestLinksOfAnAnswer(t *testing.T) {
	d := newDesk(t)
	s := withMail(d, nil)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"waiting"}`)
	d.due()
	m := s.next(d)
	for _, c := range []struct{ purpose, title string }{{"read", "Подтвердите прочтение"}, {"unsubscribe", "Консультант ждёт ответа"}} {
		found := regexp.MustCompile(`https://desk\.firma\.example(/links/` + c.purpose + `/\S+)`).FindStringSubmatch(m.Text)
		if found == nil || !strings.Contains(m.HTML, found[1]+`"`) {
			t.Fatalf("no link to %s in %s\n%s", c.purpose, m.Text, m.HTML)
		}
		d.want(200, "", "GET", found[1], "", c.title)
		if c.purpose == "unsubscribe" && m.Headers["List-Unsubscribe"] != "<https://desk.firma.example"+found[1]+">" {
			t.Errorf("List-Unsubscribe: %s", m.Headers["List-Unsubscribe"])
		}
	}
}

// A person who may no longer see a task cannot confirm its notifications.
func TestReadOfWhatIsGone(t *testing.T) {
	d := newDesk(t)
	for _, link := range []string{d.link("read", "olga", "gone", "answer"), d.link("read", "ivan", "work", "answer"), d.link("read", "anna", "gone", "answered"), d.link("read", "olga", "", "answer")} {
		d.want(410, "", "GET", link, "")
		d.check(d.post(link, ""), 410)
	}
	d.want(200, "", "GET", d.link("read", "boss", "gone", "answered"), "", "Задача gone")
}
