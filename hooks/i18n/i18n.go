// Package i18n owns the texts of the program by locale, and the choice of a reader's
// locale. Each language has a file of texts, ru.go or en.go.
package i18n

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// languages are the supported languages, the default first. A new language needs a
// file of texts and a line here.
var languages = []struct {
	locale string
	texts  map[string]string
}{
	{"ru", russian},
	{"en", english},
}

// Default is the locale of readers without one, and the fallback for missing texts.
const Default = "ru"

// Locales returns the locales that the program has, the default first.
func Locales() []string {
	locales := make([]string, len(languages))
	for i, l := range languages {
		locales[i] = l.locale
	}
	return locales
}

// FieldKey returns the key of what a field of a collection is called: that of the
// column of an export, if the field has none of its own.
func FieldKey(field string) string {
	if key := "export." + "field_" + field; Has(key) {
		return key
	}
	return "export." + field
}

// Known returns the locale if the program supports it, or else the default.
func Known(locale string) string { return languages[indexOf(locale)].locale }

// Text returns the text of a key that has no parameters.
func Text(locale, key string) string {
	text, _ := lookup(locale, key)
	return text
}

// Has reports whether the key has a text.
func Has(key string) bool {
	_, known := languages[0].texts[key]
	return known
}

// Format returns the text of a key with its parameters filled in, see [Params]. A
// missing parameter leaves its name in braces.
func Format(locale, key string, params Params) string {
	text, _ := FormatAll(locale, key, params)
	return text
}

// FormatAll is like [Format]; complete is false if a parameter is missing or the key
// is unknown.
func FormatAll(locale, key string, params Params) (text string, complete bool) {
	text, locale = lookup(locale, key)
	if text == "" {
		return "", false
	}
	return expand(locale, text, params)
}

// KeyOf returns the key with the given prefix that has this text in the default
// language; empty if there is none.
func KeyOf(prefix, text string) string {
	for _, key := range keys() {
		if strings.HasPrefix(key, prefix) && languages[0].texts[key] == text {
			return key
		}
	}
	return ""
}

// keys returns all keys, sorted.
var keys = sync.OnceValue(func() []string { return slices.Sorted(maps.Keys(languages[0].texts)) })

// lookup finds a text and the locale it is in; both are empty for an unknown key.
func lookup(locale, key string) (text, found string) {
	for _, l := range []int{indexOf(locale), 0} {
		if text, known := languages[l].texts[key]; known {
			return text, languages[l].locale
		}
	}
	return "", ""
}

// indexOf returns the index of a locale in languages; zero, the default, if it is
// unknown.
func indexOf(locale string) int {
	for i, l := range languages {
		if l.locale == locale {
			return i
		}
	}
	return 0
}
