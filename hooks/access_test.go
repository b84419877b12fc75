package hooks_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"
)

// everyone are the columns of the tables below: a guest, the owner, another
// client, a consultant, a manager, a blocked client with a living token, and
// the superuser.
var everyone = []string{"", "olga", "ivan", "anna", "boss", "vera", "root"}

// TestAccess is who may do what to every collection. In the rows of lists the
// figures are how many records each sees, elsewhere the status of the answer.
func TestAccess(t *testing.T) {
	list := func(c string) [3]string { return [3]string{"LIST", records(c), ""} }
	view := func(c, name string) [3]string { return [3]string{"GET", record(c, name), ""} }
	create := func(c, body string) [3]string { return [3]string{"POST", records(c), body} }
	update := func(c, name, body string) [3]string { return [3]string{"PATCH", record(c, name), body} }
	remove := func(c, name string) [3]string { return [3]string{"DELETE", record(c, name), ""} }
	ref := func(field, name string) string { return fmt.Sprintf(`"%s":"%s"`, field, id(name)) }
	newcomer := `{"username":"newcomer","email":"n@example.com","password":"parol-12345","passwordConfirm":"parol-12345"%s}`
	organization := `,"profile":{"organization":"ООО Новое","inn":"7736207543"}`

	for _, row := range []struct {
		do [3]string
		//  guest owner other consultant manager blocked superuser
		want [7]int
	}{
		{list("users"), [7]int{0, 1, 1, 6, 6, 0, 6}},
		{view("users", "olga"), [7]int{404, 200, 404, 200, 200, 404, 200}},
		{create("users", fmt.Sprintf(newcomer, organization)), [7]int{200, 400, 400, 400, 400, 400, 200}},
		{create("users", fmt.Sprintf(newcomer, `,"role":"consultant"`)), [7]int{400, 400, 400, 400, 200, 400, 200}},
		{create("users", fmt.Sprintf(newcomer, `,"role":"manager"`)), [7]int{400, 400, 400, 400, 400, 400, 200}},
		{update("users", "olga", `{"name":"Ольга"}`), [7]int{404, 200, 404, 404, 200, 404, 200}},
		{update("users", "olga", `{"role":"manager"}`), [7]int{404, 404, 404, 404, 404, 404, 200}},
		{update("users", "olga", `{"role":"consultant"}`), [7]int{404, 404, 404, 404, 200, 404, 200}},
		{update("users", "olga", `{"blocked":true}`), [7]int{404, 404, 404, 404, 200, 404, 200}},
		{update("users", "boss", `{"blocked":true}`), [7]int{404, 404, 404, 404, 404, 404, 200}},
		{update("users", "olga", `{"username":"olga2"}`), [7]int{404, 400, 404, 404, 400, 404, 400}},
		{remove("users", "ivan"), [7]int{403, 403, 403, 403, 403, 403, 400}},

		{list("profiles"), [7]int{0, 1, 1, 3, 3, 0, 3}},
		{view("profiles", "orgolga"), [7]int{404, 200, 404, 200, 200, 404, 200}},
		{create("profiles", `{"organization":"Второе","inn":"7736207543"}`), [7]int{400, 400, 400, 400, 400, 400, 400}},
		{update("profiles", "orgolga", `{"phone":"+7 495 1"}`), [7]int{404, 200, 404, 404, 404, 404, 200}},
		{update("profiles", "orgolga", "{"+ref("user", "vera")+"}"), [7]int{404, 404, 404, 404, 404, 404, 400}},
		{remove("profiles", "orgolga"), [7]int{403, 403, 403, 403, 403, 403, 400}},

		{list("tasks"), [7]int{0, 5, 2, 8, 9, 0, 9}},
		{view("tasks", "work"), [7]int{404, 200, 404, 200, 200, 404, 200}},
		{view("tasks", "gone"), [7]int{404, 404, 404, 404, 200, 404, 200}},
		{create("tasks", `{"title":"Новая"}`), [7]int{400, 200, 200, 400, 400, 400, 400}},
		{create("tasks", `{"title":"За другого",`+ref("client", "olga")+`}`), [7]int{400, 200, 400, 400, 400, 400, 200}},
		{update("tasks", "work", `{"title":"Другая"}`), [7]int{404, 200, 404, 400, 200, 404, 200}},
		{update("tasks", "work", `{"status":"closed"}`), [7]int{404, 200, 404, 400, 200, 404, 200}},
		{update("tasks", "work", `{"status":"done"}`), [7]int{404, 400, 404, 200, 200, 404, 200}},
		{update("tasks", "new", "{"+ref("consultant", "anna")+"}"), [7]int{404, 400, 404, 200, 200, 404, 200}},
		{update("tasks", "ivandone", "{"+ref("consultant", "anna")+"}"), [7]int{404, 404, 400, 400, 200, 404, 200}},
		{update("tasks", "gone", `{"archived_at":""}`), [7]int{404, 404, 404, 404, 200, 404, 200}},
		{update("tasks", "work", `{"number":99}`), [7]int{404, 400, 404, 400, 400, 404, 400}},
		{update("tasks", "work", `{"client":"`+id("ivan")+`"}`), [7]int{404, 400, 404, 400, 400, 404, 400}},
		{remove("tasks", "work"), [7]int{404, 204, 404, 404, 404, 404, 204}},
		{remove("tasks", "gone"), [7]int{404, 404, 404, 404, 404, 404, 204}},

		{list("assessments"), [7]int{0, 1, 1, 2, 2, 0, 2}},
		{view("assessments", "shutrate"), [7]int{404, 200, 404, 200, 200, 404, 200}},
		{create("assessments", "{"+ref("task", "done")+`,"rating":5}`), [7]int{400, 200, 400, 400, 400, 400, 200}},
		{create("assessments", "{"+ref("task", "work")+`,"rating":5}`), [7]int{400, 400, 400, 400, 400, 400, 400}},
		{update("assessments", "shutrate", `{"rating":1}`), [7]int{404, 200, 404, 404, 404, 404, 200}},
		{remove("assessments", "shutrate"), [7]int{403, 403, 403, 403, 403, 403, 204}},

		{list("comments"), [7]int{0, 2, 1, 3, 4, 0, 4}},
		{view("comments", "annaword"), [7]int{404, 200, 404, 200, 200, 404, 200}},
		{view("comments", "goneword"), [7]int{404, 404, 404, 404, 200, 404, 200}},
		{create("comments", "{"+ref("task", "work")+`,"body":"Ответ"}`), [7]int{400, 200, 400, 200, 200, 400, 400}},
		{update("comments", "olgaword", `{"body":"x"}`), [7]int{404, 200, 404, 404, 404, 404, 200}},
		{update("comments", "annaword", `{"body":"x"}`), [7]int{404, 404, 404, 200, 404, 404, 200}},
		{update("comments", "goneword", `{"body":"x"}`), [7]int{404, 404, 404, 404, 404, 404, 200}},
		{update("comments", "olgaword", `{"edited_at":"2020-01-01 00:00:00.000Z"}`), [7]int{404, 400, 404, 404, 404, 404, 200}},
		{remove("comments", "olgaword"), [7]int{403, 403, 403, 403, 403, 403, 204}},

		{list("notes"), [7]int{0, 0, 0, 2, 3, 0, 3}},
		{view("notes", "annanote"), [7]int{404, 404, 404, 200, 200, 404, 200}},
		{create("notes", "{"+ref("task", "work")+`,"body":"Заметка"}`), [7]int{400, 400, 400, 200, 200, 400, 400}},
		{update("notes", "annanote", `{"body":"x"}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
		{remove("notes", "annanote"), [7]int{403, 403, 403, 403, 403, 403, 204}},

		{list("history"), [7]int{0, 6, 3, 10, 11, 0, 11}},
		{create("history", "{"+ref("task", "work")+`,"event":"edited"}`), [7]int{403, 403, 403, 403, 403, 403, 403}},

		{list("site"), [7]int{1, 1, 1, 1, 1, 1, 1}},
		{create("site", `{"name":"Вторая"}`), [7]int{403, 403, 403, 403, 403, 403, 400}},

		{list("staff"), [7]int{0, 3, 3, 3, 3, 0, 3}},
		{view("staff", "anna"), [7]int{404, 200, 200, 200, 200, 404, 200}},
		{view("staff", "olga"), [7]int{404, 404, 404, 404, 404, 404, 404}},
		{create("staff", `{"name":"x"}`), [7]int{400, 400, 400, 400, 400, 400, 400}},

		{[3]string{"GET", records("task_board"), ""}, [7]int{403, 403, 403, 403, 403, 403, 200}},
		{[3]string{"GET", records("lockouts"), ""}, [7]int{403, 403, 403, 403, 403, 403, 200}},
		{[3]string{"GET", "/api/collections", ""}, [7]int{401, 403, 403, 403, 403, 403, 200}},
		{[3]string{"GET", "/api/settings", ""}, [7]int{401, 403, 403, 403, 403, 403, 200}},
		{[3]string{"GET", "/api/desk/queue", ""}, [7]int{401, 403, 403, 200, 200, 403, 200}},
		{[3]string{"POST", "/api/notifications/read", `{"all":true}`}, [7]int{401, 204, 204, 204, 204, 403, 403}},
		{[3]string{"POST", "/api/desk/sessions/end", ""}, [7]int{401, 204, 204, 204, 204, 204, 403}},
		{[3]string{"GET", "/links/rate/none", ""}, [7]int{410, 410, 410, 410, 410, 410, 410}},
		{[3]string{"POST", "/links/unsubscribe/none", ""}, [7]int{410, 410, 410, 410, 410, 410, 410}},
		{[3]string{"POST", presenceOf("work"), `{"state":"open"}`}, [7]int{401, 200, 404, 200, 200, 404, 403}},
		{[3]string{"POST", presenceOf("gone"), `{"state":"open"}`}, [7]int{401, 404, 404, 404, 200, 404, 403}},
		{[3]string{"POST", "/api/batch", `{"requests":[{"method":"GET","url":"/api/health"}]}`}, [7]int{403, 403, 403, 403, 403, 403, 403}},
	} {
		for i, who := range everyone {
			tryAccess(t, row.do, who, row.want[i])
		}
	}
}

func tryAccess(t *testing.T, do [3]string, who string, want int) {
	s := tests.ApiScenario{
		Name:   strings.Join([]string{do[0], strings.ReplaceAll(do[1], "/", " "), do[2], "as", who}, " "),
		Method: do[0], URL: do[1], Body: strings.NewReader(do[2]), Headers: map[string]string{},
		TestAppFactory: newApp, ExpectedStatus: want, NotExpectedContent: hiddenFrom(who),
	}
	if do[0] == "LIST" {
		s.Method, s.ExpectedStatus = http.MethodGet, 200
		s.ExpectedContent = []string{fmt.Sprintf(`"totalItems":%d,`, want)}
	}
	if who != "" {
		s.Headers["Authorization"] = seededTokens[who]
	}
	if want == 204 {
		s.NotExpectedContent = nil
	}
	s.Test(t)
}

// hiddenFrom are the words that must be in no answer to a person.
func hiddenFrom(who string) []string {
	switch who {
	case "anna", "boss", "root":
		return []string{"panic"}
	case "ivan":
		return []string{noteSecret}
	}
	return []string{noteSecret, ivanSecret}
}

// seededTokens are made once: the clones share the keys of the folder.
var seededTokens = map[string]string{}

func makeTokens(app core.App) error {
	for _, who := range everyone[1:] {
		collection := "users"
		if who == "root" {
			collection = core.CollectionNameSuperusers
		}
		r, err := app.FindRecordById(collection, id(who))
		if err != nil {
			return err
		}
		if seededTokens[who], err = r.NewAuthToken(); err != nil {
			return err
		}
	}
	return nil
}
