// Package clock owns the current time of an application: the system's, unless
// a test has set another for that application alone.
package clock

import (
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// storeKey is where an application keeps a clock of its own.
const storeKey = "otklikClock"

// Now returns the current time of app. It is for what is stored or decided;
// timers and time-outs measure with the system's clock.
func Now(app core.App) time.Time {
	if now, ok := app.Store().Get(storeKey).(func() time.Time); ok {
		return now()
	}
	return time.Now()
}

// Set makes now the clock of app and of its transactions.
func Set(app core.App, now func() time.Time) { app.Store().Set(storeKey, now) }
