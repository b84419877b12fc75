package sqlite

import (
	"testing"
	"unicode/utf8"
)

func TestLike(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		escape        rune
		want          bool
	}{
		{"%альфа%", "Отчёт АЛЬФА", utf8.RuneError, true}, {"%счет%", "Счёт", utf8.RuneError, true}, {"%СЧЁТ%", "счет", utf8.RuneError, true},
		{"а_ь%", "Альфа", utf8.RuneError, true}, {"а_ь", "Альфа", utf8.RuneError, false}, {"%а%б%", "хАуБц", utf8.RuneError, true}, {"%а%б", "хАуБц", utf8.RuneError, false},
		{"", "", utf8.RuneError, true}, {"", "x", utf8.RuneError, false}, {"%", "", utf8.RuneError, true}, {"%%", "x", utf8.RuneError, true}, {"_", "", utf8.RuneError, false},
		{`%50\%%`, "скидка 50% всем", '\\', true}, {`%50\%%`, "скидка 50 всем", '\\', false}, {`a\_b`, "a_b", '\\', true}, {`a\_b`, "axb", '\\', false},
		{"%aab", "aaaab", utf8.RuneError, true}, {"a%a%a%a%b", "aaaaaaaaaaaaaaaaaaaaaaaa", utf8.RuneError, false},
	} {
		if got := like(c.pattern, c.text, c.escape); got != c.want {
			t.Errorf("%q like %q: %v", c.text, c.pattern, got)
		}
	}
}
