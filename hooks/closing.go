package hooks

import (
	"github.com/pocketbase/pocketbase/core"
)

func registerClosing(app core.App) {
	app.OnRecordUpdateRequest("tasks").BindFunc(closeAndAssess)
}

// closeAndAssess takes the assessment that may accompany a client's close: both
// are kept, or neither. A close without a companion passes by.
func closeAndAssess(e *core.RecordRequestEvent) error {
	info, err := e.RequestInfo()
	if err != nil {
		return err
	}
	companion, given := info.Body["assessment"]
	if !given || companion == nil {
		return e.Next()
	}
	who := actorOf(e.Auth)
	if who.role != roleClient {
		return e.BadRequestError("", wrong("assessment", "assessed_by_client_only"))
	}
	words, ok := object(companion)
	if !ok {
		return e.BadRequestError("", wrong("assessment", "not_an_object"))
	}
	return requestInTransaction(e, func() error {
		if err := e.Next(); err != nil {
			return err
		}
		if err := assess(e.App, who, e.Record, words); err != nil {
			return e.BadRequestError("", underName("assessment", err))
		}
		return nil
	})
}
