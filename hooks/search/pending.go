package search

import (
	"errors"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/query"
)

// indexVersion is that of what the index holds. With another the whole index is made
// anew while the program serves; until a task's turn comes, it is found by what the
// index had of it.
const indexVersion = 1

const (
	// indexBatch is how many tasks are read at a time.
	indexBatch = 100
	// portionSize is how many bytes of text are indexed in one transaction: all of a
	// batch, or one very long thread. Those who write wait some ten milliseconds for it,
	// however much somebody has written.
	portionSize = 256 << 10
)

// mark is the note of a trigger, within the transaction of a change, that the texts of a
// task are to be indexed. A further change raises its version.
type mark struct {
	ID      int64 `db:"id"`
	Number  int   `db:"number"`
	Version int   `db:"version"`
}

// pendingMarks returns the oldest marks; those whose indexing has failed only if they
// are asked for.
func pendingMarks(app core.App, failed bool, limit int64) (marks []mark, err error) {
	err = app.DB().Select("id", "number", "version").From("otklik_index_marks").Where(dbx.HashExp{"failed": failed}).OrderBy("id").Limit(limit).All(&marks)
	return marks, err
}

// indexMarked indexes marked tasks and removes their marks, unless they were marked again
// since.
func indexMarked(app core.App, marks []mark) error {
	numbers := make([]int, len(marks))
	for i, m := range marks {
		numbers[i] = m.Number
	}
	return indexTasks(app, numbers, func(tx core.App, from, to int) error {
		seen := make([]string, 0, to-from)
		for _, m := range marks[from:to] {
			seen = append(seen, "("+query.JoinInts([]int{int(m.ID), m.Version})+")")
		}
		_, err := tx.DB().NewQuery("DELETE FROM otklik_index_marks WHERE (id, version) IN (VALUES " + strings.Join(seen, ", ") + ")").Execute()
		return err
	})
}

// indexTasks indexes tasks in portions, each in a transaction that finish ends: it gets
// the range of the numbers that are indexed.
func indexTasks(app core.App, numbers []int, finish func(tx core.App, from, to int) error) error {
	texts, err := readTexts(app, numbers)
	if err != nil {
		return err
	}
	sizes := make([]int, len(numbers))
	for i, n := range numbers {
		sizes[i] = texts[n].size()
	}
	for from, to := 0, 0; from < len(numbers); from = to {
		to = portionEnd(sizes, from)
		var rows []indexRow
		for _, n := range numbers[from:to] {
			if t := texts[n]; t != nil {
				rows = append(rows, t.stemmed())
			}
		}
		if err := app.RunInTransaction(func(tx core.App) error {
			if err := replaceRows(tx, numbers[from:to], rows); err != nil {
				return err
			}
			return finish(tx, from, to)
		}); err != nil {
			return err
		}
	}
	return nil
}

// portionEnd returns where the portion ends that begins at from: as many tasks as have
// [portionSize] of text, and one at least.
func portionEnd(sizes []int, from int) int {
	to, size := from+1, sizes[from]
	for to < len(sizes) && size+sizes[to] <= portionSize {
		size += sizes[to]
		to++
	}
	return to
}

// readTexts reads the texts of tasks by number; archived ones and those that are gone
// have none.
func readTexts(app core.App, numbers []int) (map[int]*searchTexts, error) {
	var found []*searchTexts
	err := app.DB().NewQuery(searchTextsQuery + "t.number IN (" + query.JoinInts(numbers) + ")").All(&found)
	texts := make(map[int]*searchTexts, len(found))
	for _, t := range found {
		texts[t.Number] = t
	}
	return texts, err
}

// replaceRows puts the rows of tasks into the index, and takes those of the tasks
// without a row, which are archived or gone, out of it.
func replaceRows(tx core.App, numbers []int, rows []indexRow) error {
	there := map[int]bool{}
	var words []string
	for _, r := range rows {
		there[r.number] = true
		if err := r.write(tx); err != nil {
			return err
		}
		for _, column := range r.columns {
			words = append(words, column...)
		}
	}
	for _, n := range numbers {
		if there[n] {
			continue
		}
		if _, err := tx.DB().NewQuery("DELETE FROM otklik_search WHERE rowid = {:number}").Bind(dbx.Params{"number": n}).Execute(); err != nil {
			return err
		}
	}
	return learnWords(tx, words)
}

// indexEach indexes marked tasks one by one after they have failed together, and notes
// those that fail alone: they wait, and hold up nobody.
func indexEach(app core.App, marks []mark) error {
	var failed error
	for _, m := range marks {
		err := indexMarked(app, []mark{m})
		if err == nil {
			continue
		}
		_, noted := app.NonconcurrentDB().Update("otklik_index_marks", dbx.Params{"failed": true}, dbx.HashExp{"id": m.ID, "version": m.Version}).Execute()
		failed = errors.Join(failed, err, noted)
	}
	return failed
}

// Progress is how far the index is being made anew, in tasks.
type Progress struct {
	Done  int `db:"done" json:"done"`
	Total int `db:"total" json:"total"`
}

// ReadProgress returns how far the index is being made anew; nil if it is complete. Tasks
// are counted by their numbers.
func ReadProgress(app core.App) (*Progress, error) {
	var found []*Progress
	err := app.DB().NewQuery("SELECT total, total - cursor AS done FROM otklik_index_state WHERE version != {:version}").
		Bind(dbx.Params{"version": indexVersion}).All(&found)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// startRebuild begins to make the index anew if it is of another version or is empty
// though there are tasks, and reports whether it is to be made.
func startRebuild(app core.App) (bool, error) {
	var state struct {
		Version int  `db:"version"`
		Cursor  int  `db:"cursor"`
		Last    int  `db:"last"`
		Empty   bool `db:"empty"`
	}
	err := app.DB().NewQuery(`SELECT version, cursor, COALESCE((SELECT MAX(number) FROM tasks WHERE archived_at = ''), 0) AS last,
		NOT EXISTS (SELECT 1 FROM otklik_search) AS empty FROM otklik_index_state`).One(&state)
	switch {
	case err != nil:
		return false, err
	case state.Version == indexVersion && !(state.Empty && state.Last > 0):
		return false, nil
	case state.Version != indexVersion && state.Cursor > 0:
		return true, nil // goes on where it was
	}
	_, err = app.NonconcurrentDB().NewQuery("UPDATE otklik_index_state SET version = 0, cursor = {:last}, total = {:last}").Bind(dbx.Params{"last": state.Last}).Execute()
	return true, err
}

// rebuildBatch makes the index of the next tasks anew, newest first, and reports whether
// any are left.
func rebuildBatch(app core.App) (more bool, err error) {
	var cursor int
	if err := app.DB().NewQuery("SELECT cursor FROM otklik_index_state").Row(&cursor); err != nil {
		return false, err
	}
	var numbers []int
	err = app.DB().Select("number").From("tasks").Where(dbx.NewExp("number <= {:cursor}", dbx.Params{"cursor": cursor})).OrderBy("number DESC").Limit(indexBatch).Column(&numbers)
	if err != nil {
		return false, err
	}
	if len(numbers) == 0 {
		_, err := app.NonconcurrentDB().NewQuery("UPDATE otklik_index_state SET version = {:version}, cursor = 0").Bind(dbx.Params{"version": indexVersion}).Execute()
		return false, err
	}
	return true, indexTasks(app, numbers, func(tx core.App, _, to int) error {
		_, err := tx.DB().NewQuery("UPDATE otklik_index_state SET cursor = {:next}").Bind(dbx.Params{"next": numbers[to-1] - 1}).Execute()
		return err
	})
}

// mergePages is about how many pages of the index are merged in one transaction.
const mergePages = 500

// mergeSegments merges the segments that many batches leave, in steps: a search reads
// every segment, and over a million tasks takes five times as long without it.
func mergeSegments(app core.App, goOn func() bool) error {
	for step := -mergePages; goOn(); step = mergePages {
		var before, after int
		err := app.RunInTransaction(func(tx core.App) error {
			if err := tx.DB().NewQuery("SELECT total_changes()").Row(&before); err != nil {
				return err
			}
			if _, err := tx.DB().NewQuery("INSERT INTO otklik_search (otklik_search, rank) VALUES ('merge', {:step})").Bind(dbx.Params{"step": step}).Execute(); err != nil {
				return err
			}
			return tx.DB().NewQuery("SELECT total_changes()").Row(&after)
		})
		if err != nil || after-before < 2 { // nothing was left to merge
			return err
		}
	}
	return nil
}

// IndexAll indexes all that is to be indexed before it returns, for programs that fill a
// desk and don't serve it.
func IndexAll(app core.App) error {
	if err := indexPeople(app); err != nil {
		return err
	}
	rebuild, err := startRebuild(app)
	for rebuild && err == nil {
		rebuild, err = rebuildBatch(app)
	}
	for err == nil {
		var marks []mark
		if marks, err = pendingMarks(app, false, indexBatch); err != nil || len(marks) == 0 {
			break
		}
		err = indexMarked(app, marks)
	}
	if err != nil {
		return err
	}
	return mergeSegments(app, func() bool { return true })
}
