package smtpd

import "testing"

func TestIsDeskAddress(t *testing.T) {
	for _, c := range []struct {
		to   string
		want bool
	}{
		{"desk@firma.ru", true}, {"DESK@Firma.RU", true}, {"desk+7-abcdefgh234567ab@firma.ru", true}, {"desk+anything@firma.ru", true},
		{"desks@firma.ru", false}, {"desk@firma.ru.evil.example", false}, {"desk@other.ru", false}, {"olga@firma.ru", false}, {"desk", false}, {"", false},
		{"desk%evil.example@firma.ru", false},
	} {
		if got := isDeskAddress(c.to, "desk@firma.ru"); got != c.want {
			t.Errorf("%q: %v", c.to, got)
		}
	}
}
