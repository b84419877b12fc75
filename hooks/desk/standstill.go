package desk

import (
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// lateAfter is how late a job may be with what it tells or closes by the clock. Beyond
// that the program stood still, or old tasks were loaded into it: then the page tells of
// it without a letter, or people would get hundreds at once about what is long past.
const lateAfter = 24 * time.Hour

// lateKey marks a task that is changed by a job so late.
const lateKey = "@late"

// isLate reports whether a job does at now what was due after a period from the last of
// some times of a task.
func isLate(t *core.Record, period time.Duration, now time.Time, since ...string) bool {
	var from time.Time
	for _, field := range since {
		if at := t.GetDateTime(field).Time(); at.After(from) {
			from = at
		}
	}
	return now.Sub(from) > period+lateAfter
}
