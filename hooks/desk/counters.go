package desk

import (
	"strconv"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/clock"
	"otklik/hooks/records"
)

// newTaskFacts are what a new task needs of the database.
type newTaskFacts struct {
	Number  int    `db:"last"`    // numbers start at 1 and are never reused
	Profile string `db:"profile"` // of the client; empty if there is none
	Quota   int    `db:"quota"`   // tasks that a client may create in [quotaPeriod]
	// Earlier is when the client created the task that so many others followed since the
	// period began; zero if there are fewer.
	Earlier types.DateTime `db:"earlier"`
}

// takeNumber takes the next task number for a client: one statement for all facts keeps
// the creation of a task fast.
func takeNumber(app core.App, client string) (facts newTaskFacts, err error) {
	err = app.DB().NewQuery(`UPDATE otklik_numbers SET last = last + 1 WHERE name = 'tasks'
		RETURNING last, COALESCE((SELECT id FROM profiles WHERE user = {:client}), '') AS profile,
			` + tasksQuota + ` AS quota,
			COALESCE((SELECT created FROM tasks WHERE client = {:client} AND created > {:since} ORDER BY created DESC
				LIMIT 1 OFFSET MAX(0, ` + tasksQuota + ` - 1)), '') AS earlier`).
		Bind(dbx.Params{"client": client, "since": records.DateTime(clock.Now(app).Add(-quotaPeriod)), "quota": defaultQuotas.Tasks}).One(&facts)
	return facts, err
}

// Recounts are the statements that count all tasks anew for the counters, of tasks that
// are not archived: otklik_counts by consultant, otklik_client_counts by client, and
// otklik_block_counts by the block of their numbers, see [skipBlocks].
var Recounts = func() (all []string) {
	for _, c := range []struct{ table, column, of string }{
		{"otklik_counts", "consultant", "consultant"}, {"otklik_client_counts", "client", "client"}, {"otklik_block_counts", "block", "number >> " + strconv.Itoa(blockBits)},
	} {
		all = append(all, "DELETE FROM "+c.table, "INSERT INTO "+c.table+" ("+c.column+", status, n) SELECT "+c.of+", status, COUNT(*) FROM tasks WHERE archived_at = '' GROUP BY 1, 2")
	}
	return all
}()

// RecountTasks runs [Recounts]. Triggers of the table keep the counters, whoever writes;
// it runs every night, should somebody have dropped them.
func RecountTasks(app core.App, _ time.Time) error {
	return app.RunInTransaction(func(tx core.App) error {
		for _, statement := range Recounts {
			if _, err := tx.DB().NewQuery(statement).Execute(); err != nil {
				return err
			}
		}
		return nil
	})
}
