package search

import (
	"cmp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pocketbase/dbx"
)

// Limits of typo correction.
const (
	correctedWords = 30_000 // known words compared, which bounds the cost
	minRelatedRoot = 4      // letters that related words share at their start
)

// correctTypos parses a query and lets each word match related words too:
// обновление for обновить. A word that no task has is replaced by the known words
// one or two edits away, and dropped if there are none.
func (s Searcher) correctTypos(question string) ([]Term, error) {
	terms, err := s.read(question)
	if err != nil {
		return nil, err
	}
	kept := make([]Term, 0, len(terms))
	for i := range terms {
		found, err := s.Match(terms[i:i+1], s.Columns(), 1)
		if err != nil {
			return nil, err
		}
		if len(terms[i].groups) > 0 { // a number or an address has no typos that a word would tell
			kept = append(kept, terms[i])
			continue
		}
		closest, relatives, err := s.nearWords(terms[i].stems[0])
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			kept = append(kept, Term{plain: terms[i].plain, last: terms[i].last, stems: append(terms[i].stems, relatives...)})
		} else if words := append(closest, relatives...); len(words) > 0 {
			kept = append(kept, Term{plain: terms[i].plain, stems: words})
		}
	}
	return kept, nil
}

// edits returns the largest edit distance at which a word is corrected.
func edits(w string) int {
	switch n := utf8.RuneCountInString(w); {
	case n < 4 || strings.ContainsAny(w, "0123456789"):
		return 0
	case n < 7:
		return 1
	}
	return 2
}

// nearWords returns the known words closest to a stem and those related to it. For
// a client the known words are those of the client's own tasks.
func (s Searcher) nearWords(stem string) (closest, relatives []string, err error) {
	if edits(stem) == 0 {
		return nil, nil, nil
	}
	known, err := s.vocabulary(stem)
	if err != nil {
		return nil, nil, err
	}
	best := edits(stem)
	for _, w := range known {
		if related(stem, w) {
			relatives = append(relatives, w)
		}
		switch d := distance([]rune(stem), []rune(w), best); {
		case d > best:
		case d < best:
			best, closest = d, []string{w}
		default:
			closest = append(closest, w)
		}
	}
	return closest, relatives[:min(len(relatives), maxCompletions)], nil
}

// related reports whether one word is a prefix of the other.
func related(a, b string) bool {
	return min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)) >= minRelatedRoot && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}

// typoPatterns maps a first letter to the one it is often misspelt as.
var typoPatterns = map[rune]rune{'а': 'о', 'о': 'а', 'е': 'и', 'и': 'е', 'э': 'е'}

func beginsWith(letter rune) dbx.Expression {
	name := "w" + strconv.Itoa(int(letter))
	return dbx.NewExp("word >= {:"+name+"} AND word < {:"+name+"next}", dbx.Params{name: string(letter), name + "next": string(letter + 1)})
}

// vocabulary returns the known words that a stem may be a misspelling of.
func (s Searcher) vocabulary(stem string) (words []string, err error) {
	if s.client == "" {
		s.awaitIndexed()
		first, _ := utf8.DecodeRuneInString(stem)
		other := cmp.Or(typoPatterns[first], first)
		err = s.app.DB().Select("word").From("otklik_words").
			Where(dbx.Or(beginsWith(first), beginsWith(other))).Limit(correctedWords).Column(&words)
		return words, err
	}
	return s.ownStems()
}

// distance is the Damerau–Levenshtein distance (optimal string alignment) of two
// words; any distance above most is reported as most+1.
func distance(a, b []rune, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	var previous []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], previous[j-2]+1)
			}
			least = min(least, next[j])
		}
		if least > most {
			return most + 1
		}
		previous, row = row, next
	}
	return min(row[len(b)], most+1)
}
