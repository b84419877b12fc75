package search

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/query"
	"otklik/hooks/requisites"
	"otklik/hooks/text"
)

// Limits of a search.
const (
	maxQueryLength = 200 // letters
	maxQueryWords  = 8
	maxCompletions = 20 // the shortest words with the prefix of the last term

	// Candidates is the number of the newest matching tasks that are ranked.
	Candidates = 500
)

// Searcher runs queries for one user. A client finds only the client's own tasks,
// and texts of other clients change neither the results nor their order.
type Searcher struct {
	app    core.App
	client string // a users id; empty for staff, who find all tasks
	// The words of the client's own texts and their stems, read once: a query may
	// need them several times.
	ownWords, ownStems func() ([]string, error)
	// awaitIndexed waits, once, for the index to hold what was saved before.
	awaitIndexed func()
}

// New returns a searcher of all tasks, or of one client's tasks if client is set.
func New(app core.App, client string) Searcher {
	s := Searcher{app: app, client: client, awaitIndexed: sync.OnceFunc(func() { awaitIndexed(app) })}
	s.ownWords = sync.OnceValues(s.readOwnWords)
	s.ownStems = sync.OnceValues(s.stemOwnWords) // binds a copy of s, so ownWords is set first
	return s
}

// Columns returns the index columns that the user may search: clients do not see
// notes.
func (s Searcher) Columns() []string {
	if s.client != "" {
		return []string{"title", "body", "talk", "org"}
	}
	return []string{"title", "body", "talk", "notes", "org"}
}

// groupedINN matches an INN of ten or twelve digits in groups, with or without the
// word «ИНН» before it.
var groupedINN = regexp.MustCompile(`(?i)(?:инн[\s\x{a0}:]*)?(\d(?:[\s\x{a0}]?\d){11}|\d(?:[\s\x{a0}]?\d){9})(\D|$)`)

// joinINN writes an INN without spaces and its label, as the index has it. The
// check digits tell it from a phone number or several years in a row.
func joinINN(question string) string {
	return groupedINN.ReplaceAllStringFunc(question, func(found string) string {
		m := groupedINN.FindStringSubmatch(found)
		inn := strings.Join(strings.Fields(m[1]), "")
		if requisites.CheckINN(inn) != "" {
			return found
		}
		return inn + m[2]
	})
}

// completions returns the shortest known words with a prefix.
func (s Searcher) completions(prefix string) (words []string, err error) {
	if s.client != "" {
		return s.ownCompletions(prefix)
	}
	s.awaitIndexed()
	err = s.app.DB().Select("word").From("otklik_words").
		Where(dbx.NewExp("word > {:from} AND word < {:to}", dbx.Params{"from": prefix, "to": prefix + "\U0010FFFF"})).
		OrderBy("LENGTH(word)", "word").Limit(maxCompletions).Column(&words)
	return words, err
}

// find returns the numbers of at most limit tasks, best first: tasks that have all
// the words in the title, then in the title, description and organisation, then
// anywhere; within each group the newest first. Word frequency does not count, so
// the newest are found without reading the rest, and nobody can infer from it what
// others' tasks contain. For very common words only the newest [Candidates] are
// ranked, even if all of them match in the thread: reading the rest takes too long.
func (s Searcher) find(terms []Term, limit int) ([]int, error) {
	newest, err := s.Match(terms, s.Columns(), Candidates)
	if err != nil || len(newest) == 0 {
		return nil, err
	}
	if len(newest) == Candidates {
		found, err := s.titlesFirst(newest, terms)
		return found[:min(len(found), limit)], err
	}
	var found []int
	for _, columns := range [][]string{{"title"}, {"title", "body", "org"}} {
		numbers, err := s.Match(terms, columns, limit)
		if err != nil {
			return nil, err
		}
		found = append(found, numbers...)
	}
	return distinct(append(found, newest...), limit), nil
}

// distinct returns at most limit numbers without the repeated ones, in order.
func distinct(numbers []int, limit int) []int {
	var out []int
	for _, n := range numbers {
		if !slices.Contains(out, n) && len(out) < limit {
			out = append(out, n)
		}
	}
	return out
}

// titlesFirst puts the tasks with all the terms in the title before the others.
func (s Searcher) titlesFirst(numbers []int, terms []Term) (first []int, err error) {
	var rows []struct {
		Number int    `db:"number"`
		Title  string `db:"title"`
	}
	if err := s.app.DB().NewQuery("SELECT number, title FROM tasks WHERE number IN (" + query.JoinInts(numbers) + ") ORDER BY number DESC").All(&rows); err != nil {
		return nil, err
	}
	var rest []int
	for _, r := range rows {
		words := splitWords(r.Title)
		if slices.ContainsFunc(terms, func(t Term) bool { return !slices.ContainsFunc(words, t.has) }) {
			rest = append(rest, r.Number)
		} else {
			first = append(first, r.Number)
		}
	}
	return append(first, rest...), nil
}

// Match returns the numbers of the newest tasks that have all the terms in the
// given columns.
func (s Searcher) Match(terms []Term, columns []string, limit int) (numbers []int, err error) {
	if len(terms) == 0 {
		return nil, nil
	}
	s.awaitIndexed()
	match, err := s.expression(terms, columns)
	if err != nil {
		return nil, err
	}
	err = s.app.DB().NewQuery("SELECT rowid FROM otklik_search WHERE otklik_search MATCH {:match} ORDER BY rowid DESC LIMIT {:limit}").
		Bind(dbx.Params{"match": match, "limit": limit}).Column(&numbers)
	return numbers, err
}

// expression returns the FTS5 expression of the tasks that have all the terms in the
// columns. Where the organisation counts, a term may name the client instead, for staff.
func (s Searcher) expression(terms []Term, columns []string) (string, error) {
	parts := make([]string, len(terms))
	for i, t := range terms {
		parts[i] = "{" + strings.Join(columns, " ") + "} : " + t.match()
		if s.client != "" || !slices.Contains(columns, "org") {
			continue
		}
		people, err := s.people(t)
		if err != nil {
			return "", err
		}
		if len(people) > 0 {
			parts[i] += " OR who : (" + strings.Join(people, " OR ") + ")"
		}
	}
	match := "(" + strings.Join(parts, ") AND (") + ")"
	if s.client != "" {
		match = "who : " + ownerToken(s.client) + " AND (" + match + ")"
	}
	return match, nil
}

// taskNumber matches «1042», «№ 1042», «#1042», «задача 1042».
var taskNumber = regexp.MustCompile(`^(?:(?:задач|заявк|обращени|номер)[а-я]*)?[\s\x{a0}]*(?:№|#|n|no\.?)?[\s\x{a0}]*(\d{1,9})$`)

// asNumber strips the punctuation around a number.
func asNumber(question string) string {
	return text.Fold(strings.Trim(question, " \u00a0\t.,;:!?«»\"'„“”()[]<>"))
}

// Exact returns the number of the task that the query names, if it exists and the
// user may see it.
func (s Searcher) Exact(question string) ([]int, error) {
	m := taskNumber.FindStringSubmatch(asNumber(question))
	if m == nil {
		return nil, nil
	}
	n, _ := strconv.Atoi(m[1]) // at most nine digits
	where := dbx.HashExp{"number": n, "archived_at": ""}
	if s.client != "" {
		where["client"] = s.client
	}
	var numbers []int
	err := s.app.DB().Select("number").From("tasks").Where(where).Column(&numbers)
	return numbers, err
}

// Attempts returns the ways to parse a query, in order: as typed, as typed on the
// other keyboard layout, with typos corrected.
func (s Searcher) Attempts() []func(string) ([]Term, error) {
	return []func(string) ([]Term, error){
		s.read,
		func(q string) ([]Term, error) { return s.read(OtherKeyboard(q)) },
		s.correctTypos,
	}
}

// Search finds tasks by each of [Searcher.Attempts] until one has a result, and
// then by [Searcher.Most]. The terms returned are those of the successful attempt.
func (s Searcher) Search(question string, limit int) (numbers []int, terms []Term, err error) {
	exact, err := s.Exact(question)
	if err != nil {
		return nil, nil, err
	}
	for _, attempt := range s.Attempts() {
		if terms, err = attempt(question); err != nil {
			return nil, nil, err
		}
		found, err := s.find(terms, limit)
		if err != nil {
			return nil, nil, err
		}
		if numbers = WithFirst(exact, found, limit); len(numbers) > 0 {
			return numbers, terms, nil
		}
	}
	numbers, err = s.Most(terms, s.Columns(), limit)
	return numbers, terms, err
}

// WithFirst puts the exact match before the other results.
func WithFirst(first, rest []int, limit int) []int {
	out := first
	for _, n := range rest {
		if len(first) == 0 || n != first[0] {
			out = append(out, n)
		}
	}
	return out[:min(len(out), limit)]
}

// The same keys in both keyboard layouts.
const (
	latinKeys   = "`qwertyuiop[]asdfghjkl;'zxcvbnm,." + `~{}:"<>`
	russianKeys = "ёйцукенгшщзхъфывапролджэячсмитьбю" + "ёхъжэбю" // with Shift
)

// OtherKeyboard returns what the same keys type in the other keyboard layout:
// «ytn» becomes «нет».
func OtherKeyboard(text string) string {
	latin, cyrillic := []rune(latinKeys), []rune(russianKeys)
	return strings.Map(func(r rune) rune {
		r = unicode.ToLower(r)
		for i := range latin {
			switch r {
			case latin[i]:
				return cyrillic[i]
			case cyrillic[i]:
				return latin[i]
			}
		}
		return r
	}, text)
}
