package api

import (
	"net/url"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

// Words that only staff may read.
const factSecret = "Комплексная 2.5"

const someFacts = `{"onec_configuration":"` + factSecret + `","onec_release":"2.5.18","hosting":"cloud","contract_until":"2027-03-31"}`

// knownDesk returns a desk where Anna has filled in the facts of Olga's organisation,
// and where Mallory, a client, has registered with its INN.
func knownDesk(t *testing.T) *desk {
	d := newDesk(t)
	d.want(200, "anna", "PATCH", record("profiles", "orgolga"), someFacts, factSecret, `"contract_until":"2027-03-31 00:00:00.000Z"`)
	d.want(200, "", "POST", records("users"), `{"username":"mallory","email":"m@example.com","password":"parol-12345","passwordConfirm":"parol-12345",
		"profile":{"organization":"ПАО Сбербанк","inn":"7707083893"}}`)
	d.exec("UPDATE users SET id = '" + id("mallory") + "', verified = 1 WHERE username = 'mallory'; UPDATE profiles SET id = '" + id("orgmallory") + "', user = '" + id("mallory") + "' WHERE user NOT IN (SELECT id FROM users)")
	return d
}

func (d *desk) exec(sql string) {
	d.Helper()
	if _, err := d.app.DB().NewQuery(sql).Execute(); err != nil {
		d.Fatal(err)
	}
}

// facts returns the stored facts of a profile in short.
func (d *desk) facts(profile string) string {
	d.Helper()
	r, err := d.app.FindRecordById("profiles", id(profile))
	if err != nil {
		d.Fatal(err)
	}
	until, _, _ := strings.Cut(r.GetString("contract_until"), " ")
	return strings.Join([]string{r.GetString("onec_configuration"), r.GetString("onec_release"), r.GetString("hosting"), until}, "|")
}

const known = factSecret + "|2.5.18|cloud|2027-03-31"

// Managers see changes of the facts in the log; the history of the profile, which its
// client may read, does not have them.
func TestFactsAreLogged(t *testing.T) {
	d := knownDesk(t)
	d.want(200, "anna", "PATCH", record("profiles", "orgolga"), `{"onec_release":"2.5.19"}`)
	d.want(200, "anna", "PATCH", record("profiles", "orgolga"), `{"onec_release":"2.5.19"}`)
	organization := d.want(200, "anna", "GET", record("profiles", "orgolga"), "").decode(t)["organization"].(string)
	if got, want := d.logged("boss", "event=settings"), "Anna settings "+organization+"\nAnna settings "+organization; got != want {
		t.Errorf("the log says %q, want %q", got, want)
	}
	d.want(200, "boss", "GET", "/api/desk/log?event=settings&limit=1", "", `"before":{"profiles":{"id":"`+id("orgolga")+`","onec_release":"2.5.18"}}`, `"after":{"profiles":{"id":"`+id("orgolga")+`","onec_release":"2.5.19"}}`)
	d.want(200, "olga", "PATCH", record("profiles", "orgolga"), `{"inn":"7736207543","kpp":"","ogrn":""}`)
	d.want(200, "boss", "GET", "/api/desk/log?event=settings&actor="+id("olga"), "", `"onec_release":"2.5.19"`, `"onec_configuration":""`)
	for _, who := range []string{"olga", "mallory", "anna"} {
		if got := d.ask(who, "GET", records("history"), ""); strings.Contains(got.body, "2.5.1") {
			t.Errorf("%s reads of the facts: %s", who, got.body)
		}
	}
}

func TestFactsAreForStaff(t *testing.T) {
	d := knownDesk(t)
	if got := d.facts("orgmallory"); got != known {
		t.Errorf("a new profile of the same organisation has %q", got)
	}
	task := d.want(200, "mallory", "POST", records("tasks"), `{"title":"Моя задача"}`).decode(t)["id"].(string)
	ear := listen(d, "mallory", "profiles/*", `tasks/*?options={"query":{"expand":"profile"}}`)
	d.want(200, "mallory", "PATCH", record("profiles", "orgmallory"), `{"phone":"+7 495 1"}`)
	d.want(200, "mallory", "PATCH", records("tasks")+"/"+task, `{"title":"Моя другая"}`)
	seen := hear(ear) + hear(ear)
	if !strings.Contains(seen, "+7 495 1") || !strings.Contains(seen, "Моя другая") {
		t.Errorf("Mallory heard %q", seen)
	}
	for _, url := range []string{
		records("profiles"), record("profiles", "orgmallory"), record("profiles", "orgmallory") + "?fields=*,hosting,onec_release",
		records("tasks") + "?expand=profile,profile.user,client.profiles_via_user", record("users", "mallory") + "?expand=profiles_via_user",
		records("history") + "?expand=profile", records("assessments") + "?expand=task.profile",
	} {
		seen += d.want(200, "mallory", "GET", url, "").body
	}
	seen += d.want(200, "mallory", "POST", "/api/collections/users/auth-refresh?expand=profiles_via_user", "").body
	for _, secret := range []string{factSecret, "2.5.18", "2027-03-31", "onec_", "hosting", "contract_until"} {
		if strings.Contains(seen, secret) {
			t.Errorf("a client reads %q in %s", secret, seen)
		}
	}
	d.want(200, "anna", "GET", records("tasks")+"?expand=profile", "", factSecret)
	d.want(200, "boss", "GET", records("profiles")+"?filter="+url.QueryEscape(`hosting = "cloud"`), "", `"totalItems":2`)
}

// Responses to a client do not depend on the facts: a person who registers with
// another's INN learns nothing.
func TestFactsAreNoOracle(t *testing.T) {
	d := knownDesk(t)
	for _, field := range []string{"onec_configuration", "onec_release", "hosting", "contract_until"} {
		for _, ask := range []string{
			records("profiles") + "?filter=" + url.QueryEscape(field+` != ""`), records("profiles") + "?sort=-" + field, records("profiles") + "?sort=" + field + ":lower",
			records("profiles") + "?filter=" + url.QueryEscape(`(inn != "" && (`+field+`:lower ~ "2"))`),
			records("tasks") + "?filter=" + url.QueryEscape("profile."+field+` ?~ "2"`), records("tasks") + "?sort=profile." + field,
			records("history") + "?filter=" + url.QueryEscape(`strftime('%Y', profile.`+field+`) = "2027"`),
			records("users") + "?filter=" + url.QueryEscape("profiles_via_user."+field+` != ""`),
		} {
			d.want(400, "mallory", "GET", ask, "", "filter_refused")
			if got := d.ask("", "GET", ask, ""); got.status != 400 {
				t.Errorf("a guest asks %s: %d", ask, got.status)
			}
		}
		client := newRealtime(d)
		d.want(400, "mallory", "POST", "/api/realtime", `{"clientId":"`+client.Id()+`","subscriptions":["profiles/*?options={\"query\":{\"filter\":\"`+field+` != ''\"}}"]}`)
	}
	right := []string{`"onec_release":"2.5.18"`, `"hosting":"cloud"`, `"hosting+":"cloud"`, `"hosting-":"local"`, `"contract_until":"2027-03-31"`, `"contract_until":""`}
	wrong := []string{`"onec_release":"1"`, `"hosting":"local"`, `"hosting+":"mars"`, `"hosting-":"cloud"`, `"contract_until":"x"`, `"contract_until":"1900-01-01"`}
	for i := range right {
		a := d.want(400, "mallory", "PATCH", record("profiles", "orgmallory"), "{"+right[i]+"}", "unknown_field")
		b := d.want(400, "mallory", "PATCH", record("profiles", "orgmallory"), "{"+wrong[i]+"}", "unknown_field")
		if a.body != b.body {
			t.Errorf("a guess is told from the truth:\n%s\n%s", a.body, b.body)
		}
	}
	form := strings.NewReplacer("B", "Content-Disposition: form-data; name=", "\n", "\r\n")
	for _, part := range []string{`B"hosting"` + "\n\ncloud", `B"@jsonPayload"` + "\n\n" + `{"hosting":"cloud"}`} {
		d.check(d.ask("mallory", "PATCH", record("profiles", "orgmallory"), form.Replace("--x\n"+part+"\n--x--\n"), "Content-Type", "multipart/form-data; boundary=x"), 400, "unknown_field")
	}
	if d.facts("orgmallory") != known || d.facts("orgolga") != known {
		t.Errorf("now %q and %q", d.facts("orgmallory"), d.facts("orgolga"))
	}
}

// Staff can write the facts and nothing else of a profile; its client cannot notice
// it.
func TestStaffWriteFacts(t *testing.T) {
	d := knownDesk(t)
	ear, lines := listen(d, "mallory", "profiles/*", "history/*"), d.count("history", "profile != ''")
	before, _ := d.app.FindRecordById("profiles", id("orgmallory"))
	d.want(200, "boss", "PATCH", record("profiles", "orgolga"), `{"onec_release":" 2.5.19 ","hosting":"local"}`, `"onec_release":"2.5.19"`)
	if got := d.facts("orgmallory"); got != factSecret+"|2.5.19|local|2027-03-31" {
		t.Errorf("the other profile has %q", got)
	}
	after, _ := d.app.FindRecordById("profiles", id("orgmallory"))
	if heard := rest(t, ear); heard != "" || before.GetString("updated") != after.GetString("updated") || d.count("history", "profile != ''") != lines {
		t.Errorf("another client of the organisation notices: %q, %s", heard, after.GetString("updated"))
	}
	for _, body := range []string{`{"phone":"+7"}`, `{"inn":"7736207543","hosting":"cloud"}`, `{"user":"` + id("anna") + `"}`} {
		d.want(400, "anna", "PATCH", record("profiles", "orgolga"), body, "read_only")
	}
	for _, day := range []string{"31 марта", "0202-03-31", "2027-13-41"} {
		d.want(400, "anna", "PATCH", record("profiles", "orgolga"), `{"contract_until":"`+day+`"}`, "contract_date")
		d.want(400, "root", "PATCH", record("profiles", "orgolga"), `{"contract_until":"`+day+`"}`, "contract_date")
	}
	d.want(400, "anna", "PATCH", record("profiles", "orgolga"), `{"hosting":"mars","onec_release":"`+strings.Repeat("1", 41)+`"}`, `"hosting"`, `"onec_release"`)
	d.want(200, "anna", "PATCH", record("profiles", "orgolga"), `{"contract_until":"","hosting":""}`)
	if got := d.facts("orgmallory"); got != factSecret+"|2.5.19||" {
		t.Errorf("what was cleared is still %q", got)
	}
}

// A profile that changes its INN gets the facts of the new INN.
func TestFactsFollowTheINN(t *testing.T) {
	for _, row := range []struct {
		name, profile, inn, want string
		also                     string // another profile, which keeps what it has
	}{
		{"to one that is known", "orgivan", "7707083893", known, "orgolga"},
		{"away from one that others have, to nobody's", "orgmallory", "7728168971", "|||", "orgolga"},
		{"away from one that others have, to somebody's", "orgmallory", "7736207543", "|||", "orgolga"},
		{"its own, put right", "orgvera", "7728168971", "УТ 11|||", "orgolga"},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := knownDesk(t)
			d.want(200, "anna", "PATCH", record("profiles", "orgvera"), `{"onec_configuration":"УТ 11"}`)
			d.want(200, "boss", "PATCH", record("users", "vera"), `{"blocked":false}`)
			d.want(200, strings.TrimPrefix(row.profile, "org"), "PATCH", record("profiles", row.profile), `{"inn":"`+row.inn+`"}`)
			if got := d.facts(row.profile); got != row.want {
				t.Errorf("it has %q, want %q", got, row.want)
			}
			if got := d.facts(row.also); got != known {
				t.Errorf("%s has %q", row.also, got)
			}
		})
	}
}

// Facts set in the dashboard for a new profile apply to all profiles with that INN.
func TestFactsOfANewProfileSpread(t *testing.T) {
	d := knownDesk(t)
	profiles, _ := d.app.FindCollectionByNameOrId("profiles")
	p := core.NewRecord(profiles)
	p.Load(map[string]any{"user": id("anna"), "organization": "Филиал", "inn": "7707083893", "onec_release": "3.0"})
	if err := d.app.Save(p); err != nil {
		t.Fatal(err)
	}
	if got := d.facts("orgolga"); got != "|3.0||" {
		t.Errorf("the others have %q", got)
	}
}

// A field added by an administrator does not exist for clients and is closed to
// staff, who see its changes in the organisation's history.
func TestAddedProfileField(t *testing.T) {
	d := newDesk(t)
	profiles, err := d.app.FindCollectionByNameOrId("profiles")
	if err != nil {
		t.Fatal(err)
	}
	profiles.Fields.Add(&core.TextField{Name: "website"}, &core.TextField{Name: "debt", Hidden: true})
	if err := d.app.Save(profiles); err != nil {
		t.Fatal(err)
	}
	at := record("profiles", "orgolga")
	d.want(200, "root", "PATCH", at, `{"website":"https://a.example","debt":"100"}`)
	for _, value := range []string{"a", "b"} {
		d.want(400, "olga", "PATCH", at, `{"website":"https://`+value+`.example"}`, `"website":{"code":"unknown_field"`)
	}
	d.want(200, "olga", "PATCH", at, `{"phone":"+7 495 1"}`)
	d.want(400, "anna", "PATCH", at, `{"website":"https://b.example"}`, `"website":{"code":"read_only"`)
	lines := records("history") + `?filter=event%3D"profile"`
	told := d.want(200, "anna", "GET", lines, "", `"after":{"website":"https://a.example"}`, `"before":{"website":""}`)
	if strings.Contains(told.body, "debt") {
		t.Error("a hidden field stands in the history")
	}
	for _, url := range []string{lines, at, records("profiles"), records("tasks") + "?expand=profile"} {
		if got := d.want(200, "olga", "GET", url, ""); strings.Contains(got.body, "website") {
			t.Errorf("%s tells the client of the field: %s", url, got.body)
		}
	}
	for _, ask := range []string{`profiles/records?filter=website!=""`, `profiles/records?sort=website`, `tasks/records?filter=profile.website!=""`, `history/records?filter=after.website!=""`, `history/records?filter=profile.website!=""`} {
		d.want(400, "olga", "GET", "/api/collections/"+ask, "", "filter_refused")
		d.want(200, "anna", "GET", "/api/collections/"+ask, "")
	}
}
