package search

import (
	"cmp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pocketbase/dbx"
)

// The cost of a correction is bounded by how many words are looked at.
const (
	correctedWords = 30_000
	minRelatedRoot = 4 // letters that words of one family begin with
)

// correctTypos reads a question in which each word stands for its family too:
// обновление for обновить. One that no task has is replaced by those a letter or
// two away, or left out if there are none and others remain.
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
		closest, family, err := s.nearWords(terms[i].stems[0])
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			kept = append(kept, Term{plain: terms[i].plain, last: terms[i].last, stems: append(terms[i].stems, family...)})
		} else if words := append(closest, family...); len(words) > 0 {
			kept = append(kept, Term{plain: terms[i].plain, stems: words})
		}
	}
	return kept, nil
}

// edits is how many letters of a word may be wrong.
func edits(w string) int {
	switch n := utf8.RuneCountInString(w); {
	case n < 4 || strings.ContainsAny(w, "0123456789"):
		return 0
	case n < 7:
		return 1
	}
	return 2
}

// nearWords are the known words closest to another, and those of its family. A
// client's are those of the client's own tasks.
func (s Searcher) nearWords(stem string) (closest, family []string, err error) {
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
			family = append(family, w)
		}
		switch d := distance([]rune(stem), []rune(w), best); {
		case d > best:
		case d < best:
			best, closest = d, []string{w}
		default:
			closest = append(closest, w)
		}
	}
	return closest, family[:min(len(family), searchEndings)], nil
}

// related is true of words of which one is the beginning of the other.
func related(a, b string) bool {
	return min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)) >= minRelatedRoot && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}

// typoPatterns are first letters that are heard as others.
var typoPatterns = map[rune]rune{'а': 'о', 'о': 'а', 'е': 'и', 'и': 'е', 'э': 'е'}

func beginsWith(letter rune) dbx.Expression {
	name := "w" + strconv.Itoa(int(letter))
	return dbx.NewExp("word >= {:"+name+"} AND word < {:"+name+"next}", dbx.Params{name: string(letter), name + "next": string(letter + 1)})
}

func (s Searcher) vocabulary(stem string) (words []string, err error) {
	if s.client == "" {
		first, _ := utf8.DecodeRuneInString(stem)
		other := cmp.Or(typoPatterns[first], first)
		err = s.app.DB().Select("word").From("otklik_words").
			Where(dbx.Or(beginsWith(first), beginsWith(other))).Limit(correctedWords).Column(&words)
		return words, err
	}
	return s.ownStems()
}

// distance is how many letters must be put in, left out, replaced or swapped
// with the next to make one word of the other; more than most is most+1.
func distance(a, b []rune, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	var before []int
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
				next[j] = min(next[j], before[j-2]+1)
			}
			least = min(least, next[j])
		}
		if least > most {
			return most + 1
		}
		before, row = row, next
	}
	return min(row[len(b)], most+1)
}
