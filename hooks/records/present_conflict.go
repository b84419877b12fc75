package records

import (
	"errors"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// WithCurrent adds the current record, as the caller may see it, to the refusal of
// a stale change: the page shows both versions. A caller who may no longer see the
// record gets "not found".
func WithCurrent(e *core.RecordRequestEvent, stored *core.Record, refused error) error {
	var answer *router.ApiError
	if !errors.As(refused, &answer) {
		return refused
	}
	if !MayView(e.App, stored, e.Auth) {
		return e.NotFoundError("", nil)
	}
	if err := apis.EnrichRecord(e.RequestEvent, stored); err != nil {
		return err
	}
	answer.Data["present"] = stored
	return answer
}
