package records

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"
)

// MayView reports whether the collection's view rule lets user see the record.
func MayView(app core.App, record, user *core.Record) bool {
	info := &core.RequestInfo{Context: core.RequestInfoContextRealtime, Method: http.MethodGet, Auth: user}
	ok, _ := app.CanAccessRecord(record, info, record.Collection().ViewRule)
	return ok
}
