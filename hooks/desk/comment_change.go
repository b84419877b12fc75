package desk

import (
	"errors"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// changeFields are the fields of the change that comes with a comment: the status to
// be, and the rev of the task that its author has seen.
var changeFields = []string{"status", "rev"}

// commentAndChange changes the status of the task in the transaction of a staff's
// comment: both are saved or neither, so that an answer «решено» is never sent without
// the status. Comments without a change pass through.
func commentAndChange(e *core.RecordRequestEvent) error {
	info, err := e.RequestInfo()
	if err != nil {
		return err
	}
	companion, given := info.Body[changeCompanion]
	if !given || companion == nil {
		return e.Next()
	}
	who := actor.Of(e.Auth)
	if !who.IsStaff() {
		return e.BadRequestError("", problem.FieldError(changeCompanion, "changed_by_staff_only"))
	}
	values, ok := records.ParseObject(companion)
	if !ok {
		return e.BadRequestError("", problem.FieldError(changeCompanion, "not_an_object"))
	}
	tasks, err := e.App.FindCachedCollectionByNameOrId("tasks")
	if err != nil {
		return err
	}
	if err := refuseOtherFields(values, changeFields, knownFields(who, tasks)); err != nil {
		return e.BadRequestError("", NestErrors(changeCompanion, err))
	}
	if status, _ := values["status"].(string); status == "" {
		return e.BadRequestError("", NestErrors(changeCompanion, problem.FieldError("status", "validation_required")))
	}
	return records.RequestInTransaction(e, func() error {
		if err := e.Next(); err != nil {
			return err
		}
		err := changeCommented(e, who, values)
		if answer := (*router.ApiError)(nil); err == nil || errors.As(err, &answer) {
			return err
		}
		return e.BadRequestError("", NestErrors(changeCompanion, err))
	})
}

// changeCommented changes the status of the task of a comment as a request by who would.
func changeCommented(e *core.RecordRequestEvent, who actor.Actor, values map[string]any) error {
	task, err := ReadTask(e.App, e.Record.GetString("task"))
	if err != nil {
		return err
	}
	if rev, seen := values["rev"]; seen {
		if err := checkRev(task, rev); err != nil {
			return records.WithCurrent(e, task, err)
		}
	}
	before := task.Original()
	task.Set("status", values["status"])
	if err := checkTaskFields(who, before, task, records.ChangedFields(task)); err != nil {
		return err
	}
	actor.SetActor(task, who)
	return e.App.Save(task)
}
