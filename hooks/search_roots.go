package hooks

import (
	"slices"
	"strings"

	"github.com/kljensen/snowball/russian"
)

// misread are nouns of the office that the stemmer takes for verbs.
var misread = map[string]string{"печать": "печат", "заем": "займ", "писем": "письм"}

func russianStem(w string) string {
	if s := misread[w]; s != "" {
		return s
	}
	return rootOf(russian.Stem(w, true))
}

// The shortest stems, in letters, that may lose an ending or a vowel.
const (
	rootNoun  = 6
	rootVowel = 5
)

// rootOf takes from a Russian stem what the stemmer leaves of the way the word
// is made, so that начислить, начисляется and начисление are one word to the
// search, and ошибка and ошибок.
func rootOf(stem string) string {
	s := []rune(stem)
	if n := len(s); n >= rootNoun && endsWith(s, "ен", "ан", "ян") {
		s = s[:n-2]
	} else if n >= rootVowel && strings.ContainsRune("аеиоуыюя", s[n-1]) {
		s = s[:n-1]
	}
	if n := len(s); n >= rootVowel && endsWith(s, "вл", "мл", "пл", "бл") { // оформить, оформление
		s = s[:n-1]
	}
	if n := len(s); n >= rootVowel && endsWith(s, "ок", "ек", "ец") && !strings.ContainsRune("аеиоуыюя", s[n-3]) {
		s = slices.Delete(s, n-2, n-1)
	}
	return string(s)
}

func endsWith(s []rune, endings ...string) bool {
	return slices.Contains(endings, string(s[max(0, len(s)-2):]))
}
