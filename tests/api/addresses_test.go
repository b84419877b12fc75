package api

import (
	"fmt"
	"strings"
	"testing"
)

const (
	cyrillicAddress = "sveta@пример.рф"
	wireAddress     = "sveta@xn--e1afmkfd.xn--p1ai"
)

func registrationOf(nick, address string) string {
	return fmt.Sprintf(`{"username":"%s","email":"%s","password":"parol-12345","passwordConfirm":"parol-12345"%s}`, nick, address, organization)
}

func (d *desk) logsIn(status int, identity string) {
	d.Helper()
	d.want(status, "", "POST", "/api/collections/users/auth-with-password", `{"identity":"`+identity+`","password":"parol-12345"}`)
}

// An address in Cyrillic is one account in whichever form it is written, and goes out in
// ASCII.
func TestCyrillicAddress(t *testing.T) {
	d := newMailDesk(t)
	s := withMail(d, nil, nil, nil, nil)
	d.want(200, "", "POST", records("users"), registrationOf("sveta", "Sveta@Пример.РФ"))
	if m := s.next(d); len(m.To) != 1 || m.To[0].Address != wireAddress {
		t.Errorf("the letter goes to %v", m.To)
	}
	for i, same := range []string{cyrillicAddress, wireAddress, "SVETA@XN--E1AFMKFD.XN--P1AI", "sveta@ПРИМЕР.рф", "sveta@пример.рф."} {
		d.want(400, "", "POST", records("users"), registrationOf(fmt.Sprintf("sveta%d", i), same), `"email":{"code":"validation_not_unique"`)
		d.logsIn(200, same)
	}
	d.exec("UPDATE users SET verified = 1 WHERE email = '" + cyrillicAddress + "'")
	for i, from := range []string{wireAddress, cyrillicAddress, "Света <sveta@Пример.рф>"} {
		row := d.receive(mailOf(from, deskAddress, fmt.Sprintf("idn%d@x", i), fmt.Sprintf("Письмо %d", i), "Слова"))
		d.judged(row, "accepted", "")
		if row.GetString("sender") != cyrillicAddress {
			t.Errorf("%s is stored as %s", from, row.GetString("sender"))
		}
	}
	d.want(204, "", "POST", "/api/collections/users/request-password-reset", `{"email":"`+wireAddress+`"}`)
	d.want(204, "olga", "POST", "/api/collections/users/request-email-change", `{"newEmail":"`+wireAddress+`"}`)
	if d.letter(cyrillicAddress, "email_taken") == nil {
		t.Error("the owner is not told that the address is wanted")
	}
}

// The desk itself may have a Cyrillic address: answers come back in either form.
func TestCyrillicDesk(t *testing.T) {
	d := newMailDesk(t)
	if err := mailbox(d, map[string]any{"address": "desk@фирма.рф"}); err != nil {
		t.Fatal(err)
	}
	s := withMail(d, nil, nil)
	d.receive(mailOf("olga@example.com", "desk@фирма.рф", "cyr1@olga", "Не проводится", "Ошибка"))
	m := s.next(d)
	reply := m.Headers["Reply-To"]
	if !strings.HasSuffix(reply, "@xn--80ak7abm.xn--p1ai") && strings.ContainsFunc(reply, func(r rune) bool { return r > 127 }) {
		t.Errorf("Reply-To is %s", reply)
	}
	row := d.receive(mailOf("olga@example.com", reply, "cyr2@olga", "Re: Не проводится", "И ещё"))
	if d.judged(row, "accepted", ""); row.GetString("comment") == "" {
		t.Error("the answer is no comment")
	}
}

// What nobody sees is taken off, and letters of two alphabets in one word are refused.
func TestInvisibleInAddress(t *testing.T) {
	d := newDesk(t)
	for i, typed := range []string{"\u200bzw%d@client.example", "zw%d\u2060@client.example", "zw%d@client.example\ufeff", "zw%d@cli\u00adent.example", "zw%d@client.example.", "\u200ezw%d@client.example\u200f"} {
		nick := fmt.Sprintf("zw%d", i)
		body := strings.Replace(registrationOf(nick[:1]+"\u200b"+nick[1:], fmt.Sprintf(typed, i)), `"inn":"7736207543"`, `"inn":"77362\u200b07543","phone":"+7\u00a0495 \u2060123-45-67\ufeff"`, 1)
		d.want(200, "", "POST", records("users"), body)
		d.logsIn(200, nick+"@client.example")
		d.logsIn(200, nick)
		d.logsIn(200, fmt.Sprintf(typed, i))
	}
	if n := d.count("profiles", "inn = '7736207543' AND phone LIKE '+7%495 123-45-67'"); n != 6 {
		t.Errorf("%d clean organisations", n)
	}
	for _, mixed := range []string{"cyr@сlient.example", "оlga2@client.example", "cyr@client.exаmple"} {
		d.want(400, "", "POST", records("users"), registrationOf("cyr", mixed), `"email":{"code":"mixed_alphabets"`)
		d.want(400, "olga", "POST", "/api/collections/users/request-email-change", `{"newEmail":"`+mixed+`"}`, `"newEmail":{"code":"mixed_alphabets"`)
	}
}
