package hooks

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
)

// ownTasks is how many of a client's tasks words are learnt from, from the
// newest.
const ownTasks = 300

// ownTexts are what a client may have seen: corrections and beginnings of words
// come from there. The index knows whose a task is but not whose a word; asked
// for all that begin alike, it would read through those of everybody.
func (s searcher) ownTexts() (string, error) {
	var texts []string
	err := s.app.DB().NewQuery(`SELECT t.title || char(10) || t.description || char(10) ||
			COALESCE((SELECT group_concat(body, char(10)) FROM comments WHERE task = t.id), '')
		FROM (SELECT id, title, description FROM tasks WHERE client = {:client} AND archived_at = '' ORDER BY number DESC LIMIT {:limit}) t
		UNION ALL SELECT organization || ' ' || inn FROM profiles WHERE user = {:client}`).
		Bind(dbx.Params{"client": s.client, "limit": ownTasks}).Column(&texts)
	return strings.Join(texts, "\n"), err
}

// ownVocabulary are the words of a client's texts, each once, and their stems. One
// question may need them several times.
type ownVocabulary struct{ plain, stems []string }

// ownPlain are the words as they are typed, the shortest first.
func (s searcher) ownPlain() ([]string, error) {
	if s.own.plain != nil {
		return s.own.plain, nil
	}
	text, err := s.ownTexts()
	if err != nil {
		return nil, err
	}
	seen, folded := map[string]bool{}, map[string]string{} // most words come again
	before, end := "", 0
	for from, to := range eachWord(text) {
		w, ok := folded[text[from:to]]
		if !ok {
			w = plainWord(text[from:to])
			folded[text[from:to]] = w
			seen[w] = true
		}
		if before != "" && joined(text[end:from]) {
			seen[before+w] = true
		}
		before, end = w, to
	}
	s.own.plain = slices.SortedFunc(maps.Keys(seen), func(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(a, b)) })
	return s.own.plain, nil
}

// ownStems are the stems of these words.
func (s searcher) ownStems() ([]string, error) {
	if s.own.stems != nil {
		return s.own.stems, nil
	}
	words, err := s.ownPlain()
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, w := range words {
		for _, stem := range stemsOf(w) {
			seen[stem] = true
		}
	}
	s.own.stems = slices.Sorted(maps.Keys(seen))
	return s.own.stems, nil
}

// ownBeginnings are the stems of a client's own words that begin so.
func (s searcher) ownBeginnings(start string) ([]string, error) {
	words, err := s.ownPlain()
	if err != nil {
		return nil, err
	}
	var found []string
	for _, w := range words {
		if !strings.HasPrefix(w, start) {
			continue
		}
		for _, stem := range stemsOf(w) {
			if !slices.Contains(found, stem) && len(found) < searchEndings {
				found = append(found, stem)
			}
		}
	}
	return found, nil
}
