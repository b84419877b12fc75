// Package disk owns the free space of the disk that holds the data folder, and what is
// missing on it.
package disk

import "github.com/pocketbase/pocketbase/core"

// Reserve is the free space in bytes that uploads leave to the database, its
// journal and the mail: below it uploads are refused.
const Reserve = 1 << 30

// warnBelow is the free space in bytes below which administrators are warned, early
// enough to make room before uploads are refused.
const warnBelow = 4 * Reserve

// storeKey is the key of a replaced measure in an application's store.
const storeKey = "otklikDisk"

// unknown is the free space of a disk that can't be measured: nothing is refused.
const unknown = 1 << 62

// Free returns the free bytes of the disk with the data folder.
func Free(app core.App) uint64 {
	if measure, ok := app.Store().Get(storeKey).(func() uint64); ok {
		return measure()
	}
	n, err := free(app.DataDir())
	if err != nil {
		return unknown
	}
	return n
}

// Set replaces the measure of app and of its transactions.
func Set(app core.App, measure func() uint64) { app.Store().Set(storeKey, measure) }

// IsFull reports whether uploads must be refused.
func IsFull(app core.App) bool { return Free(app) < Reserve }

// IsNearlyFull reports whether administrators must be warned.
func IsNearlyFull(app core.App) bool { return Free(app) < warnBelow }
