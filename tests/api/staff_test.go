package api

import (
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/tools/security"
)

// TestStaffLoad checks the workload of each member of staff.
func TestStaffLoad(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	if _, err := d.app.DB().NewQuery("UPDATE tasks SET due_at = '2020-01-01 00:00:00.000Z' WHERE id IN ('" + id("work") + "', '" + id("gone") + "')").Execute(); err != nil {
		t.Fatal(err)
	}
	d.age("tasks", "ivandone", 8*24*time.Hour, "done_at")
	d.want(200, "boss", "PATCH", record("users", "igor"), `{"blocked":true}`)
	d.want(200, "boss", "GET", "/api/desk/staff", "",
		`{"id":"`+id("anna")+`","name":"Anna","username":"anna","email":"anna@example.com","role":"consultant","blocked":false,"open":2,"waiting":1,"overdue":1,"done_week":1}`,
		`"username":"igor","email":"igor@example.com","role":"consultant","blocked":true,"open":0,"waiting":0,"overdue":0,"done_week":0}`,
		`"week":"`)
	if body := d.ask("boss", "GET", "/api/desk/staff", "").body; strings.Contains(body, "olga") || strings.Index(body, "boss") > strings.Index(body, "igor") {
		t.Errorf("clients are among them, or the blocked not the last: %s", body)
	}
}

// A person invited by a manager becomes a consultant and chooses a password by the
// link of the mail, which is valid for a week.
func TestInviteStaff(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at := "/api/desk/staff"
	d.want(400, "boss", "POST", at, `{"username":"N","email":"bad"}`, `"username":{`, `"email":{`)
	d.want(400, "boss", "POST", at, `{"username":"Anna","email":"other@example.com"}`, `"username":{"code":"validation_not_unique"`)
	d.want(400, "boss", "POST", at, `{"username":"nina","email":"nina@example.com","role":"manager"}`, `"role":{"code":"role_above"`)
	d.want(200, "boss", "POST", at, `{"username":" Nina ","email":"Nina@Example.com","name":"Нина","role":"consultant"}`, `"username":"nina"`, `"role":"consultant"`)
	text := d.letter("nina@example.com", "invite").GetString("text")
	_, link, found := strings.Cut(text, "/reset/")
	if !found || !strings.Contains(text, "Для вас завели учётную запись") {
		t.Fatalf("the mail: %s", text)
	}
	link, _, _ = strings.Cut(link, "\n")
	nina, err := d.app.FindAuthRecordByEmail("users", "nina@example.com")
	if err != nil || nina.GetString("role") != "consultant" || nina.GetBool("blocked") {
		t.Fatalf("%v %v", nina, err)
	}
	claims, err := security.ParseUnverifiedJWT(link)
	if err != nil {
		t.Fatal(err)
	}
	if lasts := time.Until(time.Unix(int64(claims["exp"].(float64)), 0)); lasts < 6*24*time.Hour || lasts > 8*24*time.Hour {
		t.Errorf("the link lasts %v", lasts)
	}
	d.want(204, "", "POST", "/api/collections/users/confirm-password-reset", `{"token":"`+link+`","password":"svoy-parol-1","passwordConfirm":"svoy-parol-1"}`)
	d.want(200, "", "POST", "/api/collections/users/auth-with-password", `{"identity":"nina","password":"svoy-parol-1"}`, `"verified":true`)
	d.want(400, "", "POST", "/api/collections/users/confirm-password-reset", `{"token":"`+link+`","password":"chuzhoy-parol","passwordConfirm":"chuzhoy-parol"}`)
}
