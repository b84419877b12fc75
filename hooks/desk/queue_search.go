package desk

import (
	"github.com/pocketbase/dbx"

	"otklik/hooks/query"
	"otklik/hooks/search"
)

// queueFound limits the matching tasks to the newest ones, so that a common word
// costs no more than a rare one.
const queueFound = 10_000

// FindWords finds the tasks that match the words of the query, by the search and
// within the rights of its searcher. Archived tasks are few and not in the search
// index: they are scanned instead.
func (q *QueueQuery) FindWords(s search.Searcher) error {
	if q.words == "" || q.View == ViewArchived {
		return nil
	}
	exact, err := s.Exact(q.words)
	if err != nil {
		return err
	}
	q.found = append([]int{}, exact...)
	var terms []search.Term
	for _, attempt := range s.Attempts() {
		if terms, err = attempt(q.words); err != nil {
			return err
		}
		numbers, err := s.Match(terms, s.Columns(), queueFound)
		if err != nil || len(numbers)+len(exact) > 0 {
			q.found = search.WithFirst(exact, numbers, queueFound+1)
			return err
		}
	}
	most, err := s.Most(terms, s.Columns(), queueFound)
	q.found = append(q.found, most...)
	return err
}

// readsThrough reports whether the words are matched by scanning the tasks.
func (q QueueQuery) readsThrough() bool { return q.words != "" && q.found == nil }

// join joins the organisation if the words are matched by scanning.
func (q QueueQuery) join() string {
	if !q.readsThrough() {
		return ""
	}
	return " LEFT JOIN profiles p ON p.id = t.profile"
}

func (q QueueQuery) whereWords(params dbx.Params) string {
	if !q.readsThrough() {
		return ""
	}
	params["words"] = "%" + query.EscapeLike(q.words) + "%"
	return ` AND (t.title LIKE {:words} ESCAPE '\' OR CAST(t.number AS TEXT) LIKE {:words} ESCAPE '\'` +
		` OR p.organization LIKE {:words} ESCAPE '\' OR p.inn LIKE {:words} ESCAPE '\')`
}
