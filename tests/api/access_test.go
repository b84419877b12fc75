package api

import (
	"fmt"
	"testing"
)

// everyone lists the columns of the tables below: a guest, the owner, another client,
// a consultant, a manager, a blocked client with a valid token, and the superuser.
var everyone = []string{"", "olga", "ivan", "anna", "boss", "vera", "root"}

func listOf(c string) [3]string               { return [3]string{"LIST", records(c), ""} }
func viewOf(c, name string) [3]string         { return [3]string{"GET", record(c, name), ""} }
func createOf(c, body string) [3]string       { return [3]string{"POST", records(c), body} }
func updateOf(c, name, body string) [3]string { return [3]string{"PATCH", record(c, name), body} }
func removeOf(c, name string) [3]string       { return [3]string{"DELETE", record(c, name), ""} }
func refTo(field, name string) string         { return fmt.Sprintf(`"%s":"%s"`, field, id(name)) }

const (
	newcomer     = `{"username":"newcomer","email":"n@example.com","password":"parol-12345","passwordConfirm":"parol-12345"%s}`
	organization = `,"profile":{"organization":"ООО Новое","inn":"7736207543"}`
)

// access lists the permissions for every collection and route. The numbers are the
// records that each person sees in lists, elsewhere the status of the response.
var access = []struct {
	do [3]string
	//  guest owner other consultant manager blocked superuser
	want [7]int
}{
	{listOf("users"), [7]int{0, 1, 1, 6, 6, 0, 6}},
	{viewOf("users", "olga"), [7]int{404, 200, 404, 200, 200, 404, 200}},
	{createOf("users", fmt.Sprintf(newcomer, organization)), [7]int{200, 400, 400, 400, 400, 400, 200}},
	{createOf("users", fmt.Sprintf(newcomer, `,"role":"consultant"`)), [7]int{400, 400, 400, 400, 200, 400, 200}},
	{createOf("users", fmt.Sprintf(newcomer, `,"role":"manager"`)), [7]int{400, 400, 400, 400, 400, 400, 200}},
	{updateOf("users", "olga", `{"name":"Ольга"}`), [7]int{404, 200, 404, 404, 200, 404, 200}},
	{updateOf("users", "olga", `{"role":"manager"}`), [7]int{404, 404, 404, 404, 404, 404, 200}},
	{updateOf("users", "olga", `{"role":"consultant"}`), [7]int{404, 404, 404, 404, 200, 404, 200}},
	{updateOf("users", "olga", `{"blocked":true}`), [7]int{404, 404, 404, 404, 200, 404, 200}},
	{updateOf("users", "boss", `{"blocked":true}`), [7]int{404, 404, 404, 404, 404, 404, 200}},
	{updateOf("users", "olga", `{"username":"olga2"}`), [7]int{404, 400, 404, 404, 400, 404, 400}},
	{removeOf("users", "ivan"), [7]int{403, 403, 403, 403, 403, 403, 400}},

	{listOf("profiles"), [7]int{0, 1, 1, 3, 3, 0, 3}},
	{viewOf("profiles", "orgolga"), [7]int{404, 200, 404, 200, 200, 404, 200}},
	{createOf("profiles", `{"organization":"Второе","inn":"7736207543"}`), [7]int{400, 400, 400, 400, 400, 400, 400}},
	{updateOf("profiles", "orgolga", `{"phone":"+7 495 1"}`), [7]int{404, 200, 404, 400, 400, 404, 200}},
	{updateOf("profiles", "orgolga", `{"onec_release":"3.0"}`), [7]int{404, 400, 404, 200, 200, 404, 200}},
	{updateOf("profiles", "orgolga", "{"+refTo("user", "vera")+"}"), [7]int{404, 404, 404, 400, 400, 404, 400}},
	{removeOf("profiles", "orgolga"), [7]int{403, 403, 403, 403, 403, 403, 400}},

	{listOf("tasks"), [7]int{0, 5, 2, 8, 9, 0, 9}},
	{viewOf("tasks", "work"), [7]int{404, 200, 404, 200, 200, 404, 200}},
	{viewOf("tasks", "gone"), [7]int{404, 404, 404, 404, 200, 404, 200}},
	{createOf("tasks", `{"title":"Новая"}`), [7]int{400, 200, 200, 400, 400, 400, 400}},
	{createOf("tasks", `{"title":"За другого",`+refTo("client", "olga")+`}`), [7]int{400, 200, 400, 400, 400, 400, 200}},
	{updateOf("tasks", "work", `{"title":"Другая"}`), [7]int{404, 200, 404, 400, 200, 404, 200}},
	{updateOf("tasks", "work", `{"status":"closed"}`), [7]int{404, 200, 404, 400, 200, 404, 200}},
	{updateOf("tasks", "work", `{"status":"done"}`), [7]int{404, 400, 404, 200, 200, 404, 200}},
	{updateOf("tasks", "new", "{"+refTo("consultant", "anna")+"}"), [7]int{404, 400, 404, 200, 200, 404, 200}},
	{updateOf("tasks", "ivandone", "{"+refTo("consultant", "anna")+"}"), [7]int{404, 404, 400, 400, 200, 404, 200}},
	{updateOf("tasks", "gone", `{"archived_at":""}`), [7]int{404, 404, 404, 404, 200, 404, 200}},
	{updateOf("tasks", "work", `{"number":99}`), [7]int{404, 400, 404, 400, 400, 404, 400}},
	{updateOf("tasks", "work", `{"client":"`+id("ivan")+`"}`), [7]int{404, 400, 404, 400, 400, 404, 400}},
	{removeOf("tasks", "work"), [7]int{404, 204, 404, 404, 404, 404, 204}},
	{removeOf("tasks", "gone"), [7]int{404, 404, 404, 404, 404, 404, 204}},

	{listOf("assessments"), [7]int{0, 1, 1, 2, 2, 0, 2}},
	{viewOf("assessments", "shutrate"), [7]int{404, 200, 404, 200, 200, 404, 200}},
	{createOf("assessments", "{"+refTo("task", "done")+`,"rating":5}`), [7]int{400, 200, 400, 400, 400, 400, 200}},
	{createOf("assessments", "{"+refTo("task", "work")+`,"rating":5}`), [7]int{400, 400, 400, 400, 400, 400, 400}},
	{updateOf("assessments", "shutrate", `{"rating":1}`), [7]int{404, 200, 404, 404, 404, 404, 200}},
	{removeOf("assessments", "shutrate"), [7]int{403, 403, 403, 403, 403, 403, 204}},

	{listOf("comments"), [7]int{0, 2, 1, 3, 4, 0, 4}},
	{viewOf("comments", "annaword"), [7]int{404, 200, 404, 200, 200, 404, 200}},
	{viewOf("comments", "goneword"), [7]int{404, 404, 404, 404, 200, 404, 200}},
	{createOf("comments", "{"+refTo("task", "work")+`,"body":"Ответ"}`), [7]int{400, 200, 400, 200, 200, 400, 400}},
	{updateOf("comments", "olgaword", `{"body":"x"}`), [7]int{404, 200, 404, 404, 404, 404, 200}},
	{updateOf("comments", "annaword", `{"body":"x"}`), [7]int{404, 404, 404, 200, 404, 404, 200}},
	{updateOf("comments", "goneword", `{"body":"x"}`), [7]int{404, 404, 404, 404, 404, 404, 200}},
	{updateOf("comments", "olgaword", `{"edited_at":"2020-01-01 00:00:00.000Z"}`), [7]int{404, 400, 404, 404, 404, 404, 200}},
	{removeOf("comments", "olgaword"), [7]int{403, 403, 403, 403, 403, 403, 204}},

	{listOf("notes"), [7]int{0, 0, 0, 2, 3, 0, 3}},
	{viewOf("notes", "annanote"), [7]int{404, 404, 404, 200, 200, 404, 200}},
	{createOf("notes", "{"+refTo("task", "work")+`,"body":"Заметка"}`), [7]int{400, 400, 400, 200, 200, 400, 400}},
	{updateOf("notes", "annanote", `{"body":"x"}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{removeOf("notes", "annanote"), [7]int{403, 403, 403, 403, 403, 403, 204}},

	{listOf("history"), [7]int{0, 6, 3, 10, 15, 0, 15}},
	{createOf("history", "{"+refTo("task", "work")+`,"event":"edited"}`), [7]int{403, 403, 403, 403, 403, 403, 403}},

	{viewOf("history", "workline"), [7]int{404, 200, 404, 200, 200, 404, 200}},
	{viewOf("history", "goneline"), [7]int{404, 404, 404, 404, 200, 404, 200}},
	{viewOf("history", "annaline"), [7]int{404, 404, 404, 404, 200, 404, 200}},
	{viewOf("history", "siteline"), [7]int{404, 404, 404, 404, 200, 404, 200}},
	{updateOf("history", "workline", `{"event":"closed"}`), [7]int{403, 403, 403, 403, 403, 403, 403}},
	{removeOf("history", "workline"), [7]int{403, 403, 403, 403, 403, 403, 403}},

	{listOf("notifications"), [7]int{0, 1, 0, 1, 1, 0, 5}},
	{viewOf("notifications", "olganews"), [7]int{404, 200, 404, 404, 404, 404, 200}},
	{viewOf("notifications", "gonenews"), [7]int{404, 404, 404, 404, 404, 404, 200}},
	{viewOf("notifications", "ivannews"), [7]int{404, 404, 404, 404, 404, 404, 200}}, // about another's task, of days as staff
	{viewOf("notifications", "bossnews"), [7]int{404, 404, 404, 404, 200, 404, 200}},
	{createOf("notifications", "{"+refTo("user", "olga")+`,"kind":"answer"}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{updateOf("notifications", "olganews", `{"read_at":"2030-01-01 00:00:00.000Z"}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{removeOf("notifications", "olganews"), [7]int{403, 403, 403, 403, 403, 403, 204}},

	{[3]string{"GET", records("outbox"), ""}, [7]int{403, 403, 403, 403, 403, 403, 200}},
	{viewOf("outbox", "letter"), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{createOf("outbox", `{"to":"all@example.com","subject":"x","kind":"other","text":"x"}`), [7]int{403, 403, 403, 403, 403, 403, 403}},
	{updateOf("outbox", "letter", `{"to":"other@example.com"}`), [7]int{403, 403, 403, 403, 403, 403, 400}},
	{updateOf("outbox", "letter", `{"status":"queued"}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{removeOf("outbox", "letter"), [7]int{403, 403, 403, 403, 403, 403, 204}},

	{listOf("inbox"), [7]int{0, 0, 0, 0, 1, 0, 1}},
	{viewOf("inbox", "mail"), [7]int{404, 404, 404, 404, 200, 404, 200}},
	{createOf("inbox", `{"message_id":"x@y","status":"held"}`), [7]int{403, 403, 403, 403, 403, 403, 403}},
	{updateOf("inbox", "mail", `{"status":"accepted"}`), [7]int{403, 403, 403, 403, 403, 403, 403}},
	{removeOf("inbox", "mail"), [7]int{403, 403, 403, 403, 403, 403, 204}},

	{listOf("mail_files"), [7]int{0, 0, 0, 1, 2, 0, 2}},
	{viewOf("mail_files", "leftwork"), [7]int{404, 404, 404, 200, 200, 404, 200}},
	{viewOf("mail_files", "leftgone"), [7]int{404, 404, 404, 404, 200, 404, 200}},
	{createOf("mail_files", "{"+refTo("mail", "mail")+","+refTo("task", "work")+"}"), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{updateOf("mail_files", "leftwork", "{"+refTo("task", "gone")+"}"), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{removeOf("mail_files", "leftwork"), [7]int{403, 403, 403, 403, 403, 403, 204}},

	{[3]string{"GET", records("mailbox"), ""}, [7]int{403, 403, 403, 403, 403, 403, 200}},
	{viewOf("mailbox", "box"), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{createOf("mailbox", `{"address":"second@example.com"}`), [7]int{403, 403, 403, 403, 403, 403, 400}},
	{updateOf("mailbox", "box", `{"address":"desk@example.com"}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{removeOf("mailbox", "box"), [7]int{403, 403, 403, 403, 403, 403, 400}},

	{[3]string{"GET", records("mail_templates"), ""}, [7]int{403, 403, 403, 403, 403, 403, 200}},
	{viewOf("mail_templates", "template"), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{createOf("mail_templates", `{"kind":"answer","locale":"ru","subject":"x","body":"x"}`), [7]int{403, 403, 403, 403, 403, 403, 400}},
	{updateOf("mail_templates", "template", `{"subject":"Ответ: {title}"}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{updateOf("mail_templates", "template", `{"kind":"held"}`), [7]int{403, 403, 403, 403, 403, 403, 400}},
	{removeOf("mail_templates", "template"), [7]int{403, 403, 403, 403, 403, 403, 400}},

	{viewOf("lockouts", "lockout"), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{createOf("lockouts", `{"account":"users/olga","failures":9}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{updateOf("lockouts", "lockout", `{"failures":0}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{removeOf("lockouts", "lockout"), [7]int{403, 403, 403, 403, 403, 403, 204}},
	{viewOf("quotas", "quota"), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{createOf("quotas", `{"tasks_a_day":1,"megabytes_a_day":1}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{updateOf("quotas", "quota", `{"tasks_a_day":1}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{removeOf("quotas", "quota"), [7]int{403, 403, 403, 403, 403, 403, 204}},

	{[3]string{"GET", records("_superusers"), ""}, [7]int{403, 403, 403, 403, 403, 403, 200}},
	{viewOf("_superusers", "root"), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{createOf("_superusers", `{"email":"x@example.com","password":"parol-12345","passwordConfirm":"parol-12345"}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{updateOf("_superusers", "root", `{"email":"x@example.com"}`), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{[3]string{"POST", "/api/collections/users/impersonate/" + id("boss"), "{}"}, [7]int{401, 403, 403, 403, 403, 403, 200}},

	{listOf("calendar"), [7]int{0, 0, 0, 1, 1, 0, 1}},
	{viewOf("calendar", "year"), [7]int{404, 404, 404, 200, 200, 404, 200}},
	{createOf("calendar", `{"year":2030,`+monthsOf("2030")+`}`), [7]int{400, 400, 400, 400, 200, 400, 200}},
	{updateOf("calendar", "year", `{`+monthsOf("2027")+`}`), [7]int{404, 404, 404, 404, 200, 404, 200}},
	{removeOf("calendar", "year"), [7]int{404, 404, 404, 404, 204, 404, 204}},
	{[3]string{"GET", "/api/desk/calendar", ""}, [7]int{401, 403, 403, 200, 200, 403, 200}},
	{[3]string{"POST", "/api/desk/calendar", `{"year":2030,` + monthsOf("2030") + `}`}, [7]int{401, 403, 403, 403, 200, 403, 200}},
	{[3]string{"GET", "/api/desk/due?from=2026-12-01T10:00:00Z&priority=high", ""}, [7]int{401, 403, 403, 200, 200, 403, 200}},

	{listOf("schedule"), [7]int{0, 1, 1, 1, 1, 0, 1}},
	{viewOf("schedule", "hours"), [7]int{404, 200, 200, 200, 200, 404, 200}},
	{createOf("schedule", `{"timezone":"UTC"}`), [7]int{403, 403, 403, 403, 403, 403, 400}},
	{updateOf("schedule", "hours", `{"target_high":1}`), [7]int{404, 404, 404, 404, 200, 404, 200}},
	{removeOf("schedule", "hours"), [7]int{403, 403, 403, 403, 403, 403, 400}},

	{listOf("canned_answers"), [7]int{0, 0, 0, 2, 1, 0, 2}},
	{viewOf("canned_answers", "shared"), [7]int{404, 404, 404, 200, 200, 404, 200}},
	{viewOf("canned_answers", "annas"), [7]int{404, 404, 404, 200, 404, 404, 200}},
	{createOf("canned_answers", `{"title":"Привет","body":"Здравствуйте!"}`), [7]int{400, 400, 400, 200, 200, 400, 200}},
	{updateOf("canned_answers", "shared", `{"title":"Иначе"}`), [7]int{404, 404, 404, 404, 200, 404, 200}},
	{updateOf("canned_answers", "annas", `{"title":"Иначе"}`), [7]int{404, 404, 404, 200, 404, 404, 200}},
	{removeOf("canned_answers", "shared"), [7]int{404, 404, 404, 404, 204, 404, 204}},
	{removeOf("canned_answers", "annas"), [7]int{404, 404, 404, 204, 404, 404, 204}},
	{[3]string{"POST", "/api/desk/canned/" + id("shared") + "/use", ""}, [7]int{401, 404, 404, 204, 204, 404, 403}},
	{[3]string{"GET", cardOf("olga"), ""}, [7]int{401, 403, 403, 200, 200, 403, 200}},

	{listOf("categories"), [7]int{0, 2, 2, 2, 2, 0, 2}},
	{viewOf("categories", "salary"), [7]int{404, 200, 200, 200, 200, 404, 200}},
	{createOf("categories", `{"name":"Отчётность"}`), [7]int{400, 400, 400, 400, 200, 400, 200}},
	{updateOf("categories", "salary", `{"name":"Кадры"}`), [7]int{404, 404, 404, 404, 200, 404, 200}},
	{removeOf("categories", "salary"), [7]int{404, 404, 404, 404, 204, 404, 204}},
	{removeOf("categories", "taxes"), [7]int{404, 404, 404, 404, 400, 404, 400}},
	{updateOf("tasks", "work", "{"+refTo("category", "salary")+"}"), [7]int{404, 200, 404, 200, 200, 404, 200}},
	{updateOf("tasks", "ivandone", "{"+refTo("category", "salary")+"}"), [7]int{404, 404, 200, 400, 200, 404, 200}},
	{createOf("tasks", `{"title":"С разделом",`+refTo("category", "salary")+"}"), [7]int{400, 200, 200, 400, 400, 400, 400}},

	{listOf("site"), [7]int{1, 1, 1, 1, 1, 1, 1}},
	{viewOf("site", "firm"), [7]int{200, 200, 200, 200, 200, 200, 200}},
	{updateOf("site", "firm", `{"name":"Фирма"}`), [7]int{404, 404, 404, 404, 200, 404, 200}},
	{removeOf("site", "firm"), [7]int{403, 403, 403, 403, 403, 403, 400}},
	{createOf("site", `{"name":"Вторая"}`), [7]int{403, 403, 403, 403, 403, 403, 400}},

	{listOf("staff"), [7]int{0, 3, 3, 3, 3, 0, 3}},
	{viewOf("staff", "anna"), [7]int{404, 200, 200, 200, 200, 404, 200}},
	{viewOf("staff", "olga"), [7]int{404, 404, 404, 404, 404, 404, 404}},
	{createOf("staff", `{"name":"x"}`), [7]int{400, 400, 400, 400, 400, 400, 400}},
	{updateOf("staff", "anna", `{"name":"x"}`), [7]int{400, 400, 400, 400, 400, 400, 400}},
	{removeOf("staff", "anna"), [7]int{400, 400, 400, 400, 400, 400, 400}},
	{viewOf("task_board", "work"), [7]int{403, 403, 403, 403, 403, 403, 200}},
	{createOf("task_board", `{"title":"x"}`), [7]int{400, 400, 400, 400, 400, 400, 400}},
	{updateOf("task_board", "work", `{"title":"x"}`), [7]int{400, 400, 400, 400, 400, 400, 400}},
	{removeOf("task_board", "work"), [7]int{400, 400, 400, 400, 400, 400, 400}},

	{[3]string{"GET", records("task_board"), ""}, [7]int{403, 403, 403, 403, 403, 403, 200}},
	{[3]string{"GET", records("lockouts"), ""}, [7]int{403, 403, 403, 403, 403, 403, 200}},
	{[3]string{"GET", records("quotas"), ""}, [7]int{403, 403, 403, 403, 403, 403, 200}},
	{[3]string{"GET", "/api/collections", ""}, [7]int{401, 403, 403, 403, 403, 403, 200}},
	{[3]string{"GET", "/api/settings", ""}, [7]int{401, 403, 403, 403, 403, 403, 200}},
	{[3]string{"GET", "/api/desk/queue", ""}, [7]int{401, 403, 403, 200, 200, 403, 200}},
	{[3]string{"GET", "/api/desk/reports", ""}, [7]int{401, 403, 403, 403, 200, 403, 200}},
	{[3]string{"GET", "/api/desk/export?format=csv&what=tasks", ""}, [7]int{401, 200, 200, 200, 200, 403, 200}},
	{[3]string{"GET", "/api/desk/export?format=csv&what=report", ""}, [7]int{401, 403, 403, 403, 200, 403, 200}},
	{[3]string{"GET", "/api/desk/export?format=csv&what=low", ""}, [7]int{401, 403, 403, 403, 200, 403, 200}},
	{[3]string{"GET", "/api/desk/export?format=csv&what=log", ""}, [7]int{401, 403, 403, 403, 200, 403, 200}},
	{[3]string{"GET", "/api/desk/export?format=csv&what=people", ""}, [7]int{401, 403, 403, 403, 200, 403, 200}},
	{[3]string{"GET", "/api/desk/export?format=csv&what=staff", ""}, [7]int{401, 403, 403, 403, 200, 403, 200}},
	{[3]string{"GET", "/api/desk/export?format=csv&what=tasks&view=archived", ""}, [7]int{401, 200, 200, 400, 200, 403, 200}},
	{[3]string{"GET", "/api/desk/export/progress?id=x", ""}, [7]int{401, 404, 404, 404, 404, 404, 404}},
	{[3]string{"GET", "/api/desk/mail", ""}, [7]int{401, 403, 403, 403, 200, 403, 200}},
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
}

// TestTableAccess tries every route of [access] as everyone.
func TestTableAccess(t *testing.T) {
	t.Parallel()
	missing := everyRoute(t)
	d := newDeskOn(t, newsApp(t)).keep()
	for _, row := range access {
		delete(missing, route(row.do))
		for i, who := range everyone {
			d.tryAccess(t, row.do, who, row.want[i])
		}
	}
	for untried := range missing {
		t.Errorf("nobody is tried at %s", untried)
	}
}
