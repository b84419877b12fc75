package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kljensen/snowball/russian"
)

// nounExceptions maps common office nouns to their stems where the stemmer takes
// the noun for a verb, or the word is too short for it.
var nounExceptions = map[string]string{"печать": "печат", "заем": "займ", "писем": "письм",
	"день": "дн", "дня": "дн", "дню": "дн", "днем": "дн", "дне": "дн", "дни": "дн", "дней": "дн", "дням": "дн", "днями": "дн", "днях": "дн"}

func russianStem(w string) string {
	if s := nounExceptions[w]; s != "" {
		return s
	}
	return rootOf(russian.Stem(w, true))
}

// The shortest stems, in letters, that may lose an ending or a vowel.
const (
	rootNoun  = 6
	rootVowel = 5
)

// rootOf strips the derivational suffixes that the stemmer leaves on a Russian
// stem, so that начислить, начисляется and начисление match each other, and so do
// ошибка and ошибок.
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
	if n := len(s); n > 2 && endsWith(s, "ьц") { // владельца, владелец
		s = slices.Delete(s, n-2, n-1)
	}
	if n := len(s); n >= rootVowel && endsWith(s, "ок", "ек", "ец") && !strings.ContainsRune("аеиоуыюя", s[n-3]) {
		s = slices.Delete(s, n-2, n-1)
	}
	return string(s)
}

// nounEndings are the case endings of nouns, the longest first.
var nounEndings = []string{"иями", "ями", "ами", "иях", "иям", "ией", "ием", "ях", "ах", "ям", "ам", "ов", "ев", "ей", "ой", "ом", "ем", "ия", "ие", "ии", "ию", "а", "я", "о", "е", "и", "ы", "у", "ю", "ь"}

// verbOnly are endings that no noun has.
var verbOnly = []string{"ть", "тся", "ться", "йте", "ешь", "ете"}

// nounStem returns the stem of a word read as a noun. In обмен, отмена, лимит and
// квартал the stemmer takes the end for a verb's, but not in their other cases. It
// is empty if it adds nothing to the stem already taken.
func nounStem(w, taken string) string {
	if slices.ContainsFunc(verbOnly, func(end string) bool { return strings.HasSuffix(w, end) }) {
		return ""
	}
	noun := w
	for _, end := range nounEndings {
		if cut, ok := strings.CutSuffix(w, end); ok && strings.ContainsAny(cut, "аеиоуыэюя") {
			noun = cut
			break
		}
	}
	if noun = rootOf(noun); utf8.RuneCountInString(noun) < shortestNoun || utf8.RuneCountInString(noun) <= utf8.RuneCountInString(taken) {
		return ""
	}
	return noun
}

// shortestNoun is the shortest noun stem, in letters, that is kept beside the
// stemmer's.
const shortestNoun = 4

func endsWith(s []rune, endings ...string) bool {
	return slices.Contains(endings, string(s[max(0, len(s)-2):]))
}
