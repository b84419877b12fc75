package api

import (
	"encoding/json"
	"maps"
	"net/url"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

const registration = `{"username":"%nick%","email":"%nick%@example.com","password":"parol-12345","passwordConfirm":"parol-12345","profile":{"organization":"ПАО Сбербанк","inn":"7707083893","kpp":"773601001","ogrn":"1027700132195"}}`

func register(nick string) string { return strings.ReplaceAll(registration, "%nick%", nick) }

func TestRegistration(t *testing.T) {
	d := newDesk(t)
	d.want(200, "", "POST", records("users"), register("Newcomer"), `"username":"newcomer"`, `"role":"client"`)
	user, err := d.app.FindFirstRecordByData("users", "username", "newcomer")
	if err != nil {
		t.Fatal(err)
	}
	profile, err := d.app.FindFirstRecordByData("profiles", "user", user.Id)
	if err != nil || profile.GetString("inn") != "7707083893" {
		t.Fatalf("no profile: %v", err)
	}
	for _, identity := range []string{"newcomer", "NEWCOMER", "newcomer@example.com", "Newcomer@Example.com"} {
		d.want(200, "", "POST", "/api/collections/users/auth-with-password", `{"identity":"`+identity+`","password":"parol-12345"}`, `"token"`)
	}
	mail := d.letter("newcomer@example.com", "verify")
	if html := mail.GetString("html"); !strings.Contains(html, "/verify/") || !strings.Contains(mail.GetString("subject"), "Отклик") {
		t.Errorf("the verification mail is %q: %s", mail.GetString("subject"), html)
	}
}

// Registration refuses a field of the organisation that its client may not fill,
// whatever its value, and answers in the same way whether the field exists or not.
func TestRegistrationFields(t *testing.T) {
	d := newDesk(t)
	profiles, err := d.app.FindCollectionByNameOrId("profiles")
	if err != nil {
		t.Fatal(err)
	}
	profiles.Fields.Add(&core.TextField{Name: "website"}, &core.TextField{Name: "debt", Hidden: true})
	if err := d.app.Save(profiles); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ field, value, guest, root string }{
		{"website", `"https://a.example"`, "unknown_field", "read_only"}, {"debt", `"100"`, "unknown_field", "read_only"}, {"website", `""`, "unknown_field", "read_only"},
		{"onec_release", `"9"`, "unknown_field", "read_only"}, {"onec_release", `null`, "unknown_field", "read_only"}, {"nothing", `1`, "unknown_field", "unknown_field"},
		{"Organization", `"x"`, "unknown_field", "unknown_field"}, {"inn+", `"7707083893"`, "unknown_field", "unknown_field"},
		{"id", `"` + id("orgnew") + `"`, "read_only", "read_only"}, {"user", `"` + id("olga") + `"`, "read_only", "read_only"}, {"created", `"2020-01-01 00:00:00.000Z"`, "read_only", "read_only"},
	} {
		sent := strings.Replace(register("strict"), `"profile":{`, `"profile":{"`+c.field+`":`+c.value+`,`, 1)
		for who, want := range map[string]string{"": c.guest, "root": c.root} {
			got := d.want(400, who, "POST", records("users"), sent).decode(t)["data"].(map[string]any)
			beside, _ := got["profile"].(map[string]any)
			if item, _ := beside[c.field].(map[string]any); len(got) != 1 || len(beside) != 1 || item["code"] != want {
				t.Errorf("%s = %s as %q: %v, want %s", c.field, c.value, who, got, want)
			}
		}
	}
	wrong := strings.Replace(register("strict"), `"7707083893"`, `"7707083894","website":"x"`, 1)
	d.want(400, "", "POST", records("users"), wrong, `"inn":{"code":"inn_checksum"`, `"website":{"code":"unknown_field"`)
	d.want(400, "", "POST", records("users"), strings.Replace(wrong, `"strict@`, `"`, 1), `"email"`, `"inn":{"code":"inn_checksum"`, `"website":{"code":"unknown_field"`)
	if n := d.count("users", "username = 'strict'"); n != 0 {
		t.Errorf("%d accounts of refused registrations", n)
	}
	d.want(200, "", "POST", records("users"), register("strict"))
}

// All errors are returned at once, each for its field, and nothing is saved.
func TestRegistrationErrors(t *testing.T) {
	d := newDesk(t)
	got := d.want(400, "", "POST", records("users"), `{"username":"Ив","email":"x","password":"123","passwordConfirm":"124","profile":{"organization":"Ф","inn":"7707083894","kpp":"12","ogrn":"5"}}`).decode(t)["data"].(map[string]any)
	profile, _ := got["profile"].(map[string]any)
	for _, field := range []string{"username", "email", "password"} {
		if got[field] == nil {
			t.Errorf("nothing beside %s: %v", field, got)
		}
	}
	for _, c := range []struct{ field, code string }{{"organization", "validation_min_text_constraint"}, {"inn", "inn_checksum"}, {"kpp", "kpp_format"}, {"ogrn", "ogrn_length"}} {
		item, _ := profile[c.field].(map[string]any)
		if item["code"] != c.code || strings.Contains(item["message"].(string), "{") {
			t.Errorf("beside %s: %v, want %s", c.field, item, c.code)
		}
	}
	mistyped := strings.ReplaceAll(register(" Mistyped"), `"passwordConfirm":"parol`, `"passwordConfirm":"porol`)
	if got := d.want(400, "", "POST", records("users"), mistyped, `"passwordConfirm"`).decode(t)["data"].(map[string]any); len(got) != 1 {
		t.Errorf("more than the password is said to be wrong: %v", got)
	}
	d.want(400, "", "POST", records("users"), strings.Replace(register("lonely"), `"profile"`, `"nothing"`, 1), `"profile"`)
	d.want(400, "", "POST", records("users"), strings.Replace(register("ghost"), "7707083893", "7707083894", 1), `"inn_checksum"`)
	d.want(400, "", "POST", records("users"), register("OLGA"), `"username"`, "занят")
	for _, sneaky := range []string{`"role":"manager",`, `"blocked":true,`, `"verified":true,`, `"role":"consultant",`} {
		body := strings.Replace(register("sneaky"), "{", "{"+sneaky, 1)
		if a := d.ask("", "POST", records("users"), body); a.status == 200 && !strings.Contains(a.body, `"verified":false`) {
			t.Errorf("%s passed: %s", sneaky, a.body)
		}
	}
	for _, nick := range []string{"lonely", "ghost"} {
		if r, _ := d.app.FindFirstRecordByData("users", "username", nick); r != nil {
			t.Errorf("%s was half-registered", nick)
		}
	}
	people, _ := d.app.CountRecords("users")
	organizations, _ := d.app.CountRecords("profiles")
	if people-organizations != 3 { // the staff
		t.Errorf("%d people, %d organisations", people, organizations)
	}
}

func TestProfileRules(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct{ body, code string }{
		{`{"inn":"500100732259"}`, "kpp_with_person"},
		{`{"kpp":"77360100"}`, "kpp_format"},
		{`{"ogrn":"1027700132196"}`, "ogrn_checksum"},
		{`{"inn":"123"}`, "inn_length"},
		{`{"organization":" "}`, `"organization"`},
		{`{"phone":"` + strings.Repeat("1", 33) + `"}`, `"phone"`},
	} {
		d.want(400, "olga", "PATCH", record("profiles", "orgolga"), c.body, c.code)
	}
	d.want(200, "olga", "PATCH", record("profiles", "orgolga"), `{"organization":"ООО «Яндекс»","inn":"7736207543","kpp":"","ogrn":""}`)
	d.want(200, "olga", "GET", records("history")+`?filter=event%3D"profile"`, "", `"inn":"7736207543"`, `"inn":"7707083893"`)
	d.want(200, "ivan", "GET", records("history")+`?filter=event%3D"profile"`, "", `"totalItems":0`)
}

// Blocking, a new role, a new password and a sign-out everywhere end all sessions.
func TestSessionsEnd(t *testing.T) {
	for _, c := range []struct {
		name string
		end  func(d *desk)
	}{
		{"block", func(d *desk) { d.want(200, "boss", "PATCH", record("users", "olga"), `{"blocked":true}`) }},
		{"role", func(d *desk) { d.want(200, "root", "PATCH", record("users", "olga"), `{"role":"consultant"}`) }},
		{"everywhere", func(d *desk) { d.want(204, "olga", "POST", "/api/desk/sessions/end", "") }},
		{"password", func(d *desk) {
			d.want(200, "olga", "PATCH", record("users", "olga"), `{"oldPassword":"`+password+`","password":"novyi-12345","passwordConfirm":"novyi-12345"}`)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			old := token(t, d.app, "olga")
			d.check(d.ask("", "GET", record("tasks", "new"), "", "Authorization", old), 200)
			c.end(d)
			d.check(d.ask("", "GET", record("tasks", "new"), "", "Authorization", old), 404)
			d.check(d.ask("", "POST", "/api/collections/users/auth-refresh", "", "Authorization", old), 401)
		})
	}
}

// A save of an outdated copy of a person or an organisation does not undo changes
// made meanwhile.
func TestOldCopiesUndoNothing(t *testing.T) {
	d := newDesk(t)
	read := func(collection, name string) *core.Record {
		t.Helper()
		r, err := d.app.FindRecordById(collection, id(name))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	old, key := read("users", "olga"), token(t, d.app, "olga")
	d.want(200, "boss", "PATCH", record("users", "olga"), `{"blocked":true}`)
	old.Set("name", "Ольга")
	if err := d.app.Save(old); err != nil {
		t.Fatal(err)
	}
	if now := read("users", "olga"); !now.GetBool("blocked") || now.GetString("name") != "Ольга" {
		t.Errorf("the block is undone: %v", now.PublicExport())
	}
	d.check(d.ask("", "POST", "/api/collections/users/auth-refresh", "", "Authorization", key), 401)

	old = read("profiles", "orgivan")
	d.want(200, "ivan", "PATCH", record("profiles", "orgivan"), `{"phone":"+7 495 1"}`)
	old.Set("contact", "Иван")
	if err := d.app.Save(old); err != nil {
		t.Fatal(err)
	}
	if now := read("profiles", "orgivan"); now.GetString("phone") != "+7 495 1" || now.GetString("contact") != "Иван" {
		t.Errorf("an update was lost: %v", now.PublicExport())
	}
	d.want(200, "ivan", "GET", records("history")+"?sort=-created&filter="+url.QueryEscape(`event = "profile"`), "",
		`"after":{"contact":"Иван"},"before":{"contact":""}`, `"after":{"phone":"+7 495 1"},"before":{"phone":""}`)
}

// A save of an outdated copy of settings does not undo changes made meanwhile.
func TestOldSettingsUndoNothing(t *testing.T) {
	d := newDesk(t)
	salary := d.newCategory("Зарплата")
	schedule, err := d.app.FindFirstRecordByFilter("schedule", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		collection, id  string
		meanwhile, ours map[string]any
	}{
		{"categories", salary, map[string]any{"retired": true}, map[string]any{"position": 7.0}},
		{"schedule", schedule.Id, map[string]any{"target_high": 1.0}, map[string]any{"target_low": 20.0}},
	} {
		old, err := d.app.FindRecordById(c.collection, c.id)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := json.Marshal(c.meanwhile)
		d.want(200, "boss", "PATCH", records(c.collection)+"/"+c.id, string(body))
		old.Load(c.ours)
		if err := d.app.Save(old); err != nil {
			t.Fatal(err)
		}
		now, err := d.app.FindRecordById(c.collection, c.id)
		if err != nil {
			t.Fatal(err)
		}
		maps.Copy(c.meanwhile, c.ours)
		for name, want := range c.meanwhile {
			if got := now.Get(name); got != want {
				t.Errorf("%s of %s is %v, want %v", name, c.collection, got, want)
			}
		}
	}
}

func TestOwnAccount(t *testing.T) {
	d := newDesk(t)
	d.want(200, "olga", "PATCH", record("users", "olga"), `{"name":"Ольга","locale":"en"}`)
	d.want(400, "olga", "PATCH", record("users", "olga"), `{"password":"novyi-12345","passwordConfirm":"novyi-12345"}`, `"oldPassword"`)
	d.want(400, "olga", "PATCH", record("users", "olga"), `{"oldPassword":"bad","password":"novyi-12345","passwordConfirm":"novyi-12345"}`, "did not match")
	d.want(400, "olga", "PATCH", record("users", "olga"), `{"verified":false}`)
	d.want(400, "boss", "PATCH", record("users", "olga"), `{"password":"novyi-12345","passwordConfirm":"novyi-12345"}`)
	d.ask("olga", "PATCH", record("users", "olga"), `{"email":"other@example.com"}`)
	r, err := d.app.FindRecordById("users", id("olga"))
	if err != nil || r.Email() != "olga@example.com" || !r.ValidatePassword(password) {
		t.Errorf("the account has changed: %v %v", r.Email(), err)
	}
	d.want(200, "boss", "GET", record("users", "olga"), "", "olga@example.com")
	d.want(200, "anna", "GET", record("users", "olga"), "", "olga@example.com")
	if got := d.ask("ivan", "GET", record("users", "olga"), ""); strings.Contains(got.body, "olga@example.com") {
		t.Error("another client sees the address")
	}
}

// Phones start an address with a capital letter: its case must not matter.
func TestLettersFindAnAddressInCapitals(t *testing.T) {
	d := newDesk(t)
	d.want(204, "", "POST", "/api/collections/users/request-password-reset", `{"email":"Olga@Example.com"}`)
	d.awaitMails(1)
	d.letter("olga@example.com", "reset")
}

func TestMessagesAreInTheReadersLanguage(t *testing.T) {
	d := newDesk(t)
	one, body := record("tasks", "new"), `{"title":"x"}`
	d.check(d.ask("olga", "PATCH", one, body), 400, "Нужно не меньше 3 знаков")
	d.check(d.ask("olga", "PATCH", one, body, "Accept-Language", "en-US,en;q=0.9"), 400, "At least 3 characters")
	d.check(d.ask("olga", "PATCH", one, body, "Accept-Language", "de"), 400, "Нужно не меньше")
	d.want(200, "olga", "PATCH", record("users", "olga"), `{"locale":"en"}`)
	d.check(d.ask("olga", "PATCH", one, body), 400, "At least 3 characters")
	d.check(d.ask("", "GET", "/api/nope", ""), 404, "Здесь ничего нет")
	// messages of PocketBase that are translated by their status only
	collection := records("tasks") + "?filter=" + url.QueryEscape(`@collection.users.id != ""`)
	d.check(d.ask("ivan", "GET", collection, ""), 403, "Недостаточно прав")
	d.check(d.ask("ivan", "GET", collection, "", "Accept-Language", "en"), 403, "Only superusers can filter by @collection")
	d.check(d.ask("", "POST", "/api/collections/users/request-otp", `{"email":"olga@example.com"}`), 403, "Недостаточно прав")
	d.check(d.ask("olga", "PATCH", one, `{"title":`, "Accept-Language", "ru"), 400, "Тело запроса — не JSON")
	weak := strings.ReplaceAll(register("weak"), "parol-12345", "123")
	d.check(d.ask("", "POST", records("users"), weak), 400, "не короче 8")
}

// A manager cannot change a person who has just become a manager.
func TestManagersDontTouchManagers(t *testing.T) {
	for _, body := range []string{`{"blocked":true}`, `{"role":"client"}`, `{"name":"Никто"}`} {
		d := newDesk(t)
		d.want(404, "boss", "PATCH", record("users", "anna"), `{"role":"manager"}`)
		d.want(404, "boss", "PATCH", record("users", "boss"), `{"name":"Никто","role":"manager","blocked":true}`)
		d.app.OnRecordUpdateRequest("users").Bind(&hook.Handler[*core.RecordRequestEvent]{Priority: -99, Func: func(e *core.RecordRequestEvent) error {
			if e.Auth.Id == id("boss") {
				d.want(200, "root", "PATCH", record("users", "anna"), `{"role":"manager"}`)
			}
			return e.Next()
		}})
		d.want(404, "boss", "PATCH", record("users", "anna"), body)
		now, err := d.app.FindRecordById("users", id("anna"))
		if err != nil || now.GetString("role") != "manager" || now.GetBool("blocked") || now.GetString("name") != "Anna" {
			t.Errorf("%s: %v, %v", body, now.PublicExport(), err)
		}
	}
}

func TestRoleChangeKeepsTasks(t *testing.T) {
	d := newDesk(t)
	d.want(200, "root", "PATCH", record("users", "anna"), `{"blocked":true}`)
	if d.task("work").GetString("consultant") != id("anna") {
		t.Error("the task has lost its consultant")
	}
	d.want(200, "boss", "PATCH", record("tasks", "work"), `{"consultant":"`+id("igor")+`"}`)
}

// An empty role is refused: it would make a consultant a client.
func TestRoleIsNotForgotten(t *testing.T) {
	d := newDesk(t)
	d.want(400, "boss", "PATCH", record("users", "anna"), `{"role":""}`, `"role":{"code":`)
	d.want(200, "anna", "GET", record("users", "anna"), "", `"role":"consultant"`)
}
