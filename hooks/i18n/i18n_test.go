package i18n

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Every language has every text, with the same parameters, and the plural forms of
// that language.
func TestLanguagesAreComplete(t *testing.T) {
	if languages[0].locale != Default {
		t.Fatalf("the first language is %s, the default %s", languages[0].locale, Default)
	}
	for _, l := range languages {
		for _, key := range slices.Sorted(maps.Keys(l.texts)) {
			if !Has(key) {
				t.Errorf("%s: %s is unknown to %s", l.locale, key, Default)
			}
		}
		for _, key := range keys() {
			text := l.texts[key]
			if text == "" {
				t.Errorf("%s has no %s", l.locale, key)
				continue
			}
			if got, want := names(text), names(languages[0].texts[key]); !slices.Equal(got, want) {
				t.Errorf("%s: %s has the parameters %v, want %v", l.locale, key, got, want)
			}
			if strings.Contains(text, "{{") { // the validation library would take it for a template
				t.Errorf("%s: %s has two braces in a row", l.locale, key)
			}
			checkForms(t, l.locale, key, text)
		}
	}
}

// names returns the parameters of a text, sorted.
func names(text string) []string {
	var out []string
	for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
		out = append(out, found[1]+found[3])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// checkForms checks the plurals of a text: they have "other", and no form that the
// language does not use.
func checkForms(t *testing.T, locale, key, text string) {
	t.Helper()
	possible := map[string]bool{"other": true}
	for n := range 200 {
		possible[categoryNames[plural.Cardinal.MatchPlural(language.Make(locale), n, 0, 0, 0, 0)]] = true
	}
	for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
		if found[1] == "" {
			continue
		}
		other := false
		for _, form := range pluralForm.FindAllStringSubmatch(found[2], -1) {
			other = other || form[1] == "other"
			if !strings.HasPrefix(form[1], "=") && !possible[form[1]] {
				t.Errorf("%s: %s: no number is %q", locale, key, form[1])
			}
		}
		if !other {
			t.Errorf("%s: %s has no form for other numbers", locale, key)
		}
	}
	if rest := placeholder.ReplaceAllString(text, ""); strings.ContainsAny(rest, "{}") {
		t.Errorf("%s: %s has braces that are no parameter: %s", locale, key, rest)
	}
}

func TestExpand(t *testing.T) {
	const days = "{days, plural, =7 {неделя} one {# день} few {# дня} other {# дней}}"
	for _, c := range []struct {
		locale, text string
		params       Params
		want         string
		complete     bool
	}{
		{"ru", "От {min} до {max}.", Params{"min": 1, "max": 50}, "От 1 до 50.", true},
		{"ru", "От {min} до {max}.", Params{"min": 1}, "От 1 до {max}.", false},
		{"ru", "{error}", Params{"error": "{min} 550", "min": 1}, "{min} 550", true},
		{"ru", days, Params{"days": 1}, "1 день", true},
		{"ru", days, Params{"days": 2}, "2 дня", true},
		{"ru", days, Params{"days": 5}, "5 дней", true},
		{"ru", days, Params{"days": 7}, "неделя", true},
		{"ru", days, Params{"days": 11}, "11 дней", true},
		{"ru", days, Params{"days": int64(21)}, "21 день", true},
		{"ru", days, Params{"days": float64(22)}, "22 дня", true},
		{"ru", days, nil, days, false},
		{"en", "{n, plural, one {# day} other {# days}} left", Params{"n": 1}, "1 day left", true},
		{"en", "{n, plural, one {# day} other {# days}} left", Params{"n": 21}, "21 days left", true},
		{"en", "{n, plural, one {# day} other {# days}}", Params{"n": -1}, "-1 day", true},
		{"en", "{n, plural, one {# day} other {# days}}", Params{"n": 10_000_001}, "10000001 days", true},
		{"ru", days, Params{"days": -2}, "-2 дня", true},
		{"ru", days, Params{"days": int64(math.MaxInt64 - 6)}, "9223372036854775801 день", true},
		{"ru", days, Params{"days": int64(math.MaxInt64)}, "9223372036854775807 дней", true},
		{"ru", days, Params{"days": int64(math.MinInt64 + 6)}, "-9223372036854775802 дня", true},
		{"ru", days, Params{"days": int64(math.MinInt64)}, "-9223372036854775808 дней", true},
		{"ru", days, Params{"days": "nonsense"}, "0 дней", true},
	} {
		if got, complete := expand(c.locale, c.text, c.params); got != c.want || complete != c.complete {
			t.Errorf("%s of %s, %v: %q, %v, want %q, %v", c.text, c.locale, c.params, got, complete, c.want, c.complete)
		}
	}
}

func TestNegotiate(t *testing.T) {
	for _, c := range []struct{ header, want string }{
		{"", "ru"}, {"ru", "ru"}, {"en", "en"}, {"en-GB,en;q=0.9", "en"}, {"ru-RU,ru;q=0.9,en;q=0.8", "ru"},
		{"en;q=0.5, ru;q=0.9", "ru"}, {"de", "ru"}, {"de, en;q=0.5", "en"}, {"uk", "ru"}, {"nonsense;;", "ru"},
	} {
		if got := Negotiate(c.header); got != c.want {
			t.Errorf("%q: %s, want %s", c.header, got, c.want)
		}
	}
}
