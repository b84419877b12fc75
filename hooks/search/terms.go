package search

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kljensen/snowball/russian"

	"otklik/hooks/text"
)

// Term is one word of a query, or a number or an address of several. A task matches it
// if it contains any of the stems, or all the groups, or is of such a person.
type Term struct {
	plain  string
	last   bool       // may be the beginning of a word
	stems  []string   // folded words of the index: free of FTS5 syntax
	groups [][]string // the stems of each part of a number or an address
}

// has reports whether a word of a text matches the term.
func (t Term) has(w word) bool {
	if t.last && len(t.groups) == 0 && strings.HasPrefix(w.plain, t.plain) {
		return true
	}
	known := func(s string) bool { return slices.Contains(w.stems, s) }
	return slices.ContainsFunc(t.stems, func(s string) bool { return known(s) || slices.Contains(w.numbers, s) }) ||
		slices.ContainsFunc(t.groups, func(stems []string) bool { return slices.ContainsFunc(stems, known) })
}

// match returns the term as an FTS5 expression.
func (t Term) match() string {
	parts := make([]string, 0, len(t.stems)+1)
	for _, s := range t.stems {
		parts = append(parts, `"`+s+`"`)
	}
	if len(t.groups) > 0 {
		groups := make([]string, len(t.groups))
		for i, stems := range t.groups {
			groups[i] = Term{stems: stems}.match()
		}
		parts = append(parts, "("+strings.Join(groups, " AND ")+")")
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

// emailAddress matches an e-mail address in a query.
var emailAddress = regexp.MustCompile(`[\pL\pN._%+-]+@[\pL\pN.-]*[\pL\pN]`)

// read parses a query into terms.
func (s Searcher) read(question string) ([]Term, error) {
	question = joinINN(question)
	if runes := []rune(question); len(runes) > maxQueryLength {
		question = string(runes[:maxQueryLength])
	}
	terms, end := termsOf(question)
	terms = withoutStopWords(terms)
	if len(terms) > maxQueryWords {
		return terms[:maxQueryWords], nil
	}
	if n := len(terms); n > 0 && end == len(question) && utf8.RuneCountInString(terms[n-1].plain) > 1 {
		terms[n-1].last = true
		return terms, s.complete(&terms[n-1])
	}
	return terms, nil
}

// termsOf returns the terms of a query and the byte offset where the last one ends.
func termsOf(question string) (terms []Term, end int) {
	addresses := emailAddress.FindAllStringIndex(question, -1)
	for words := splitWords(question); len(words) > 0; {
		n, t := numberRun(words, question), Term{plain: words[0].plain, stems: words[0].stems}
		if len(addresses) > 0 && addresses[0][0] <= words[0].from {
			at := addresses[0]
			addresses = addresses[1:]
			for n = 0; n < len(words) && words[n].from < at[1]; n++ {
			}
			if n == 0 {
				continue
			}
			t = Term{plain: text.Fold(question[at[0]:at[1]])}
		} else if n > 1 {
			t.plain = ""
			for _, w := range words[:n] {
				t.plain += w.plain
			}
			t.stems = numberForms(t.plain)
		}
		if n > 1 {
			for _, w := range words[:n] {
				t.groups = append(t.groups, w.stems)
			}
		} else if len(t.stems) == 0 {
			t.stems = words[0].stems
		}
		terms, end, words = append(terms, t), words[n-1].to, words[n:]
	}
	return terms, end
}

// withoutStopWords drops the stop words, unless there are no other words.
func withoutStopWords(terms []Term) []Term {
	var out []Term
	for _, t := range terms {
		if !russian.IsStopWord(t.plain) {
			out = append(out, t)
		}
	}
	if len(out) == 0 {
		return terms
	}
	return out
}

// complete adds to the last term, which may be incomplete, the known words with
// its prefix. A prefix query of FTS5 would read the tasks of all such words before
// it returns the first, so the words are looked up instead. The last group of a number
// may be incomplete too.
func (s Searcher) complete(t *Term) (err error) {
	words, err := s.completions(t.plain)
	if err != nil {
		return err
	}
	t.stems = slices.Concat(t.stems, words)
	if n := len(t.groups); n > 0 && isNumber(t.plain) {
		words, err = s.completions(t.groups[n-1][0])
		t.groups[n-1] = slices.Concat(t.groups[n-1], words)
	}
	return err
}
