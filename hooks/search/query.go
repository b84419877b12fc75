package search

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/russian"
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/query"
	"otklik/hooks/requisites"
	"otklik/hooks/text"
)

// What of a question is looked at.
const (
	searchLongest = 200 // letters
	searchWords   = 8
	searchEndings = 20  // words that begin like the last one, the shortest
	Candidates    = 500 // tasks with all the words that are put in order
)

// Term is one word of a question: a task has it if it has any of the stems.
type Term struct {
	plain string
	last  bool     // may be the beginning of a word
	stems []string // folded words of ours: nothing in them is syntax
}

// has is true if a word of a text is what the term asks for.
func (t Term) has(w word) bool {
	if t.last && strings.HasPrefix(w.plain, t.plain) {
		return true
	}
	return slices.ContainsFunc(t.stems, func(s string) bool { return slices.Contains(w.stems, s) })
}

// match is the term in the language of FTS5.
func (t Term) match() string {
	parts := make([]string, 0, len(t.stems)+1)
	for _, s := range t.stems {
		parts = append(parts, `"`+s+`"`)
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

// Searcher is whose question it is: a client finds only what is the client's
// own, and nothing of others' words changes what that is or in which order.
type Searcher struct {
	app    core.App
	client string // empty for staff, who find all
	// The words of the client's own texts, and their stems: one question may need
	// them several times, and reads them once.
	ownWords, ownStems func() ([]string, error)
}

// New is a searcher of all tasks, or of the client's own where client is set.
func New(app core.App, client string) Searcher {
	s := Searcher{app: app, client: client}
	s.ownWords = sync.OnceValues(s.readOwnWords)
	s.ownStems = sync.OnceValues(s.stemOwnWords) // of a copy that has replaceContent
	return s
}

// Columns are where the searcher may look.
func (s Searcher) Columns() []string {
	if s.client != "" {
		return []string{"title", "body", "talk", "org"}
	}
	return []string{"title", "body", "talk", "notes", "org"}
}

// innApart is an INN as it is read out, ten or twelve digits in groups, with or
// without its name.
var innApart = regexp.MustCompile(`(?i)(?:инн[\s\x{a0}:]*)?(\d(?:[\s\x{a0}]?\d){11}|\d(?:[\s\x{a0}]?\d){9})(\D|$)`)

// withINN writes an INN in one piece and without its name: it is kept so. Three
// years or a telephone are as many digits, but hardly ever an INN.
func withINN(question string) string {
	return innApart.ReplaceAllStringFunc(question, func(found string) string {
		m := innApart.FindStringSubmatch(found)
		inn := strings.Join(strings.Fields(m[1]), "")
		if requisites.CheckINN(inn) != "" {
			return found
		}
		return inn + m[2]
	})
}

// read takes a question apart.
func (s Searcher) read(question string) ([]Term, error) {
	question = withINN(question)
	if runes := []rune(question); len(runes) > searchLongest {
		question = string(runes[:searchLongest])
	}
	words := withoutStopWords(splitWords(question))
	if len(words) > searchWords {
		words = words[:searchWords]
	}
	terms := make([]Term, len(words))
	for i, w := range words {
		terms[i] = Term{plain: w.plain, stems: w.stems}
	}
	if n := len(terms); n > 0 && words[n-1].to == len(question) && utf8.RuneCountInString(terms[n-1].plain) > 1 {
		terms[n-1].last = true
		return terms, s.endings(&terms[n-1])
	}
	return terms, nil
}

// withoutStopWords leaves out words that say nothing of what is looked for,
// unless there are no others.
func withoutStopWords(words []word) []word {
	var out []word
	for _, w := range words {
		if !russian.IsStopWord(w.plain) {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return words
	}
	return out
}

// endings lets the last word, which may not be typed to its end, be any that
// begins so. The index would read all their tasks before the first is found, so
// the words are looked up instead.
func (s Searcher) endings(t *Term) (err error) {
	var words []string
	if s.client != "" {
		words, err = s.ownBeginnings(t.plain)
	} else {
		err = s.app.DB().Select("word").From("otklik_words").
			Where(dbx.NewExp("word > {:from} AND word < {:to}", dbx.Params{"from": t.plain, "to": t.plain + "\U0010FFFF"})).
			OrderBy("LENGTH(word)", "word").Limit(searchEndings).Column(&words)
	}
	t.stems = append(t.stems, words...)
	return err
}

// find are the numbers of at most limit tasks, best first: those that have all
// the words in the title, then in what the client wrote and the organisation,
// then anywhere; the newest of each. Nothing is weighed by how often a word is
// used, so the newest are found without reading the rest, and nobody can weigh
// others' tasks by it. Of words that very many tasks have, the newest of these
// are looked at, which may be all in their talk: the rest would take too long.
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
	return firstOfEach(append(found, newest...), limit), nil
}

// firstOfEach leaves out what has been there before.
func firstOfEach(numbers []int, limit int) []int {
	var out []int
	for _, n := range numbers {
		if !slices.Contains(out, n) && len(out) < limit {
			out = append(out, n)
		}
	}
	return out
}

// titlesFirst puts the tasks with all the words in the title before the others.
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

// Match are the newest tasks that have all the terms in some of the columns.
func (s Searcher) Match(terms []Term, columns []string, limit int) (numbers []int, err error) {
	if len(terms) == 0 {
		return nil, nil
	}
	err = s.app.DB().NewQuery("SELECT rowid FROM otklik_search WHERE otklik_search MATCH {:match} ORDER BY rowid DESC LIMIT {:limit}").
		Bind(dbx.Params{"match": s.expression(terms, columns), "limit": limit}).Column(&numbers)
	return numbers, err
}

func (s Searcher) expression(terms []Term, columns []string) string {
	parts := make([]string, len(terms))
	for i, t := range terms {
		parts[i] = t.match()
	}
	match := "{" + strings.Join(columns, " ") + "} : (" + strings.Join(parts, " AND ") + ")"
	if s.client != "" {
		match = "who : " + ownerToken(s.client) + " AND (" + match + ")"
	}
	return match
}

// numberAsked is «1042», «№ 1042», «#1042», «задача 1042».
var numberAsked = regexp.MustCompile(`^(?:(?:задач|заявк|обращени|номер)[а-я]*)?[\s\x{a0}]*(?:№|#|n|no\.?)?[\s\x{a0}]*(\d{1,9})$`)

// asNumber is a question without the marks that a number is put between.
func asNumber(question string) string {
	return text.Fold(strings.Trim(question, " \u00a0\t.,;:!?«»\"'„“”()[]<>"))
}

// Exact is the task whose number is asked for, if the searcher may see it.
func (s Searcher) Exact(question string) ([]int, error) {
	m := numberAsked.FindStringSubmatch(asNumber(question))
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

// Attempts are the ways to read a question: as it is typed, on the other
// keyboard, with its mistakes mended.
func (s Searcher) Attempts() []func(string) ([]Term, error) {
	return []func(string) ([]Term, error){
		s.read,
		func(q string) ([]Term, error) { return s.read(otherKeyboard(q)) },
		s.correctTypos,
	}
}

// Search finds tasks by a question as it is typed; if there are none, by what it
// would be on the other keyboard, then by words a letter or two away, then by
// most of the words. terms are those that were found.
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

// WithFirst puts the exact hits before the others.
func WithFirst(first, rest []int, limit int) []int {
	out := first
	for _, n := range rest {
		if len(first) == 0 || n != first[0] {
			out = append(out, n)
		}
	}
	return out[:min(len(out), limit)]
}

// The keys of both keyboards, one under another.
const (
	latinKeys   = "`qwertyuiop[]asdfghjkl;'zxcvbnm,." + `~{}:"<>`
	russianKeys = "ёйцукенгшщзхъфывапролджэячсмитьбю" + "ёхъжэбю" // with Shift
)

// otherKeyboard is what the same keys type on the other keyboard: «ytn» is
// «нет».
func otherKeyboard(text string) string {
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
