package api

import (
	"regexp"
	"strings"
	"testing"
)

// A cut link says so in the reader's language, wherever it is cut, and nothing of a
// password that nobody could check.
func TestTableCutLinks(t *testing.T) {
	d := newDesk(t)
	olga, err := d.app.FindRecordById("users", id("olga"))
	if err != nil {
		t.Fatal(err)
	}
	english := regexp.MustCompile(`"message":"[^"]*[A-Za-z]{3}`)
	for _, c := range []struct {
		route string
		token func() (string, error)
		rest  string
	}{
		{"confirm-verification", olga.NewVerificationToken, ""},
		{"confirm-email-change", func() (string, error) { return olga.NewEmailChangeToken("new@example.com") }, `,"password":"parol-12345"`},
		{"confirm-password-reset", olga.NewPasswordResetToken, `,"password":"parol-12345","passwordConfirm":"parol-12345"`},
	} {
		whole, err := c.token()
		if err != nil {
			t.Fatal(err)
		}
		header, rest, _ := strings.Cut(whole, ".")
		payload, _, _ := strings.Cut(rest, ".")
		for _, cut := range []string{"none", whole[:1], header, header + ".", header + "." + payload, whole[:len(whole)/2], whole[:len(whole)-1], whole[:len(whole)-20], whole + "x", "x" + whole} {
			got := d.want(400, "", "POST", "/api/collections/users/"+c.route, `{"token":"`+cut+`"`+c.rest+`}`, `"token":{`, "Ссылка неполная или устарела. Скопируйте её из письма целиком или запросите новую.")
			if strings.Contains(got.body, `"password"`) || english.MatchString(got.body) {
				t.Errorf("%s %q: %s", c.route, cut, got.body)
			}
		}
	}
	gone, err := olga.NewPasswordResetToken()
	if err != nil {
		t.Fatal(err)
	}
	d.want(204, "", "POST", "/api/collections/users/confirm-password-reset", `{"token":"`+gone+`","password":"another-parol-1","passwordConfirm":"another-parol-1"}`)
	d.want(400, "", "POST", "/api/collections/users/confirm-password-reset", `{"token":"`+gone+`","password":"another-parol-2","passwordConfirm":"another-parol-2"}`, `"code":"validation_invalid_token"`, "уже использована")
}
