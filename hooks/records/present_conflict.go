package records

import (
	"errors"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// WithCurrent adds the record as it is now to the refusal of an outdated change,
// as this person may see it: the page shows both versions. Whoever may no longer
// see it is told that there is none.
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
