// Package search owns the full-text index of tasks and its queries: stemming,
// typo correction, similar tasks. It has no routes.
package search

import (
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/records"
)

// Register binds the hooks that keep the index up to date.
func Register(app core.App) {
	app.OnRecordCreate("tasks").BindFunc(indexNewTask)
	app.OnRecordUpdate("tasks").BindFunc(indexUpdatedTask)
	app.OnRecordDelete("tasks").BindFunc(forgetTask)
	for _, collection := range []string{"comments", "notes"} {
		app.OnRecordCreate(collection).BindFunc(indexThread)
		app.OnRecordUpdate(collection).BindFunc(indexThread)
		app.OnRecordDelete(collection).BindFunc(indexThread)
	}
	app.OnRecordUpdate("profiles").BindFunc(indexProfile)
	registerPeople(app)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		if err := IndexAll(e.App); err != nil {
			return err
		}
		return e.Next()
	})
}

// indexNewTask indexes a task from its record: a new task has no thread yet, and
// reading everything back would cost more than the rest of the indexing.
func indexNewTask(e *core.RecordEvent) error {
	return records.SaveInTransaction(e, func() error {
		if err := e.Next(); err != nil {
			return err
		}
		t := searchTexts{
			Number: e.Record.GetInt("number"), Title: e.Record.GetString("title"), Description: e.Record.GetString("description"),
			Client: e.Record.GetString("client"), ArchivedAt: e.Record.GetString("archived_at"),
		}
		err := e.App.DB().NewQuery("SELECT organization, inn FROM profiles WHERE id = {:profile}").
			Bind(dbx.Params{"profile": e.Record.GetString("profile")}).Row(&t.Organization, &t.INN)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return indexTask(e.App, t)
	})
}

// indexAfter saves the record and then indexes the task, in one transaction.
func indexAfter(e *core.RecordEvent, task string) error {
	return records.SaveInTransaction(e, func() error {
		if err := e.Next(); err != nil {
			return err
		}
		return indexTasks(e.App, "t.id = {:value}", task)
	})
}

// indexUpdatedTask reindexes a task if one of its indexed fields has changed.
func indexUpdatedTask(e *core.RecordEvent) error {
	if len(records.DifferingFields(e.Record, e.Record.Original(), []string{"title", "description", "archived_at"})) == 0 {
		return e.Next()
	}
	return indexAfter(e, e.Record.Id)
}

func indexThread(e *core.RecordEvent) error { return indexAfter(e, e.Record.GetString("task")) }

// indexProfile reindexes all tasks of an organisation whose name or INN changes.
func indexProfile(e *core.RecordEvent) error {
	if len(records.DifferingFields(e.Record, e.Record.Original(), []string{"organization", "inn"})) == 0 {
		return e.Next()
	}
	return records.SaveInTransaction(e, func() error {
		if err := e.Next(); err != nil {
			return err
		}
		return indexTasks(e.App, "t.profile = {:value} AND t.client = {:client}", e.Record.Id, e.Record.GetString("user"))
	})
}

func forgetTask(e *core.RecordEvent) error {
	return records.SaveInTransaction(e, func() error {
		if err := e.Next(); err != nil {
			return err
		}
		_, err := e.App.DB().NewQuery("DELETE FROM otklik_search WHERE rowid = {:number}").Bind(dbx.Params{"number": e.Record.GetInt("number")}).Execute()
		return err
	})
}

// searchTexts holds the indexed texts of one task.
type searchTexts struct {
	Number       int    `db:"number"`
	Title        string `db:"title"`
	Description  string `db:"description"`
	Client       string `db:"client"`
	ArchivedAt   string `db:"archived_at"`
	Organization string `db:"organization"`
	INN          string `db:"inn"`
	Thread       string `db:"talk"`
	Notes        string `db:"notes"`
}

// searchTextsQuery reads only the newest part of a very long thread, because every
// new comment reindexes the whole text.
const searchTextsQuery = `SELECT t.number, t.title, t.description, t.client, t.archived_at,
	COALESCE(p.organization, '') AS organization, COALESCE(p.inn, '') AS inn,
	COALESCE((SELECT substr(group_concat(body, char(10)), 1, 60000) FROM (SELECT body FROM comments WHERE task = t.id ORDER BY created DESC LIMIT 500)), '') AS talk,
	COALESCE((SELECT substr(group_concat(body, char(10)), 1, 60000) FROM (SELECT body FROM notes WHERE task = t.id ORDER BY created DESC LIMIT 500)), '') AS notes
	FROM tasks t LEFT JOIN profiles p ON p.id = t.profile WHERE `

// indexTasks updates the index of the tasks that meet a condition. It skips a task
// that has been deleted.
func indexTasks(tx core.App, where string, value ...string) error {
	params := dbx.Params{"value": value[0]}
	if len(value) > 1 {
		params["client"] = value[1]
	}
	var tasks []searchTexts
	if err := tx.DB().NewQuery(searchTextsQuery + where).Bind(params).All(&tasks); err != nil {
		return err
	}
	for _, t := range tasks {
		if err := indexTask(tx, t); err != nil {
			return err
		}
	}
	return nil
}

func indexTask(tx core.App, t searchTexts) error {
	if t.ArchivedAt != "" {
		_, err := tx.DB().NewQuery("DELETE FROM otklik_search WHERE rowid = {:number}").Bind(dbx.Params{"number": t.Number}).Execute()
		return err
	}
	columns := [][]string{stems(t.Title), stems(t.Description), stems(t.Thread), stems(t.Notes), append(stems(t.Organization), t.INN)}
	_, err := tx.DB().NewQuery(`INSERT OR REPLACE INTO otklik_search (rowid, title, body, talk, notes, org, who)
		VALUES ({:number}, {:title}, {:body}, {:talk}, {:notes}, {:org}, {:who})`).Bind(dbx.Params{
		"number": t.Number, "title": strings.Join(columns[0], " "), "body": strings.Join(columns[1], " "), "talk": strings.Join(columns[2], " "),
		"notes": strings.Join(columns[3], " "), "org": strings.Join(columns[4], " "), "who": ownerToken(t.Client),
	}).Execute()
	if err != nil {
		return err
	}
	return learnWords(tx, slices.Concat(columns...))
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

// indexBatchSize is the number of tasks indexed in one transaction.
const indexBatchSize = 2000

// IndexAll indexes the people without words, and the tasks with a number above the last indexed one. They exist
// in a database older than the index, or in one filled past the hooks. After more
// than one batch it merges the index segments, because a search reads every
// segment: over a million tasks it was five times slower without the merge.
func IndexAll(app core.App) error {
	if err := indexPeople(app); err != nil {
		return err
	}
	for batches := 0; ; batches++ {
		n, err := indexBatch(app)
		switch {
		case err != nil:
			return err
		case n == indexBatchSize:
			continue
		case batches > 0:
			_, err = app.DB().NewQuery("INSERT INTO otklik_search (otklik_search) VALUES ('optimize')").Execute()
		}
		return err
	}
}

func indexBatch(app core.App) (n int, err error) {
	err = app.RunInTransaction(func(tx core.App) error {
		var last int
		if err := tx.DB().NewQuery("SELECT COALESCE((SELECT rowid FROM otklik_search ORDER BY rowid DESC LIMIT 1), 0)").Row(&last); err != nil {
			return err
		}
		var tasks []searchTexts
		if err := tx.DB().NewQuery(searchTextsQuery + "t.number > {:last} AND t.archived_at = '' ORDER BY t.number LIMIT {:batch}").
			Bind(dbx.Params{"last": last, "batch": indexBatchSize}).All(&tasks); err != nil {
			return err
		}
		for _, t := range tasks {
			if err := indexTask(tx, t); err != nil {
				return err
			}
		}
		n = len(tasks)
		return nil
	})
	return n, err
}
