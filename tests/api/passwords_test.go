package api

import (
	"strings"
	"testing"
)

// Passwords that are guessed first are refused wherever one is chosen.
func TestPasswordsThatAreGuessedFirst(t *testing.T) {
	d := newDesk(t)
	change := func(secret string) string {
		return `{"oldPassword":"` + password + `","password":"` + secret + `","passwordConfirm":"` + secret + `"}`
	}
	for _, row := range []struct{ who, method, url, body, code string }{
		{"", "POST", records("users"), strings.ReplaceAll(register("fresh"), "parol-12345", "password"), "password_common"},
		{"", "POST", records("users"), strings.ReplaceAll(register("fresh"), "parol-12345", "fresh-2026"), "password_own_word"},
		{"", "POST", records("users"), strings.ReplaceAll(register("fresh"), "parol-12345", "Сбербанк1"), "password_own_word"},
		{"boss", "POST", records("users"), `{"username":"fresh","email":"fresh@example.com","password":"12345678","passwordConfirm":"12345678","role":"consultant"}`, "password_common"},
		{"olga", "PATCH", record("users", "olga"), change("qwertyuiop"), "password_common"},
		{"olga", "PATCH", record("users", "olga"), change("olga12345"), "password_own_word"},
		{"olga", "PATCH", record("users", "olga"), change("ПАО-Сбербанк"), "password_own_word"},
		{"root", "PATCH", record("users", "olga"), `{"password":"11111111","passwordConfirm":"11111111"}`, "password_common"},
		{"root", "PATCH", record("_superusers", "root"), `{"password":"iloveyou","passwordConfirm":"iloveyou"}`, "password_common"},
	} {
		d.want(400, row.who, row.method, row.url, row.body, `"password":{"code":"`+row.code+`"`)
	}
	olga, err := d.app.FindRecordById("users", id("olga"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := olga.NewPasswordResetToken()
	if err != nil {
		t.Fatal(err)
	}
	d.want(400, "", "POST", "/api/collections/users/confirm-password-reset", `{"token":"`+key+`","password":"sunshine","passwordConfirm":"sunshine"}`, `"password":{"code":"password_common"`)
	d.want(200, "olga", "PATCH", record("users", "olga"), change("novyi-12345"))
}
