package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// similarCandidates is the number of the newest tasks compared for each word.
const similarCandidates = 200

// courtesies are greetings and other common words that say nothing about a task.
var courtesies = func() map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields("здравствуйте добрый доброго день дня вечер утро времени суток привет коллеги подскажите пожалуйста помогите помочь прошу спасибо " +
		"вопрос проблема нужно надо можно работает получается hello hi please help thanks question problem") {
		all[w] = true
	}
	return all
}()

// Similar returns the tasks that have at least half of the words of a new task in
// their title or description, best match first.
func (s Searcher) Similar(question string, limit int) ([]int, []Term, error) {
	terms, err := s.read(question)
	if err != nil {
		return nil, nil, err
	}
	terms = slices.DeleteFunc(terms, func(t Term) bool { return utf8.RuneCountInString(t.plain) < 3 || courtesies[t.plain] })
	numbers, err := s.Most(terms, []string{"title", "body"}, limit)
	return numbers, terms, err
}

// Most returns the tasks that have at least half of the terms, those with the most
// terms first, then the newest.
func (s Searcher) Most(terms []Term, columns []string, limit int) ([]int, error) {
	has := map[int]int{}
	for i := range terms {
		found, err := s.Match(terms[i:i+1], columns, similarCandidates)
		if err != nil {
			return nil, err
		}
		for _, n := range found {
			has[n]++
		}
	}
	var numbers []int
	for n, words := range has {
		if 2*words >= len(terms) {
			numbers = append(numbers, n)
		}
	}
	slices.SortFunc(numbers, func(a, b int) int { return cmp.Or(has[b]-has[a], b-a) })
	return numbers[:min(len(numbers), limit)], nil
}
