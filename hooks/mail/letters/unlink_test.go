package letters

import (
	"strings"
	"testing"
)

func TestUnlink(t *testing.T) {
	for _, c := range []struct {
		text   string
		broken bool
	}{
		{"win-prize.example.com", true}, {"http://evil.test/login", true}, {"Войдите на https://10.0.0.1", true}, {"www.evil.test", true}, {"сайт.рф", true},
		{"Ольга Петрова", false}, {"Релиз 3.0.162", false}, {"Не проводится. Пишет ошибку", false}, {"и т.д.", false}, {"", false},
	} {
		got := unlink(c.text)
		if (got != c.text) != c.broken || strings.ReplaceAll(got, "\u2060", "") != c.text {
			t.Errorf("%q becomes %q", c.text, got)
		}
		for _, part := range []string{"://", ".com", ".test", ".рф"} {
			if strings.Contains(got, part) {
				t.Errorf("%q has a link still", got)
			}
		}
	}
}
