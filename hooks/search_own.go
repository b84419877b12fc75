package hooks

import (
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

// ownBeginnings are the stems of a client's own words that begin so.
func (s searcher) ownBeginnings(start string) ([]string, error) {
	text, err := s.ownTexts()
	if err != nil {
		return nil, err
	}
	var found []string
	for from, to := range eachWord(text) {
		w := plainWord(text[from:to])
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
