package desk

import (
	"github.com/pocketbase/dbx"

	"otklik/hooks/query"
	"otklik/hooks/search"
)

// queueFound is how many of the tasks with the words of a list are looked at,
// from the newest: a word that every third task has costs no more than another.
const queueFound = 10_000

// FindWords reads the words of a list as the search does, and as one who may see
// as much as the searcher. The index has no archived tasks: those are few, and
// read through.
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

// readsThrough is true of a list whose words are looked for task by task.
func (q QueueQuery) readsThrough() bool { return q.words != "" && q.found == nil }

// join brings in the organisation where the words may be of it.
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
