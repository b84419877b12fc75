// Package clock owns the current time of an application: the system's, unless
// a test has set another for that application alone.
package clock

import (
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// storeKey is the key of the clock in an application's store.
const storeKey = "otklikClock"

// Now returns the current time of app. Use it for stored times and decisions; timers
// and timeouts use the system's clock.
func Now(app core.App) time.Time {
	if now, ok := app.Store().Get(storeKey).(func() time.Time); ok {
		return now()
	}
	return time.Now()
}

// Set replaces the clock of app and of its transactions.
func Set(app core.App, now func() time.Time) { app.Store().Set(storeKey, now) }
