package inbox

import (
	"errors"
	"io"
	"net/http"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/desk"
	"otklik/hooks/i18n"
	"otklik/hooks/mail/parse"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// acceptRequest is the body of a request to accept a held mail: as an answer to
// Task by the user it was matched to, or as a new task of Client or, if Client is
// empty, of a new client.
type acceptRequest struct {
	Task     string         `json:"task"`
	Client   string         `json:"client"`
	Username string         `json:"username"`
	Email    string         `json:"email"`
	Name     string         `json:"name"`
	Locale   string         `json:"locale"`
	Profile  map[string]any `json:"profile"`
}

// acceptMail answers POST /api/desk/inbox/{id}/accept with the task.
func acceptMail(e *core.RequestEvent) error {
	var request acceptRequest
	if err := records.ReadBody(e, &request); err != nil {
		return err
	}
	mail, remarks, err := storedMail(e.App, e.Request.PathValue("id"))
	if err != nil {
		return err
	}
	var task *core.Record
	err = handleMail(e, []string{inboxHeld}, func(tx core.App, row *core.Record) error {
		out, err := request.apply(tx, row, mail, remarks)
		if err != nil {
			return err
		}
		task = out.task
		row.Set("status", inboxAccepted)
		row.Set("task", task.Id)
		return keepLeft(tx, row, out.left)
	})
	if fields, ok := errors.AsType[validation.Errors](err); ok {
		return e.BadRequestError("", fields)
	}
	if err != nil {
		return err
	}
	return e.JSON(http.StatusOK, map[string]any{"task": task.Id, "number": task.GetInt("number")})
}

// apply carries out the request.
func (r acceptRequest) apply(tx core.App, row *core.Record, mail content, remarks []string) (*made, error) {
	if r.Task != "" {
		return r.answer(tx, row, mail, remarks)
	}
	client, err := r.client(tx, row)
	if err != nil {
		return nil, err
	}
	if row.GetString("reason") == heldNotAuthentic {
		remarks = append(remarks, i18n.Text(i18n.Of(client), "incoming.not_authentic"))
	}
	out, err := makeTask(tx, mail, client, remarks...)
	if err != nil {
		return nil, err
	}
	row.Set("user", client.Id)
	return out, desk.Notify(tx, desk.Notification{Kind: desk.KindReceived, Task: out.task, Users: []string{client.Id}})
}

// answer adds the mail to a task as a comment by the user it was matched to. If
// the mail came from another address, a remark in the comment says so.
func (r acceptRequest) answer(tx core.App, row *core.Record, mail content, remarks []string) (*made, error) {
	person, err := tx.FindRecordById("users", row.GetString("user"))
	if err != nil {
		return nil, problem.Merge(records.IgnoreNotFound(err), problem.FieldError("task", "inbox_nobody"))
	}
	task, err := desk.ReadTask(tx, r.Task)
	switch {
	case err != nil:
		return nil, problem.Merge(records.IgnoreNotFound(err), problem.FieldError("task", "no_task"))
	case person.GetString("role") == actor.RoleClient && task.GetString("client") != person.Id:
		return nil, problem.FieldError("task", "no_task")
	case !task.GetDateTime("archived_at").IsZero():
		return nil, problem.FieldError("task", "task_archived")
	}
	if sender := row.GetString("sender"); sender != person.Email() {
		remarks = append(remarks, i18n.Format(i18n.Of(person), "incoming.came_from", i18n.Params{"address": sender}))
	}
	out, err := makeComment(tx, mail, task, person, remarks...)
	if err != nil {
		return nil, err
	}
	row.Set("comment", out.comment)
	return out, nil
}

// client returns the client of the new task: an existing one, or a new account.
func (r acceptRequest) client(tx core.App, row *core.Record) (*core.Record, error) {
	if r.Client == "" {
		return r.newClient(tx, row)
	}
	client, err := tx.FindRecordById("users", r.Client)
	if err != nil {
		return nil, problem.Merge(records.IgnoreNotFound(err), problem.FieldError("client", "not_client"))
	}
	if client.GetString("role") != actor.RoleClient || client.GetBool("blocked") {
		return nil, problem.FieldError("client", "not_client")
	}
	return client, nil
}

// newClient creates an account with the organisation, and sends an invitation. The mail
// of a web form is from a machine and names the person as the one to answer.
func (r acceptRequest) newClient(tx core.App, row *core.Record) (*core.Record, error) {
	if r.Email == "" {
		r.Email = firstNonEmpty(row.GetString("reply_to"), row.GetString("sender"))
	}
	if r.Name == "" && r.Email == row.GetString("reply_to") {
		r.Name = row.GetString("reply_to_name")
	} else if r.Name == "" {
		r.Name = row.GetString("sender_name")
	}
	person, err := desk.CreateAccount(tx, actor.Actor{ID: row.GetString("handled_by"), Role: actor.RoleManager},
		map[string]any{"username": r.Username, "email": r.Email, "name": r.Name, "locale": r.Locale, "role": actor.RoleClient},
		desk.NestErrors("profile", desk.CheckProfile(tx, r.Profile)))
	if err != nil {
		return nil, err
	}
	if err := desk.SaveProfile(tx, person.Id, r.Profile); err != nil {
		return nil, desk.NestErrors("profile", err)
	}
	return person, desk.InviteByMail(tx, person)
}

// storedMail returns the content of a held mail, read again from its raw form.
// remarks say what is missing if the mail was too big or unreadable. It is called
// before the transaction, which holds up all writers; a mail that is gone has no
// content, and the transaction refuses it.
func storedMail(app core.App, id string) (mail content, remarks []string, err error) {
	row, err := app.FindRecordById("inbox", id)
	if err != nil {
		return content{}, nil, records.IgnoreNotFound(err)
	}
	raw, err := readRaw(app, row)
	if err != nil {
		return content{}, nil, err
	}
	m, err := readMail(raw)
	switch {
	case err != nil:
		m = &parse.Message{Subject: row.GetString("subject"), Body: row.GetString("body"), Files: []parse.File{{Name: "mail.eml", Data: raw}}}
		remarks = []string{problem.Sentence("inbox_unreadable")}
	case row.GetString("reason") == heldTooBig:
		remarks = []string{i18n.Format(i18n.Default, problem.KeyPrefix+"inbox_too_big", i18n.Megabytes(parse.MaxSize))}
	}
	return contentOf(m), remarks, nil
}

func readRaw(app core.App, row *core.Record) ([]byte, error) {
	if row.GetString("raw") == "" {
		return nil, nil
	}
	files, err := app.NewFilesystem()
	if err != nil {
		return nil, err
	}
	defer files.Close()
	r, err := files.GetReader(row.BaseFilesPath() + "/" + row.GetString("raw"))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}
