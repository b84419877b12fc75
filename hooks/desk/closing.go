package desk

import (
	"errors"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// RegisterClosing takes the assessment that comes with a client's close.
func RegisterClosing(app core.App) {
	app.OnRecordUpdateRequest("tasks").BindFunc(closeAndAssess)
}

// closeAndAssess saves the assessment that may accompany a client's close, in the
// transaction of the close. Requests without an assessment pass through.
func closeAndAssess(e *core.RecordRequestEvent) error {
	info, err := e.RequestInfo()
	if err != nil {
		return err
	}
	companion, given := info.Body[assessmentCompanion]
	if !given || companion == nil {
		return e.Next()
	}
	who := actor.Of(e.Auth)
	if who.Role != actor.RoleClient {
		return e.BadRequestError("", problem.FieldError(assessmentCompanion, "assessed_by_client_only"))
	}
	values, ok := records.ParseObject(companion)
	if !ok {
		return e.BadRequestError("", problem.FieldError(assessmentCompanion, "not_an_object"))
	}
	assessments, err := e.App.FindCachedCollectionByNameOrId("assessments")
	if err != nil {
		return err
	}
	if err := refuseOtherFields(values, assessmentFields, knownFields(who, assessments)); err != nil {
		return e.BadRequestError("", NestErrors(assessmentCompanion, err))
	}
	return records.RequestInTransaction(e, func() error {
		task := e.Record
		holdLines(task)
		if err := e.Next(); err != nil {
			return err
		}
		if err := Assess(e.App, who, e.Record, values); err != nil {
			var answer *router.ApiError
			if errors.As(err, &answer) {
				return err
			}
			return e.BadRequestError("", NestErrors(assessmentCompanion, err))
		}
		return writeHeldLines(e.App, task)
	})
}
