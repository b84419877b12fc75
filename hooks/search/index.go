// Package search owns the full-text index of tasks and its queries: stemming,
// typo correction, similar tasks. It has no routes.
package search

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Register keeps the index up to date behind the writes: triggers mark the tasks whose
// texts change, and while the program serves an indexer works the marks off.
func Register(app core.App) {
	registerPeople(app)
	registerIndexer(app)
}

// searchTexts holds the indexed texts of one task.
type searchTexts struct {
	Number       int    `db:"number"`
	Title        string `db:"title"`
	Description  string `db:"description"`
	Client       string `db:"client"`
	Organization string `db:"organization"`
	INN          string `db:"inn"`
	Thread       string `db:"talk"`
	Notes        string `db:"notes"`
}

// size returns the length of the texts in bytes; 0 if there are none.
func (t *searchTexts) size() int {
	if t == nil {
		return 0
	}
	return len(t.Title) + len(t.Description) + len(t.Organization) + len(t.Thread) + len(t.Notes)
}

// searchTextsQuery reads only the newest part of a very long thread, because a new
// comment reindexes the whole text. Archived tasks are not in the index.
const searchTextsQuery = `SELECT t.number, t.title, t.description, t.client,
	COALESCE(p.organization, '') AS organization, COALESCE(p.inn, '') AS inn,
	COALESCE((SELECT substr(group_concat(body, char(10)), 1, 60000) FROM (SELECT body FROM comments WHERE task = t.id ORDER BY created DESC LIMIT 500)), '') AS talk,
	COALESCE((SELECT substr(group_concat(body, char(10)), 1, 60000) FROM (SELECT body FROM notes WHERE task = t.id ORDER BY created DESC LIMIT 500)), '') AS notes
	FROM tasks t LEFT JOIN profiles p ON p.id = t.profile WHERE t.archived_at = '' AND `

// indexRow is what the index holds of one task: the stems of each column.
type indexRow struct {
	number  int
	client  string
	columns [][]string
}

// stemmed returns the index row of a task. It takes most of the time of indexing, and
// needs no database.
func (t *searchTexts) stemmed() indexRow {
	return indexRow{t.Number, t.Client, [][]string{stems(t.Title), stems(t.Description), stems(t.Thread), stems(t.Notes), append(stems(t.Organization), t.INN)}}
}

// write puts the row into the index.
func (r indexRow) write(tx core.App) error {
	column := func(i int) string { return strings.Join(r.columns[i], " ") }
	_, err := tx.DB().NewQuery(`INSERT OR REPLACE INTO otklik_search (rowid, title, body, talk, notes, org, who)
		VALUES ({:number}, {:title}, {:body}, {:talk}, {:notes}, {:org}, {:who})`).Bind(dbx.Params{
		"number": r.number, "title": column(0), "body": column(1), "talk": column(2), "notes": column(3), "org": column(4), "who": ownerToken(r.client),
	}).Execute()
	return err
}

// ownerToken returns the indexed token that marks the tasks of a client.
func ownerToken(client string) string { return "c" + strings.ToLower(client) }

// vocabulary caches the words known to be in otklik_words, so that they are not
// written again.
type vocabulary struct {
	sync.Mutex
	known map[string]bool
}

const (
	vocabularyKey  = "otklikVocabulary"
	vocabularySize = 200_000 // words, about 10 MB; a full cache is cleared
)

// learnWords stores new words for typo correction and prefix completion.
func learnWords(tx core.App, words []string) error {
	v := tx.Store().GetOrSet(vocabularyKey, func() any { return &vocabulary{known: map[string]bool{}} }).(*vocabulary)
	v.Lock()
	defer v.Unlock()
	var fresh []string
	for _, w := range words {
		if !v.known[w] {
			fresh = append(fresh, w) // may repeat: a check costs more than the ignored insert
		}
	}
	for chunk := range slices.Chunk(fresh, wordsInsert) {
		params := dbx.Params{}
		if _, err := tx.DB().NewQuery("INSERT OR IGNORE INTO otklik_words (word) VALUES " + rowsOf(chunk, params, "")).Bind(params).Execute(); err != nil {
			return err
		}
	}
	if tx.IsTransactional() && len(fresh) > 0 {
		tx.TxInfo().OnComplete(func(failed error) error {
			if failed == nil {
				v.remember(fresh)
			}
			return nil
		})
		return nil
	}
	return nil
}

// wordsInsert is the number of words in one INSERT.
const wordsInsert = 200

// rowsOf returns the rows of an INSERT, one for each word, with more after the word.
func rowsOf(words []string, params dbx.Params, more string) string {
	rows := make([]string, len(words))
	for i, w := range words {
		name := "w" + strconv.Itoa(i)
		params[name], rows[i] = w, "({:"+name+"}"+more+")"
	}
	return strings.Join(rows, ", ")
}

// remember caches words whose transaction has been committed.
func (v *vocabulary) remember(words []string) {
	v.Lock()
	defer v.Unlock()
	if len(v.known) > vocabularySize {
		clear(v.known)
	}
	for _, w := range words {
		v.known[w] = true
	}
}
