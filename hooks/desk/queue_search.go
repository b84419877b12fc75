package desk

import (
	"slices"

	"github.com/pocketbase/dbx"

	"otklik/hooks/query"
	"otklik/hooks/search"
)

// queueFound limits the matching tasks to the newest ones, so that a common word
// costs no more than a rare one.
const queueFound = 10_000

// foundAlone reports whether the words alone make the list, newest first: its page is
// then a part of what the search finds.
func (q QueueQuery) foundAlone() bool {
	only, index := q.Only()
	return only+index+q.consultant == "" && q.unfiltered() && q.sort == sortNewest && q.after == 0 && len(q.statuses) == len(TaskStatuses)
}

// pageFound keeps of the tasks found those of the page, and one more.
func (q *QueueQuery) pageFound() {
	q.foundPage, q.foundTotal = true, min(len(q.found), CountedUpTo)
	slices.SortFunc(q.found, func(a, b int) int { return b - a })
	from := min(q.offset, len(q.found))
	q.found, q.offset = q.found[from:min(from+q.limit+1, len(q.found))], 0
}

// FindWords finds the tasks that match the words of the query, by the search and
// within the rights of its searcher. Archived tasks are few and not in the search
// index: they are scanned instead.
func (q *QueueQuery) FindWords(s search.Searcher) error {
	if q.words == "" || q.View == ViewArchived {
		return nil
	}
	most := queueFound
	if q.foundAlone() {
		most = max(CountedUpTo, min(q.offset, queueFound)+q.limit+1)
		defer q.pageFound()
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
		numbers, err := s.Match(terms, s.Columns(), most)
		if err != nil || len(numbers)+len(exact) > 0 {
			q.found = search.WithFirst(exact, numbers, most+1)
			return err
		}
	}
	some, err := s.Most(terms, s.Columns(), most)
	q.found = append(q.found, some...)
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
