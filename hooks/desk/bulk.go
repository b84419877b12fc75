package desk

import (
	"cmp"
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/pocketbase/dbx"
	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/i18n"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// BulkLimit is how many tasks one request may change.
const BulkLimit = 200

// bulkFields are the fields that a bulk change may set.
var bulkFields = []string{"consultant", "status", "priority", "category", "archived_at"}

// RegisterBulk serves bulk changes of tasks and their undo.
func RegisterBulk(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.POST("/api/desk/bulk", serveBulk).Bind(apis.RequireAuth("users")).BindFunc(actor.RequireStaff)
		e.Router.POST("/api/desk/bulk/undo", undoBulk).Bind(apis.RequireAuth("users"))
		return e.Next()
	})
}

// bulkRequest is the same change for several tasks.
type bulkRequest struct {
	IDs    []string       `json:"ids"`
	Change map[string]any `json:"change"`
}

// bulkResult lists the changed tasks, and the refused ones with the reason. A task that
// was as it was asked for is in neither list.
// Undo is the id by which [undoBulk] reverts the change, empty if nothing changed.
type bulkResult struct {
	Changed []bulkChanged `json:"changed"`
	Refused []bulkRefused `json:"refused"`
	Undo    string        `json:"undo"`
}

type bulkChanged struct {
	ID     string `json:"id"`
	Number int    `json:"number"`
	Rev    int    `json:"rev"`
}

// bulkRefused holds the stable code of the reason and its message in the
// reader's language.
type bulkRefused struct {
	ID      string `json:"id"`
	Number  int    `json:"number"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// serveBulk answers POST /api/desk/bulk with {ids, change}. Each task is changed
// in its own transaction, as a PATCH by the caller would change it, or is listed
// as refused.
func serveBulk(e *core.RequestEvent) error {
	who := actor.Of(e.Auth)
	var request bulkRequest
	if err := records.ReadBody(e, &request); err != nil {
		return err
	}
	if err := checkBulk(request); err != nil {
		return e.BadRequestError("", err)
	}
	return changeEach(e, request.IDs, func(id string) (before, after *core.Record, replaced []dbx.NullStringMap, err error) {
		return changeTask(e.App, who, id, request.Change)
	})
}

// changeEach changes tasks one by one and answers with what became of each.
func changeEach(e *core.RequestEvent, ids []string, change func(id string) (before, after *core.Record, replaced []dbx.NullStringMap, err error)) error {
	answer := bulkResult{Changed: []bulkChanged{}, Refused: []bulkRefused{}}
	batch := undoBatch{who: actor.Of(e.Auth), at: clock.Now(e.App)}
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			continue // a repeated id counts once
		}
		before, after, mails, err := change(id)
		if problem.FaultCode(err) != "" && len(answer.Changed)+len(answer.Refused) == 0 {
			return err // nothing has been done: the whole request may be repeated
		}
		if err != nil {
			answer.Refused = append(answer.Refused, refusalOf(e, id, before, err))
			continue
		}
		if after.GetInt("rev") == before.GetInt("rev") {
			continue // it is so already
		}
		answer.Changed = append(answer.Changed, bulkChanged{id, after.GetInt("number"), after.GetInt("rev")})
		batch.tasks = append(batch.tasks, undoTask{after.Id, after.GetInt("rev"), snapshot(before), mails})
	}
	answer.Undo = keepBatch(e.App, batch)
	return e.JSON(http.StatusOK, answer)
}

func checkBulk(request bulkRequest) error {
	found := checkBulkIDs(request.IDs)
	if len(request.Change) == 0 {
		found["change"] = problem.New("validation_required")
	}
	for name, value := range request.Change {
		text, plain := value.(string)
		switch {
		case !slices.Contains(bulkFields, name):
			found[name] = problem.New("read_only")
		case value != nil && !plain, name == "archived_at" && text != "":
			found[name] = problem.New("validation_invalid_value") // PocketBase would store an empty value
		}
	}
	if len(found) > 0 {
		return found
	}
	return nil
}

func checkBulkIDs(ids []string) validation.Errors {
	if len(ids) == 0 || len(ids) > BulkLimit {
		return validation.Errors{"ids": problem.NewWith("bulk_ids", i18n.Params{"max": BulkLimit})}
	}
	return validation.Errors{}
}

// changeTask changes one task as a request by who would. before is the stored
// task, nil if who may not see it; replaced are the mails that the change has replaced.
func changeTask(app core.App, who actor.Actor, id string, change map[string]any) (before, after *core.Record, replaced []dbx.NullStringMap, err error) {
	err = app.RunInTransaction(func(tx core.App) error {
		task, err := ReadTask(tx, id)
		if records.IgnoreNotFound(err) != nil {
			return err
		}
		if err != nil || (who.Role == actor.RoleConsultant && !task.GetDateTime("archived_at").IsZero()) {
			return problem.FieldError("id", "no_task")
		}
		before = task.Original()
		task.Load(change)
		if err := checkTaskFields(who, before, task, records.ChangedFields(task)); err != nil {
			return err
		}
		actor.SetActor(task, who)
		task.SetRaw(undoableKey, true)
		after = task
		waiting, err := waitingMails(tx, task.Id)
		if err != nil {
			return err
		}
		if err := tx.Save(task); err != nil {
			return err
		}
		replaced, err = replacedMails(tx, waiting)
		return err
	})
	return before, after, replaced, err
}

// refusalOf describes why a task was refused. Of several field errors it takes
// the first by field name.
func refusalOf(e *core.RequestEvent, id string, task *core.Record, err error) bulkRefused {
	locale, code := i18n.Reader(e), cmp.Or(problem.FaultCode(err), "title_failed")
	out := bulkRefused{ID: id, Code: code, Message: i18n.Text(locale, problem.KeyPrefix+code)}
	if task != nil {
		out.Number = task.GetInt("number")
	}
	var fields validation.Errors
	if !errors.As(err, &fields) {
		e.App.Logger().Error("A task could not be changed with others.", "task", id, "error", err)
		return out
	}
	data := router.NewBadRequestError("", fields).Data
	problem.Translate(data, locale)
	for _, name := range slices.Sorted(maps.Keys(data)) {
		if item, ok := data[name].(map[string]any); ok {
			out.Code, _ = item["code"].(string)
			out.Message, _ = item["message"].(string)
			break
		}
	}
	return out
}

// snapshot returns the fields of a task that a bulk change may affect.
func snapshot(t *core.Record) dbx.Params {
	out := dbx.Params{}
	for _, name := range append([]string{"done_at", "done_by", "closed_at", "due_at", "due_from", "last_at", "last_by"}, bulkFields...) {
		out[name] = t.GetString(name)
	}
	return out
}
