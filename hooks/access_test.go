package hooks_test

import (
	"fmt"
	"testing"
)

// everyone are the columns of the tables below: a guest, the owner, another
// client, a consultant, a manager, a blocked client with a living token, and
// the superuser.
var everyone = []string{"", "olga", "ivan", "anna", "boss", "vera", "root"}

// TestAccess is who may do what to every collection. In the rows of lists the
// figures are how many records each sees, elsewhere the status of the answer.
func TestAccess(t *testing.T) {
	t.Parallel()
	list := func(c string) [3]string { return [3]string{"LIST", records(c), ""} }
	view := func(c, name string) [3]string { return [3]string{"GET", record(c, name), ""} }
	create := func(c, body string) [3]string { return [3]string{"POST", records(c), body} }
	update := func(c, name, body string) [3]string { return [3]string{"PATCH", record(c, name), body} }
	remove := func(c, name string) [3]string { return [3]string{"DELETE", record(c, name), ""} }
	ref := func(field, name string) string { return fmt.Sprintf(`"%s":"%s"`, field, id(name)) }
	newcomer := `{"username":"newcomer","email":"n@example.com","password":"parol-12345","passwordConfirm":"parol-12345"%s}`
	organization := `,"profile":{"organization":"ООО Новое","inn":"7736207543"}`

	missing := everyDoor(t)
	unchanged := newDeskOn(t, newsApp(t))
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
		{update("profiles", "orgolga", `{"phone":"+7 495 1"}`), [7]int{404, 200, 404, 400, 400, 404, 200}},
		{update("profiles", "orgolga", `{"onec_release":"3.0"}`), [7]int{404, 400, 404, 200, 200, 404, 200}},
		{update("profiles", "orgolga", "{"+ref("user", "vera")+"}"), [7]int{404, 404, 404, 400, 400, 404, 400}},
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

		{list("history"), [7]int{0, 6, 3, 10, 15, 0, 15}},
		{create("history", "{"+ref("task", "work")+`,"event":"edited"}`), [7]int{403, 403, 403, 403, 403, 403, 403}},

		{view("history", "workline"), [7]int{404, 200, 404, 200, 200, 404, 200}},
		{view("history", "goneline"), [7]int{404, 404, 404, 404, 200, 404, 200}},
		{view("history", "annaline"), [7]int{404, 404, 404, 404, 200, 404, 200}},
		{view("history", "siteline"), [7]int{404, 404, 404, 404, 200, 404, 200}},
		{update("history", "workline", `{"event":"closed"}`), [7]int{403, 403, 403, 403, 403, 403, 403}},
		{remove("history", "workline"), [7]int{403, 403, 403, 403, 403, 403, 403}},

		{list("notifications"), [7]int{0, 1, 0, 1, 1, 0, 5}},
		{view("notifications", "olganews"), [7]int{404, 200, 404, 404, 404, 404, 200}},
		{view("notifications", "gonenews"), [7]int{404, 404, 404, 404, 404, 404, 200}},
		{view("notifications", "ivannews"), [7]int{404, 404, 404, 404, 404, 404, 200}}, // about another's task, of days as staff
		{view("notifications", "bossnews"), [7]int{404, 404, 404, 404, 200, 404, 200}},
		{create("notifications", "{"+ref("user", "olga")+`,"kind":"answer"}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
		{update("notifications", "olganews", `{"read_at":"2030-01-01 00:00:00.000Z"}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
		{remove("notifications", "olganews"), [7]int{403, 403, 403, 403, 403, 403, 204}},

		{[3]string{"GET", records("outbox"), ""}, [7]int{403, 403, 403, 403, 403, 403, 200}},
		{view("outbox", "letter"), [7]int{403, 403, 403, 403, 403, 403, 200}},
		{create("outbox", `{"to":"all@example.com","subject":"x","kind":"other","text":"x"}`), [7]int{403, 403, 403, 403, 403, 403, 403}},
		{update("outbox", "letter", `{"to":"other@example.com"}`), [7]int{403, 403, 403, 403, 403, 403, 400}},
		{update("outbox", "letter", `{"status":"queued"}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
		{remove("outbox", "letter"), [7]int{403, 403, 403, 403, 403, 403, 204}},

		{list("inbox"), [7]int{0, 0, 0, 0, 1, 0, 1}},
		{view("inbox", "mail"), [7]int{404, 404, 404, 404, 200, 404, 200}},
		{create("inbox", `{"message_id":"x@y","status":"held"}`), [7]int{403, 403, 403, 403, 403, 403, 403}},
		{update("inbox", "mail", `{"status":"accepted"}`), [7]int{403, 403, 403, 403, 403, 403, 403}},
		{remove("inbox", "mail"), [7]int{403, 403, 403, 403, 403, 403, 204}},

		{[3]string{"GET", records("mailbox"), ""}, [7]int{403, 403, 403, 403, 403, 403, 200}},
		{view("mailbox", "box"), [7]int{403, 403, 403, 403, 403, 403, 200}},
		{create("mailbox", `{"address":"second@example.com"}`), [7]int{403, 403, 403, 403, 403, 403, 400}},
		{update("mailbox", "box", `{"address":"desk@example.com"}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
		{remove("mailbox", "box"), [7]int{403, 403, 403, 403, 403, 403, 400}},

		{[3]string{"GET", records("mail_templates"), ""}, [7]int{403, 403, 403, 403, 403, 403, 200}},
		{view("mail_templates", "template"), [7]int{403, 403, 403, 403, 403, 403, 200}},
		{create("mail_templates", `{"kind":"answer","locale":"ru","subject":"x","body":"x"}`), [7]int{403, 403, 403, 403, 403, 403, 400}},
		{update("mail_templates", "template", `{"subject":"Ответ: {title}"}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
		{update("mail_templates", "template", `{"kind":"held"}`), [7]int{403, 403, 403, 403, 403, 403, 400}},
		{remove("mail_templates", "template"), [7]int{403, 403, 403, 403, 403, 403, 400}},

		{view("lockouts", "lockout"), [7]int{403, 403, 403, 403, 403, 403, 200}},
		{create("lockouts", `{"account":"users/olga","failures":9}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
		{update("lockouts", "lockout", `{"failures":0}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
		{remove("lockouts", "lockout"), [7]int{403, 403, 403, 403, 403, 403, 204}},

		{[3]string{"GET", records("_superusers"), ""}, [7]int{403, 403, 403, 403, 403, 403, 200}},
		{view("_superusers", "root"), [7]int{403, 403, 403, 403, 403, 403, 200}},
		{create("_superusers", `{"email":"x@example.com","password":"parol-12345","passwordConfirm":"parol-12345"}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
		{update("_superusers", "root", `{"email":"x@example.com"}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
		{[3]string{"POST", "/api/collections/users/impersonate/" + id("boss"), "{}"}, [7]int{401, 403, 403, 403, 403, 403, 200}},

		{list("schedule"), [7]int{0, 1, 1, 1, 1, 0, 1}},
		{view("schedule", "hours"), [7]int{404, 200, 200, 200, 200, 404, 200}},
		{create("schedule", `{"timezone":"UTC"}`), [7]int{403, 403, 403, 403, 403, 403, 400}},
		{update("schedule", "hours", `{"target_high":1}`), [7]int{404, 404, 404, 404, 200, 404, 200}},
		{remove("schedule", "hours"), [7]int{403, 403, 403, 403, 403, 403, 400}},

		{list("canned_answers"), [7]int{0, 0, 0, 2, 1, 0, 2}},
		{view("canned_answers", "shared"), [7]int{404, 404, 404, 200, 200, 404, 200}},
		{view("canned_answers", "annas"), [7]int{404, 404, 404, 200, 404, 404, 200}},
		{create("canned_answers", `{"title":"Привет","body":"Здравствуйте!"}`), [7]int{400, 400, 400, 200, 200, 400, 200}},
		{update("canned_answers", "shared", `{"title":"Иначе"}`), [7]int{404, 404, 404, 404, 200, 404, 200}},
		{update("canned_answers", "annas", `{"title":"Иначе"}`), [7]int{404, 404, 404, 200, 404, 404, 200}},
		{remove("canned_answers", "shared"), [7]int{404, 404, 404, 404, 204, 404, 204}},
		{remove("canned_answers", "annas"), [7]int{404, 404, 404, 204, 404, 404, 204}},
		{[3]string{"POST", "/api/desk/canned/" + id("shared") + "/use", ""}, [7]int{401, 404, 404, 204, 204, 404, 403}},
		{[3]string{"GET", cardOf("olga"), ""}, [7]int{401, 403, 403, 200, 200, 403, 200}},

		{list("categories"), [7]int{0, 2, 2, 2, 2, 0, 2}},
		{view("categories", "salary"), [7]int{404, 200, 200, 200, 200, 404, 200}},
		{create("categories", `{"name":"Отчётность"}`), [7]int{400, 400, 400, 400, 200, 400, 200}},
		{update("categories", "salary", `{"name":"Кадры"}`), [7]int{404, 404, 404, 404, 200, 404, 200}},
		{remove("categories", "salary"), [7]int{404, 404, 404, 404, 204, 404, 204}},
		{remove("categories", "taxes"), [7]int{404, 404, 404, 404, 400, 404, 400}},
		{update("tasks", "work", "{"+ref("category", "salary")+"}"), [7]int{404, 200, 404, 200, 200, 404, 200}},
		{update("tasks", "ivandone", "{"+ref("category", "salary")+"}"), [7]int{404, 404, 200, 400, 200, 404, 200}},
		{create("tasks", `{"title":"С разделом",`+ref("category", "salary")+"}"), [7]int{400, 200, 200, 400, 400, 400, 400}},

		{list("site"), [7]int{1, 1, 1, 1, 1, 1, 1}},
		{view("site", "firm"), [7]int{200, 200, 200, 200, 200, 200, 200}},
		{update("site", "firm", `{"name":"Фирма"}`), [7]int{404, 404, 404, 404, 200, 404, 200}},
		{remove("site", "firm"), [7]int{403, 403, 403, 403, 403, 403, 400}},
		{create("site", `{"name":"Вторая"}`), [7]int{403, 403, 403, 403, 403, 403, 400}},

		{list("staff"), [7]int{0, 3, 3, 3, 3, 0, 3}},
		{view("staff", "anna"), [7]int{404, 200, 200, 200, 200, 404, 200}},
		{view("staff", "olga"), [7]int{404, 404, 404, 404, 404, 404, 404}},
		{create("staff", `{"name":"x"}`), [7]int{400, 400, 400, 400, 400, 400, 400}},
		{update("staff", "anna", `{"name":"x"}`), [7]int{400, 400, 400, 400, 400, 400, 400}},
		{remove("staff", "anna"), [7]int{400, 400, 400, 400, 400, 400, 400}},
		{view("task_board", "work"), [7]int{403, 403, 403, 403, 403, 403, 200}},
		{create("task_board", `{"title":"x"}`), [7]int{400, 400, 400, 400, 400, 400, 400}},
		{update("task_board", "work", `{"title":"x"}`), [7]int{400, 400, 400, 400, 400, 400, 400}},
		{remove("task_board", "work"), [7]int{400, 400, 400, 400, 400, 400, 400}},

		{[3]string{"GET", records("task_board"), ""}, [7]int{403, 403, 403, 403, 403, 403, 200}},
		{[3]string{"GET", records("lockouts"), ""}, [7]int{403, 403, 403, 403, 403, 403, 200}},
		{[3]string{"GET", "/api/collections", ""}, [7]int{401, 403, 403, 403, 403, 403, 200}},
		{[3]string{"GET", "/api/settings", ""}, [7]int{401, 403, 403, 403, 403, 403, 200}},
		{[3]string{"GET", "/api/desk/queue", ""}, [7]int{401, 403, 403, 200, 200, 403, 200}},
		{[3]string{"GET", "/api/desk/reports", ""}, [7]int{401, 403, 403, 403, 200, 403, 200}},
		{[3]string{"GET", "/api/desk/export?format=csv&what=tasks", ""}, [7]int{401, 200, 200, 200, 200, 403, 200}},
		{[3]string{"GET", "/api/desk/export?format=csv&what=report", ""}, [7]int{401, 403, 403, 403, 200, 403, 200}},
		{[3]string{"GET", "/api/desk/export?format=csv&what=low", ""}, [7]int{401, 403, 403, 403, 200, 403, 200}},
		{[3]string{"GET", "/api/desk/export?format=csv&what=log", ""}, [7]int{401, 403, 403, 403, 200, 403, 200}},
		{[3]string{"GET", "/api/desk/export?format=csv&what=people", ""}, [7]int{401, 403, 403, 403, 200, 403, 200}},
		{[3]string{"GET", "/api/desk/export/progress?id=x", ""}, [7]int{401, 404, 404, 404, 404, 404, 404}},
		{[3]string{"GET", "/api/desk/low", ""}, [7]int{401, 403, 403, 403, 200, 403, 200}},
		{[3]string{"POST", "/api/desk/low/" + id("ivanrate") + "/answered", ""}, [7]int{401, 403, 403, 403, 204, 403, 204}},
		{[3]string{"DELETE", "/api/desk/low/" + id("ivanrate") + "/answered", ""}, [7]int{401, 403, 403, 403, 204, 403, 204}},
		{[3]string{"GET", "/api/desk/search?q=work", ""}, [7]int{401, 200, 200, 200, 200, 403, 200}},
		{[3]string{"POST", "/api/desk/bulk", `{"ids":["` + id("new") + `"],"change":{"status":"closed"}}`}, [7]int{401, 403, 403, 200, 200, 403, 403}},
		{[3]string{"POST", "/api/desk/bulk/undo", `{"undo":"x"}`}, [7]int{401, 409, 409, 409, 409, 409, 403}},
		{[3]string{"GET", "/api/desk/clients/" + id("olga") + "/card", ""}, [7]int{401, 403, 403, 200, 200, 403, 200}},
		{[3]string{"GET", "/api/desk/clients?q=olga", ""}, [7]int{401, 403, 403, 403, 200, 403, 403}},
		{[3]string{"GET", "/api/desk/staff", ""}, [7]int{401, 403, 403, 403, 200, 403, 403}},
		{[3]string{"POST", "/api/desk/staff", `{"username":"newcomer","email":"n@example.com","name":"Новая"}`}, [7]int{401, 403, 403, 403, 200, 403, 403}},
		{[3]string{"GET", "/api/desk/log", ""}, [7]int{401, 403, 403, 403, 200, 403, 200}},
		{[3]string{"POST", "/api/notifications/read", `{"all":true}`}, [7]int{401, 204, 204, 204, 204, 403, 403}},
		{[3]string{"POST", "/api/desk/sessions/end", ""}, [7]int{401, 204, 204, 204, 204, 204, 403}},
		{[3]string{"GET", "/links/rate/none", ""}, [7]int{410, 410, 410, 410, 410, 410, 410}},
		{[3]string{"POST", "/links/unsubscribe/none", ""}, [7]int{410, 410, 410, 410, 410, 410, 410}},
		{[3]string{"POST", presenceOf("work"), `{"state":"open"}`}, [7]int{401, 200, 404, 200, 200, 404, 403}},
		{[3]string{"POST", presenceOf("gone"), `{"state":"open"}`}, [7]int{401, 404, 404, 404, 200, 404, 403}},
		{[3]string{"POST", "/api/batch", `{"requests":[{"method":"GET","url":"/api/health"}]}`}, [7]int{403, 403, 403, 403, 403, 403, 403}},
	} {
		delete(missing, door(row.do))
		for i, who := range everyone {
			if row.do[0] == "LIST" || row.do[0] == "GET" || row.want[i] >= 400 {
				unchanged.tryAccess(t, row.do, who, row.want[i])
			} else {
				tryChange(t, row.do, who, row.want[i])
			}
		}
	}
	for door := range missing {
		t.Errorf("nobody is tried at %s", door)
	}
}
