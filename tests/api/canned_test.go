package api

import (
	"net/url"
	"strings"
	"testing"
)

// cannedDesk returns a desk with canned answers: one of Anna's, one of the manager's
// and a shared one.
func cannedDesk(t testing.TB) *desk {
	d := newDesk(t)
	for _, c := range []struct{ name, owner, body string }{{"annas", "anna", "тайна Анны"}, {"bosses", "boss", "тайна руководителя"}, {"shared", "", "Здравствуйте, {имя}!"}} {
		fields := map[string]any{"title": "Заготовка " + c.name, "body": c.body}
		if c.owner != "" {
			fields["owner"] = id(c.owner)
		}
		if err := add(d.app, "canned_answers", c.name, fields); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func TestCannedAnswersAreOwnOrShared(t *testing.T) {
	d := cannedDesk(t)
	for _, c := range []struct{ who, total string }{{"anna", `"totalItems":2`}, {"igor", `"totalItems":1`}, {"boss", `"totalItems":2`}, {"olga", `"totalItems":0`}, {"", `"totalItems":0`}, {"root", `"totalItems":3`}} {
		d.want(200, c.who, "GET", records("canned_answers"), "", c.total)
	}
	mine := d.want(200, "igor", "POST", records("canned_answers"), `{"title":" Моя ","body":"Текст","used":99}`, `"title":"Моя"`, `"owner":"`+id("igor")+`"`, `"used":0`)
	d.want(404, "anna", "GET", records("canned_answers")+"/"+mine.decode(t)["id"].(string), "")
	d.want(400, "igor", "POST", records("canned_answers"), `{"title":"Чужая","body":"x","owner":"`+id("anna")+`"}`)
	d.want(200, "boss", "POST", records("canned_answers"), `{"title":"Общая","body":"x"}`, `"owner":""`)
	d.want(200, "boss", "POST", records("canned_answers"), `{"title":"Своя","body":"x","owner":"`+id("boss")+`"}`, `"owner":"`+id("boss")+`"`)
	d.want(400, "olga", "POST", records("canned_answers"), `{"title":"x","body":"x"}`)
	d.want(400, "anna", "POST", records("canned_answers"), `{"title":"`+strings.Repeat("я", 81)+`","body":""}`, `"title"`, `"body"`)
}

func TestCannedAnswersAreWrittenByTheirOwners(t *testing.T) {
	d := cannedDesk(t)
	for _, row := range []struct {
		who, name, body string
		want            int
	}{
		{"anna", "annas", `{"title":"Иначе"}`, 200},
		{"igor", "annas", `{"title":"Иначе"}`, 404},
		{"boss", "annas", `{"title":"Иначе"}`, 404},
		{"olga", "shared", `{"title":"Иначе"}`, 404},
		{"anna", "shared", `{"title":"Иначе"}`, 404},
		{"boss", "shared", `{"title":"Иначе"}`, 200},
		{"anna", "annas", `{"owner":""}`, 400},
		{"anna", "annas", `{"used":7}`, 400},
		{"boss", "shared", `{"owner":"` + id("anna") + `"}`, 400},
		{"boss", "bosses", `{"owner":""}`, 200},
		{"boss", "bosses", `{"owner":"` + id("boss") + `"}`, 200},
	} {
		d.want(row.want, row.who, "PATCH", record("canned_answers", row.name), row.body)
	}
	d.want(404, "igor", "DELETE", record("canned_answers", "annas"), "")
	d.want(404, "anna", "DELETE", record("canned_answers", "shared"), "")
	d.want(204, "anna", "DELETE", record("canned_answers", "annas"), "")
	d.want(204, "boss", "DELETE", record("canned_answers", "shared"), "")
}

func TestUseOfCannedAnswersIsCounted(t *testing.T) {
	d := cannedDesk(t)
	use := func(name string) string { return "/api/desk/canned/" + id(name) + "/use" }
	for _, c := range []struct {
		who    string
		status int
	}{{"anna", 204}, {"igor", 204}, {"boss", 204}, {"olga", 404}, {"vera", 404}, {"", 401}, {"root", 403}} {
		d.want(c.status, c.who, "POST", use("shared"), "")
	}
	d.want(404, "igor", "POST", use("annas"), "")
	d.want(404, "boss", "POST", use("annas"), "")
	d.want(200, "anna", "GET", record("canned_answers", "shared"), "", `"used":3`)
	d.want(200, "anna", "GET", record("canned_answers", "annas"), "", `"used":0`)
}

// Not even a manager can learn the content of another's own canned answers.
func TestCannedAnswersAreNoOracle(t *testing.T) {
	d := cannedDesk(t)
	canned, err := d.app.FindCollectionByNameOrId("canned_answers")
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"anna", "boss", "olga"} {
		for _, ask := range []string{"?filter=" + url.QueryEscape(`canned_answers_via_owner.body ~ "тайна"`), "?sort=canned_answers_via_owner.body", "?sort=CANNED_ANSWERS_via_owner.body", "?sort=" + canned.Id + "_via_owner.body", "?filter=" + url.QueryEscape(canned.Id+`_via_owner.body ~ "тайна"`), "?filter=" + url.QueryEscape(`canned_answers_via_owner.id:length > 1`)} {
			d.want(400, who, "GET", records("users")+ask, "", "filter_refused")
		}
		if got := d.ask(who, "GET", records("users")+"?expand=canned_answers_via_owner", ""); who != "anna" && strings.Contains(got.body, "тайна Анны") {
			t.Errorf("%s reads %s", who, got.body)
		}
	}
}
