package search

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
)

// Limits of the client's own texts that words are learnt from: the newest tasks,
// and about so many letters of text, per thread and in all.
const (
	ownTasks   = 300
	maxOwnText = 200_000
)

// ownTexts returns the texts that the client may read; typo corrections and prefix
// completions come from them. The index stores the owner of a task but not of a
// word, so a prefix query on it would read the words of all clients.
func (s Searcher) ownTexts() (string, error) {
	rows, err := s.app.DB().NewQuery(`SELECT organization || ' ' || inn FROM profiles WHERE user = {:client}
		UNION ALL SELECT t.title || char(10) || t.description || char(10) || COALESCE((SELECT substr(group_concat(body, char(10)), 1, {:letters})
			FROM (SELECT body FROM comments WHERE task = t.id ORDER BY created DESC LIMIT 500)), '')
		FROM (SELECT id, title, description FROM tasks WHERE client = {:client} AND archived_at = '' ORDER BY number DESC LIMIT {:limit}) t`).
		Bind(dbx.Params{"client": s.client, "limit": ownTasks, "letters": maxOwnText}).Rows()
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var texts strings.Builder
	for texts.Len() < 2*maxOwnText && rows.Next() { // a Russian letter is two bytes
		var text string
		if err := rows.Scan(&text); err != nil {
			return "", err
		}
		texts.WriteString(text + "\n")
	}
	return texts.String(), rows.Err()
}

// readOwnWords returns the distinct words of the client's texts, shortest first.
func (s Searcher) readOwnWords() ([]string, error) {
	text, err := s.ownTexts()
	if err != nil {
		return nil, err
	}
	seen, folded := map[string]bool{}, map[string]string{} // most words repeat
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
	return slices.SortedFunc(maps.Keys(seen), func(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(a, b)) }), nil
}

// stemOwnWords returns the distinct stems of the client's words.
func (s Searcher) stemOwnWords() ([]string, error) {
	words, err := s.ownWords()
	seen := map[string]bool{}
	for _, w := range words {
		for _, stem := range stemsOf(w) {
			seen[stem] = true
		}
	}
	return slices.Sorted(maps.Keys(seen)), err
}

// ownCompletions returns the stems of the client's own words with a prefix.
func (s Searcher) ownCompletions(prefix string) ([]string, error) {
	words, err := s.ownWords()
	if err != nil {
		return nil, err
	}
	var found []string
	for _, w := range words {
		if !strings.HasPrefix(w, prefix) {
			continue
		}
		for _, stem := range stemsOf(w) {
			if !slices.Contains(found, stem) && len(found) < maxCompletions {
				found = append(found, stem)
			}
		}
	}
	return found, nil
}
