package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kljensen/snowball/russian"
)

// nounExceptions are nouns of the office that the stemmer takes for verbs, or that are
// too short for it.
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
	if n := len(s); n > 2 && endsWith(s, "ьц") { // владельца, владелец
		s = slices.Delete(s, n-2, n-1)
	}
	if n := len(s); n >= rootVowel && endsWith(s, "ок", "ек", "ец") && !strings.ContainsRune("аеиоуыюя", s[n-3]) {
		s = slices.Delete(s, n-2, n-1)
	}
	return string(s)
}

// nounEndings are those of a noun's cases, the longest first.
var nounEndings = []string{"иями", "ями", "ами", "иях", "иям", "ией", "ием", "ях", "ах", "ям", "ам", "ов", "ев", "ей", "ой", "ом", "ем", "ия", "ие", "ии", "ию", "а", "я", "о", "е", "и", "ы", "у", "ю", "ь"}

// verbOnly are endings that no noun has.
var verbOnly = []string{"ть", "тся", "ться", "йте", "ешь", "ете"}

// nounStem is the stem of a word that is a noun: of обмен, отмена, лимит and
// квартал the stemmer takes the end for that of a verb, but not in their other
// cases. It is empty where it says nothing new.
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

// shortestNoun is the shortest stem of a noun, in letters, that is told from that
// of a verb.
const shortestNoun = 4

func endsWith(s []rune, endings ...string) bool {
	return slices.Contains(endings, string(s[max(0, len(s)-2):]))
}
