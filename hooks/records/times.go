package records

import (
	"time"

	"github.com/pocketbase/pocketbase/tools/types"
)

// DateTime converts a time to PocketBase's type; the zero time is empty.
func DateTime(t time.Time) types.DateTime {
	var d types.DateTime
	if !t.IsZero() {
		_ = d.Scan(t) // never fails for a time.Time
	}
	return d
}

// StoredTime returns a time as the database stores it; empty for the zero time.
func StoredTime(t time.Time) string { return DateTime(t).String() }
