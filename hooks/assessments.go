package hooks

import (
	"errors"
	"maps"
	"slices"
	"time"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
	"otklik/hooks/i18n"
)

// The rating that is highest, and the highest of those that managers are notified
// of.
const (
	highestRating = 5
	lowRating     = 3
)

// assessmentFields are the words of an assessment; the rest is the server's.
var assessmentFields = []string{"rating", "comment"}

// atHand carries the task to the save of its assessment.
const atHand = "@task"

func registerAssessments(app core.App) {
	app.OnRecordCreateRequest("assessments").BindFunc(createAssessmentRequest)
	app.OnRecordUpdateRequest("assessments").BindFunc(updateAssessmentRequest)
	app.OnRecordValidate("assessments").BindFunc(validateAssessment)
	app.OnRecordCreate("assessments").BindFunc(saveAssessment)
	app.OnRecordUpdate("assessments").BindFunc(saveAssessment)
}

// createAssessmentRequest takes the task and the words from the client and
// nothing else.
func createAssessmentRequest(e *core.RecordRequestEvent) error {
	who := actorOf(e.Auth)
	if !who.trusted() {
		fresh := core.NewRecord(e.Collection)
		fresh.Set("task", e.Record.GetString("task"))
		copyWords(fresh, e.Record)
		fresh.Set("client", who.id)
		e.Record = fresh
	}
	sign(e.Record, who)
	return e.Next()
}

// updateAssessmentRequest lets the client change the words.
func updateAssessmentRequest(e *core.RecordRequestEvent) error {
	who := actorOf(e.Auth)
	sign(e.Record, who)
	if who.trusted() {
		return e.Next()
	}
	found := validation.Errors{}
	for _, name := range named(e.Record) {
		if name != "rating" && name != "comment" {
			found[name] = problem("read_only")
		}
	}
	if len(found) > 0 {
		return e.BadRequestError("", found)
	}
	return e.Next()
}

func copyWords(to, from *core.Record) {
	for _, name := range assessmentFields {
		to.Set(name, from.Get(name))
	}
}

// validateAssessment wants at least one of rating and comment.
func validateAssessment(e *core.RecordEvent) error {
	err := e.Next()
	if e.Record.GetInt("rating") == 0 && e.Record.GetString("comment") == "" {
		return merge(err, wrong("rating", "assessment_empty"))
	}
	return err
}

// saveAssessment accepts an assessment while the task is finished and has a
// consultant, and a client's change of it for a time; each is one line of the
// task's history, in the same transaction.
func saveAssessment(e *core.RecordEvent) error {
	return saveInTransaction(e, func() error {
		a := e.Record
		task, err := assessedTask(e.App, a)
		if err != nil {
			return wrong("task", "no_task")
		}
		if err := checkAssessable(actorBehind(a), a, task, clock.Now(e.App)); err != nil {
			return err
		}
		a.Set("client", task.GetString("client"))
		a.Set("consultant", task.GetString("consultant"))
		var before map[string]any
		if !a.IsNew() {
			before = pick(a.Original(), differing(a, a.Original(), assessmentFields)...)
			if len(before) == 0 {
				return e.Next()
			}
		}
		if err := e.Next(); err != nil {
			return err
		}
		after := pick(a, assessmentFields...)
		if before != nil {
			after = pick(a, slices.Collect(maps.Keys(before))...)
		}
		if err := insertHistory(e.App, actorBehind(a), "assessed", before, after, map[string]any{"task": task.Id}); err != nil {
			return err
		}
		return tellOfAssessment(e.App, a, task, before)
	})
}

// assessedTask is the task of an assessment: the one that assess has at hand in
// this transaction, or the row.
func assessedTask(app core.App, a *core.Record) (*core.Record, error) {
	if task, ok := a.GetRaw(atHand).(*core.Record); ok {
		a.SetRaw(atHand, nil) // good for one save
		return task, nil
	}
	return app.FindRecordById("tasks", a.GetString("task"))
}

// checkAssessable says why a task can't be assessed now, beside the field task.
func checkAssessable(who actor, a, task *core.Record, now time.Time) error {
	l := lifeOf(task)
	switch {
	case !who.trusted() && !task.GetDateTime("archived_at").IsZero():
		return wrong("task", "no_task")
	case !a.IsNew() && a.Original().GetString("task") != task.Id:
		return wrong("task", "read_only")
	case !l.ended():
		return wrong("task", "not_finished")
	case l.consultant == "":
		return wrong("task", "nobody_to_assess")
	case a.IsNew() || who.trusted():
		return nil
	}
	since := a.GetDateTime("created").Time()
	if finished := l.finished(); finished.After(since) {
		since = finished
	}
	if now.Sub(since) > assessPeriod {
		return wrongWith("task", "assess_expired", i18n.Days(assessPeriod))
	}
	return nil
}

// assess creates or changes the one assessment of a task; used where the words
// come as the companion of another request.
func assess(app core.App, who actor, task *core.Record, words map[string]any) error {
	a, err := app.FindFirstRecordByData("assessments", "task", task.Id)
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
		if v, ok := words[name]; ok {
			a.Set(name, v)
		}
	}
	sign(a, who)
	a.SetRaw(atHand, task)
	return app.Save(a)
}

// underName puts the errors of a companion under its name in the answer.
func underName(name string, err error) error {
	var fields validation.Errors
	if errors.As(err, &fields) {
		return validation.Errors{name: fields}
	}
	return err
}
