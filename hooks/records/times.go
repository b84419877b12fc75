package records

import (
	"time"

	"github.com/pocketbase/pocketbase/tools/types"
)

// DateTime is a time as PocketBase stores it; zero stays empty.
func DateTime(t time.Time) types.DateTime {
	var d types.DateTime
	if !t.IsZero() {
		_ = d.Scan(t) // a time.Time never fails
	}
	return d
}

// StoredTime is the text that the database has of a time; of zero, none.
func StoredTime(t time.Time) string { return DateTime(t).String() }
