package desk

import (
	"database/sql"
	"errors"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/query"
)

// blockBits is the size of a block of task numbers, 1,024, as a power of two: that of
// otklik_block_counts.
const blockBits = 10

// skipBlocks moves the beginning of a list of all tasks of some statuses to the block of
// numbers that its page begins in. A page in the middle of a million tasks is then read
// as fast as the first.
func (q *QueueQuery) skipBlocks(app core.App) error {
	if q.offset < 1<<blockBits || q.after != 0 || q.consultant != "" || q.counting() || !q.plain() {
		return nil
	}
	order := "block DESC"
	if q.sort == sortOldest {
		order = "block"
	}
	var at struct {
		Block  int `db:"block"`
		Before int `db:"before"` // tasks in the blocks before it
	}
	err := app.DB().NewQuery("SELECT block, before FROM (SELECT block, SUM(SUM(n)) OVER (ORDER BY " + order + ") - SUM(n) AS before FROM otklik_block_counts" +
		" WHERE status IN " + query.Quote(q.statuses) + " GROUP BY block HAVING SUM(n) > 0) WHERE before <= {:offset} ORDER BY before DESC LIMIT 1").
		Bind(dbx.Params{"offset": q.offset}).One(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // there are no tasks
	}
	q.offset -= at.Before
	q.after = (at.Block + 1) << blockBits
	if q.sort == sortOldest {
		q.after = at.Block<<blockBits - 1
	}
	return err
}
