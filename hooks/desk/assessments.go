package desk

import (
	"errors"
	"maps"
	"slices"
	"time"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/i18n"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

const (
	// HighestRating is the best rating a client can give.
	HighestRating = 5
	// LowRating is the highest rating that managers are notified of.
	LowRating = 3
)

// assessmentFields are the fields a client writes; the server sets the others.
var assessmentFields = []string{"rating", "comment"}

// taskKey carries the task to the save of its assessment.
const taskKey = "@task"

// RegisterAssessments binds the rules of assessments.
func RegisterAssessments(app core.App) {
	app.OnRecordCreateRequest("assessments").BindFunc(createAssessmentRequest)
	app.OnRecordUpdateRequest("assessments").BindFunc(updateAssessmentRequest)
	app.OnRecordValidate("assessments").BindFunc(validateAssessment)
	app.OnRecordCreate("assessments").BindFunc(saveAssessment)
	app.OnRecordUpdate("assessments").BindFunc(saveAssessment)
}

// createAssessmentRequest takes from the client the task, the rating and the
// comment, and nothing else.
func createAssessmentRequest(e *core.RecordRequestEvent) error {
	who := actor.Of(e.Auth)
	if !who.IsTrusted() {
		fresh := core.NewRecord(e.Collection)
		fresh.Set("task", e.Record.GetString("task"))
		copyAssessment(fresh, e.Record)
		fresh.Set("client", who.ID)
		e.Record = fresh
	}
	actor.SetActor(e.Record, who)
	return e.Next()
}

// updateAssessmentRequest lets the client change the rating and the comment.
func updateAssessmentRequest(e *core.RecordRequestEvent) error {
	who := actor.Of(e.Auth)
	actor.SetActor(e.Record, who)
	if who.IsTrusted() {
		return e.Next()
	}
	found := validation.Errors{}
	for _, name := range records.ChangedFields(e.Record) {
		if name != "rating" && name != "comment" {
			found[name] = problem.New("read_only")
		}
	}
	if len(found) > 0 {
		return e.BadRequestError("", found)
	}
	return e.Next()
}

func copyAssessment(to, from *core.Record) {
	for _, name := range assessmentFields {
		to.Set(name, from.Get(name))
	}
}

// validateAssessment requires a rating or a comment.
func validateAssessment(e *core.RecordEvent) error {
	err := e.Next()
	if e.Record.GetInt("rating") == 0 && e.Record.GetString("comment") == "" {
		return problem.Merge(err, problem.FieldError("rating", "assessment_empty"))
	}
	return err
}

// saveAssessment accepts an assessment of a finished task that somebody has done.
// A client may create or change it within [AssessPeriod]. Each save writes one
// line of the task's history in the same transaction.
func saveAssessment(e *core.RecordEvent) error {
	return records.SaveInTransaction(e, func() error {
		a := e.Record
		task, err := assessedTask(e.App, a)
		if records.IgnoreNotFound(err) != nil {
			return err
		}
		if err != nil {
			return problem.FieldError("task", "no_task")
		}
		if err := checkAssessable(actor.OfRecord(a), a, task, clock.Now(e.App)); err != nil {
			return err
		}
		a.Set("client", task.GetString("client"))
		a.Set("consultant", WorkflowOf(task).worker())
		records.Trust(a, "task", "client", "consultant") // they are those of the task
		defer records.Distrust(a)
		var before map[string]any
		if !a.IsNew() {
			before = records.Pick(a.Original(), records.DifferingFields(a, a.Original(), assessmentFields)...)
			if len(before) == 0 {
				return e.Next()
			}
			if err := limitChanges(e.App, actor.OfRecord(a), task.Id, "assessed", "rating"); err != nil {
				return err
			}
		}
		if err := e.Next(); err != nil {
			return err
		}
		task.Set("rating", a.GetInt("rating")) // as a trigger has stored it
		after := records.Pick(a, assessmentFields...)
		if before != nil {
			after = records.Pick(a, slices.Collect(maps.Keys(before))...)
		}
		held, _ := task.GetRaw(heldLinesKey).([]historyLine)
		task.SetRaw(heldLinesKey, nil)
		if err := writeHistory(e.App, append(held, lineOf(task, actor.OfRecord(a), "assessed", before, after))...); err != nil {
			return err
		}
		return notifyOfAssessment(e.App, a, task, before)
	})
}

// assessedTask returns the task of an assessment: the record [Assess] passed
// along in this transaction, or else the stored row.
func assessedTask(app core.App, a *core.Record) (*core.Record, error) {
	if task, ok := a.GetRaw(taskKey).(*core.Record); ok {
		a.SetRaw(taskKey, nil) // good for one save
		return task, nil
	}
	return app.FindRecordById("tasks", a.GetString("task"))
}

// checkAssessable returns an error of the field task if it can't be assessed now.
func checkAssessable(who actor.Actor, a, task *core.Record, now time.Time) error {
	w := WorkflowOf(task)
	switch {
	case !who.IsTrusted() && !task.GetDateTime("archived_at").IsZero():
		return problem.FieldError("task", "no_task")
	case !a.IsNew() && a.Original().GetString("task") != task.Id:
		return problem.FieldError("task", "read_only")
	case !w.ended():
		return problem.FieldError("task", "not_finished")
	case w.worker() == "":
		return problem.FieldError("task", "nobody_to_assess")
	case a.IsNew() || who.IsTrusted():
		return nil
	}
	since := a.GetDateTime("created").Time()
	if finished := w.FinishedAt(); finished.After(since) {
		since = finished
	}
	if now.Sub(since) > AssessPeriod {
		return problem.FieldErrorWith("task", "assess_expired", i18n.Days(AssessPeriod))
	}
	return nil
}

// Assess creates or changes the one assessment of a task. values holds the
// rating and the comment that came as the companion of another request.
func Assess(app core.App, who actor.Actor, task *core.Record, values map[string]any) error {
	a, err := app.FindFirstRecordByData("assessments", "task", task.Id)
	if records.IgnoreNotFound(err) != nil {
		return err
	}
	if err != nil {
		collection, err := app.FindCachedCollectionByNameOrId("assessments")
		if err != nil {
			return err
		}
		a = core.NewRecord(collection)
		a.Set("task", task.Id)
		a.Set("client", task.GetString("client"))
	}
	for _, name := range assessmentFields {
		if v, ok := values[name]; ok {
			a.Set(name, v)
		}
	}
	actor.SetActor(a, who)
	a.SetRaw(taskKey, task)
	return app.Save(a)
}

// NestErrors nests the field errors of a companion under its name; other errors
// are returned as they are.
func NestErrors(name string, err error) error {
	var fields validation.Errors
	if errors.As(err, &fields) {
		return validation.Errors{name: fields}
	}
	return err
}
