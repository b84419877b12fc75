package desk

import (
	"errors"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// changeFields are the fields of the change that comes with a comment: the status to
// be, and the rev of the task that its author has seen.
var changeFields = []string{"status", "rev"}

// commentAndChange changes the status of the task in the transaction of a staff's
// comment: both are saved or neither, so that an answer «решено» is never sent without
// the status. The change can be undone like that of [serveBulk], by the id of the
// comment, which stays. Comments without a change pass through.
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
	batch := undoBatch{who: who, at: clock.Now(e.App)}
	err = records.RequestInTransaction(e, func() error {
		if err := e.Next(); err != nil {
			return err
		}
		var err error
		batch.tasks, err = changeCommented(e, who, values)
		if answer := (*router.ApiError)(nil); err == nil || errors.As(err, &answer) {
			return err
		}
		return e.BadRequestError("", NestErrors(changeCompanion, err))
	})
	if err == nil {
		keepBatchAs(e.App, e.Record.Id, batch)
	}
	return err
}

// changeCommented changes the status of the task of a comment as a request by who would,
// and returns what undoes it; nothing if the status is so already.
func changeCommented(e *core.RecordRequestEvent, who actor.Actor, values map[string]any) ([]undoTask, error) {
	task, err := ReadTask(e.App, e.Record.GetString("task"))
	if err != nil {
		return nil, err
	}
	if rev, seen := values["rev"]; seen {
		if err := checkRev(task, rev); err != nil {
			return nil, records.WithCurrent(e, task, err)
		}
	}
	before, after, mails, err := changeTask(e.App, who, task.Id, map[string]any{"status": values["status"]})
	if err != nil || after.GetInt("rev") == before.GetInt("rev") {
		return nil, err
	}
	return []undoTask{{after.Id, after.GetInt("rev"), snapshot(before), mails}}, nil
}
