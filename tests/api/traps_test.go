package api

import (
	"bytes"
	"encoding/json"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// Filters and sorts that would reveal what the caller can't read are refused.
var oracles = []struct{ param, expression string }{
	{"filter", `comments_via_task.body ~ "Слово"`},
	{"filter", `notes_via_task.body ~ "секрет"`},
	{"filter", `notes_via_task.id != ""`},
	{"filter", `number > 0 && (title ~ "x" || notes_via_task.body ~ "с")`},
	{"filter", `strftime("%Y", notes_via_task.created) = "2026"`},
	{"filter", `consultant.email ~ "anna"`},
	{"filter", `consultant.name ~ "A"`},
	{"filter", `client.username = "olga"`},
	{"filter", `profile.user.email ~ "o"`},
	{"filter", `profile.profiles_via_user.inn ~ "77"`},
	{"filter", `notes_via_task.body:length > 1`},
	{"filter", `notes_via_task.body:each ~ "с"`},
	{"filter", `id != "") || (consultant.username ~ "anna"`},
	{"sort", "notes_via_task.body"},
	{"sort", "-number,comments_via_task.body"},
	{"sort", "consultant.email"},
}

func TestOraclesAreRefused(t *testing.T) {
	d := newDesk(t)
	for _, who := range []string{"", "olga", "vera"} {
		for _, o := range oracles {
			got := d.ask(who, "GET", records("tasks")+"?"+o.param+"="+url.QueryEscape(o.expression), "")
			if got.status != 400 {
				t.Errorf("%q asked %s %s: %d %s", who, o.param, o.expression, got.status, got.body)
			}
		}
	}
	for _, hidden := range []string{"tokenKey", "password"} {
		if got := d.ask("anna", "GET", records("users")+"?filter="+url.QueryEscape(hidden+` ~ "a"`), ""); got.status != 400 {
			t.Errorf("staff asked for %s: %d", hidden, got.status)
		}
	}
	d.want(400, "anna", "GET", records("users")+"?sort=email", "") // trap 7
	d.want(400, "anna", "GET", records("users")+"?sort=-email", "")
	d.want(200, "boss", "GET", records("users")+"?sort=email", "")
	d.want(403, "olga", "GET", records("tasks")+"?filter="+url.QueryEscape(`@collection.notes.body ~ "с"`), "")
	d.want(400, "olga", "GET", records("tasks")+"?filter="+url.QueryEscape(`id != "" // ) || (consultant.username ~ "anna"`), "", "filter_refused")
	if got := d.ask("olga", "GET", records("tasks")+"?expand=notes_via_task,consultant,profile.user,client", ""); strings.Contains(got.body, noteSecret) || strings.Contains(got.body, "anna@") {
		t.Errorf("expand tells: %s", got.body)
	}
	d.want(200, "olga", "GET", records("tasks")+"?filter="+url.QueryEscape(`profile.inn = "7707083893" && title ~ "задача"`), "", `"totalItems":5`)
	d.want(200, "olga", "GET", records("comments")+"?filter="+url.QueryEscape(`task.number > 0`), "", `"totalItems":2`)
}

// A consultant can't filter by archived records, as a client can't by others'
// records.
func TestConsultantsCantAskAboutTheArchived(t *testing.T) {
	d := newDesk(t)
	for _, filter := range []string{`tasks_via_client.title !~ "gone"`, `comments_via_author.body !~ "удалённой"`, `profiles_via_user.tasks_via_profile.title !~ "gone"`, `notes_via_author.body ?~ "x"`} {
		d.want(400, "anna", "GET", records("users")+"?filter="+url.QueryEscape(filter), "", "filter_refused")
		d.want(200, "boss", "GET", records("users")+"?filter="+url.QueryEscape(filter), "")
	}
	d.want(200, "anna", "GET", records("tasks")+"?filter="+url.QueryEscape(`comments_via_task.body ?~ "Ольги" && notes_via_task.body ?~ "секрет"`), "", `"totalItems":1`)
	d.want(200, "anna", "GET", records("users")+"?filter="+url.QueryEscape(`profiles_via_user.inn = "7707083893"`), "", `"totalItems":1`)
}

// The same holds for the options of a realtime topic, however encoded.
func TestOraclesInRealtimeAreRefused(t *testing.T) {
	d := newDesk(t)
	subscribe := func(who, topic string) response {
		client := newRealtime(d)
		body, _ := json.Marshal(map[string]any{"clientId": client.Id(), "subscriptions": []string{topic}})
		return d.ask(who, "POST", "/api/realtime", string(body))
	}
	for _, o := range oracles {
		options, _ := json.Marshal(map[string]any{"query": map[string]any{o.param: o.expression}})
		if got := subscribe("olga", "tasks/*?options="+url.QueryEscape(string(options))); got.status != 400 {
			t.Errorf("%s %s: %d %s", o.param, o.expression, got.status, got.body)
		}
	}
	d.check(subscribe("olga", "tasks/*?options={bad"), 400)
	fine, _ := json.Marshal(map[string]any{"query": map[string]any{"filter": `status = "new"`, "expand": "profile"}})
	d.check(subscribe("olga", "tasks/*?options="+url.QueryEscape(string(fine))), 204)
}

// The empty id of an unassigned task is not a guest's id.
func TestGuestIsNobodysConsultant(t *testing.T) {
	d := newDesk(t)
	for _, filter := range []string{`consultant = ""`, `consultant = null`, `client != ""`} {
		d.want(200, "", "GET", records("tasks")+"?filter="+url.QueryEscape(filter), "", `"totalItems":0`)
	}
}

// The view collections show only their own fields.
func TestStaffViewIsNamesOnly(t *testing.T) {
	d := newDesk(t)
	got := d.want(200, "olga", "GET", records("staff"), "").decode(t)
	for _, item := range got["items"].([]any) {
		for field := range item.(map[string]any) {
			if !strings.Contains(" id name collectionId collectionName ", " "+field+" ") {
				t.Errorf("the view of the staff has %s", field)
			}
		}
	}
}

// Rules do not read headers or the query, which realtime options can forge.
func TestRulesReadNothingForgeable(t *testing.T) {
	d := newDesk(t)
	collections, err := d.app.FindAllCollections()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range collections {
		for _, rule := range []*string{c.ListRule, c.ViewRule, c.CreateRule, c.UpdateRule, c.DeleteRule} {
			if rule != nil && (strings.Contains(*rule, "@request.headers") || strings.Contains(*rule, "@request.query")) {
				t.Errorf("%s: %s", c.Name, *rule)
			}
		}
	}
}

// A forwarded-for header set by the caller is ignored.
func TestForwardedForIsNotTrusted(t *testing.T) {
	d := newDesk(t)
	var last int
	for i := range 65 {
		req := httptest.NewRequest("POST", "/api/collections/users/auth-with-password", strings.NewReader(`{"identity":"nobody`+strconv.Itoa(i)+`","password":"wrong"}`))
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("X-Forwarded-For", "10.1.1."+string(rune('0'+i%10)))
		req.RemoteAddr = "192.0.2.1:5"
		rec := httptest.NewRecorder()
		d.mux.ServeHTTP(rec, req)
		last = rec.Code
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the limiter let 65 log-ins in: %d", last)
	}
}

// The content types and the visibility of files.
func TestFiles(t *testing.T) {
	d := newDesk(t)
	name := uploadFile(d, "olga", "comments", map[string]string{"task": id("work"), "body": "Вот файл"}, "Акт сверки за октябрь.txt", "сумма 100")
	file := func(who string, withToken bool) response {
		at := "/api/files/comments/" + name
		if withToken {
			at += "?token=" + url.QueryEscape(d.want(200, who, "POST", "/api/files/token", "").decode(d)["token"].(string))
		}
		return d.ask("", "GET", at, "")
	}
	got := file("olga", true)
	d.check(got, 200, "сумма 100")
	if c := got.header.Get("Cache-Control"); c != "private, no-store" {
		t.Errorf("cached: %s", c)
	}
	kind, params, err := mime.ParseMediaType(got.header.Get("Content-Disposition"))
	if err != nil || kind != "attachment" || params["filename"] != "Акт сверки за октябрь.txt" {
		t.Errorf("Content-Disposition: %s %v, %v", kind, params, err)
	}
	d.check(file("anna", true), 200)
	d.check(file("ivan", true), 404)
	d.check(file("", false), 404)
	d.want(204, "olga", "DELETE", record("tasks", "work"), "")
	d.check(file("olga", true), 404)
	d.check(file("anna", true), 404)
}

// Raw received mails are not cached, like attachments, and only managers see them.
func TestMailsThatCameAreForManagers(t *testing.T) {
	d := newDesk(t)
	c, err := d.app.FindCollectionByNameOrId("inbox")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := filesystem.NewFileFromBytes([]byte("Subject: x\r\n\r\nсекрет"), "mail.eml")
	if err != nil {
		t.Fatal(err)
	}
	mail := core.NewRecord(c)
	mail.Load(map[string]any{"message_id": "a@b", "status": "held", "raw": raw})
	if err := d.app.Save(mail); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		who    string
		status int
	}{{"boss", 200}, {"anna", 404}, {"olga", 404}} {
		key := d.want(200, row.who, "POST", "/api/files/token", "").decode(t)["token"].(string)
		got := d.ask("", "GET", "/api/files/inbox/"+mail.Id+"/"+mail.GetString("raw")+"?token="+key, "")
		d.check(got, row.status)
		if c := got.header.Get("Cache-Control"); row.status == 200 && c != "private, no-store" {
			t.Errorf("cached: %s", c)
		}
	}
}

func TestFilesOfWrongKindAreRefused(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct{ name, content string }{{"a.html", "<html><script>alert(1)</script></html>"}, {"a.svg", `<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`}, {"a.exe", "MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff"}} {
		if got := sendFile(d, "olga", "tasks", map[string]string{"title": "С файлом"}, c.name, c.content); got.status != 400 || !strings.Contains(got.body, `"files"`) {
			t.Errorf("%s: %d %s", c.name, got.status, got.body)
		}
	}
}

// uploadFile creates a record with one file and returns its id and the file's name.
func uploadFile(d *desk, who, collection string, fields map[string]string, name, content string) string {
	d.Helper()
	got := sendFile(d, who, collection, fields, name, content)
	d.check(got, 200)
	r := got.decode(d)
	return r["id"].(string) + "/" + url.PathEscape(r["files"].([]any)[0].(string))
}

func sendFile(d *desk, who, collection string, fields map[string]string, name, content string) response {
	d.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, v := range fields {
		_ = w.WriteField(k, v)
	}
	part, err := w.CreateFormFile("files", name)
	if err != nil {
		d.Fatal(err)
	}
	_, _ = part.Write([]byte(content))
	_ = w.Close()
	return d.ask(who, "POST", records(collection), body.String(), "Content-Type", w.FormDataContentType())
}

// An invalid token is treated as a guest, who sees nothing.
func TestDeadTokenIsAGuest(t *testing.T) {
	d := newDesk(t)
	d.check(d.ask("", "GET", records("tasks"), "", "Authorization", "dead.token.here"), 200, `"totalItems":0`)
}

// Links in account mails lead to the page.
func TestMailsLeadToThePage(t *testing.T) {
	d := newDesk(t)
	users, err := d.app.FindCollectionByNameOrId("users")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path     string
		template core.EmailTemplate
	}{{"/verify/", users.VerificationTemplate}, {"/reset/", users.ResetPasswordTemplate}, {"/email/", users.ConfirmEmailChangeTemplate}} {
		if !strings.Contains(c.template.Body, "{APP_URL}"+c.path+"{TOKEN}") || strings.Contains(c.template.Body, "/_/") {
			t.Errorf("the mail of %s: %s", c.path, c.template.Body)
		}
	}
}

// The search folds the case of Cyrillic.
func TestSearchKnowsCyrillic(t *testing.T) {
	d := newDesk(t)
	d.want(200, "olga", "POST", records("tasks"), `{"title":"Счёт АЛЬФА не закрыт"}`)
	for _, c := range []struct{ q, n string }{{"альфа", "1"}, {"СЧЕТ", "1"}, {"счёт", "1"}, {"бета", "0"}, {"%ал%фа%", "1"}} {
		d.want(200, "olga", "GET", records("tasks")+"?filter="+url.QueryEscape(`title ~ "`+c.q+`"`), "", `"totalItems":`+c.n+`,`)
	}
}

// Another's record and a missing one give the same response.
func TestForeignAndMissingAreTheSame(t *testing.T) {
	d := newDesk(t)
	for _, ask := range [][2]string{{"GET", ""}, {"PATCH", `{"title":"Чужая"}`}, {"PATCH", `{"status":"closed","rev":1}`}, {"DELETE", ""}} {
		foreign, missing := d.ask("olga", ask[0], record("tasks", "ivannew"), ask[1]), d.ask("olga", ask[0], record("tasks", "nothing"), ask[1])
		if foreign.status != missing.status || foreign.body != missing.body {
			t.Errorf("%s: %d %s and %d %s", ask[0], foreign.status, foreign.body, missing.status, missing.body)
		}
	}
	for _, c := range []string{"comments", "assessments"} {
		body := `{"task":"%","body":"x","rating":5}`
		foreign, missing := d.ask("olga", "POST", records(c), strings.Replace(body, "%", id("ivandone"), 1)), d.ask("olga", "POST", records(c), strings.Replace(body, "%", id("nothing"), 1))
		if foreign.status != missing.status || foreign.body != missing.body {
			t.Errorf("%s: %s and %s", c, foreign.body, missing.body)
		}
	}
	for _, c := range []struct{ own, foreign string }{{record("tasks", "new"), "ivannew"}, {record("profiles", "orgolga"), "orgivan"}, {record("assessments", "shutrate"), "ivanrate"}, {record("users", "olga"), "ivan"}} {
		body := `{"id":"%","rev":7}`
		foreign, missing := d.ask("olga", "PATCH", c.own, strings.Replace(body, "%", id(c.foreign), 1)), d.ask("olga", "PATCH", c.own, strings.Replace(body, "%", id("nothing"), 1))
		if foreign.status != 400 || foreign.status != missing.status || foreign.body != missing.body {
			t.Errorf("another id for %s: %d %s and %d %s", c.own, foreign.status, foreign.body, missing.status, missing.body)
		}
	}
}

// A form without a body reveals nothing about the record.
func TestAnEmptyFormTellsNothing(t *testing.T) {
	d := newDesk(t)
	for _, who := range []string{"", "olga", "vera"} {
		for _, form := range []string{"multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-dataX"} {
			for _, c := range []struct{ collection, foreign string }{{"tasks", "ivannew"}, {"comments", "ivanword"}, {"profiles", "orgivan"}, {"users", "ivan"}, {"assessments", "ivanrate"}} {
				there, missing := d.ask(who, "PATCH", record(c.collection, c.foreign), "", "Content-Type", form), d.ask(who, "PATCH", record(c.collection, "nothing"), "", "Content-Type", form)
				if there.status != missing.status || there.body != missing.body {
					t.Errorf("%q %s %s: %d and %d", who, form, c.collection, there.status, missing.status)
				}
			}
		}
	}
}

// The browser's viewer may show a PDF within the page; all other files keep the
// sandbox.
func TestPDFMayBeLookedAt(t *testing.T) {
	d := newDesk(t)
	token := url.QueryEscape(d.want(200, "olga", "POST", "/api/files/token", "").decode(d)["token"].(string))
	for _, row := range []struct{ name, content, policy, kind string }{
		{"акт.pdf", "%PDF-1.4\n%%EOF", "frame-ancestors 'self'", "inline"},
		{"письмо.pdf", "просто текст", "frame-ancestors 'self'", "attachment"}, // only its name says so
		{"акт.txt", "сумма 100", "sandbox", "attachment"},
	} {
		at := uploadFile(d, "olga", "comments", map[string]string{"task": id("work"), "body": "Файл"}, row.name, row.content)
		got := d.ask("", "GET", "/api/files/comments/"+at+"?token="+token, "")
		d.check(got, 200, row.content)
		if policy := got.header.Get("Content-Security-Policy"); !strings.Contains(policy, row.policy) || !strings.HasPrefix(policy, "default-src 'none'") {
			t.Errorf("%s: %s", row.name, policy)
		}
		if kind := got.header.Get("Content-Disposition"); !strings.HasPrefix(kind, row.kind) {
			t.Errorf("%s: %s", row.name, kind)
		}
	}
}
