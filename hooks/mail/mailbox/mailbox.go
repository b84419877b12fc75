// Package mailbox owns the fetching of mail from the desk's mailbox by IMAP.
package mailbox

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
	"otklik/hooks/i18n"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// serverFields are the fields of mailbox that only the server writes: the progress
// of reading the folder, and the last error.
var serverFields = []string{"uid_validity", "last_uid", "checked_at", "error"}

// Register binds the rules of the mailbox and starts the poller with the server.
func Register(app core.App) {
	app.OnRecordCreateRequest("mailbox").BindFunc(refuseMailbox)
	app.OnRecordDeleteRequest("mailbox").BindFunc(refuseMailbox)
	app.OnRecordUpdateRequest("mailbox").BindFunc(updateMailboxRequest)
	app.OnRecordUpdate("mailbox").BindFunc(updateMailbox)
	app.OnRecordAfterUpdateSuccess("mailbox").BindFunc(wakePoller)
	app.OnRecordEnrich("mailbox").BindFunc(hidePassword)
	app.OnRecordEnrich("mailbox").BindFunc(i18n.ShowField("error"))
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.POST("/api/otklik/mailbox/check", checkMailbox).Bind(apis.RequireSuperuserAuth()).BindFunc(records.NoBody)
		return e.Next()
	})
	registerPoller(app)
}

// refuseMailbox keeps exactly one record of mailbox.
func refuseMailbox(e *core.RecordRequestEvent) error {
	return e.BadRequestError(problem.Sentence("mailbox_is_one"), problem.FieldError("address", "mailbox_is_one"))
}

// updateMailboxRequest ignores changes of the server's fields. An empty password
// leaves the stored one: the form never shows it.
func updateMailboxRequest(e *core.RecordRequestEvent) error {
	stored := e.Record.Original()
	for _, name := range serverFields {
		e.Record.SetRaw(name, stored.GetRaw(name))
	}
	if e.Record.GetString("password") == "" && e.Record.GetString("username") != "" {
		e.Record.Set("password", stored.GetString("password"))
	}
	return e.Next()
}

// updateMailbox writes only the changed fields, because the poller writes the same
// record, and resets the progress if the folder changes.
func updateMailbox(e *core.RecordEvent) error {
	e.Record.IgnoreUnchangedFields(true)
	for _, name := range []string{"host", "username", "folder"} {
		if e.Record.GetString(name) != e.Record.Original().GetString(name) {
			e.Record.Set("uid_validity", 0)
			e.Record.Set("last_uid", 0)
			e.Record.Set("error", "")
		}
	}
	return e.Next()
}

// wakePoller makes the poller check at once with the new settings.
func wakePoller(e *core.RecordEvent) error {
	if p, ok := e.App.Store().Get(pollerKey).(*poller); ok {
		p.saved.Store(e.Record.GetDateTime("updated").Time().UnixMilli())
		p.wakeUp()
	}
	return e.Next()
}

// hidePassword removes the password from every response.
func hidePassword(e *core.RecordEnrichEvent) error {
	e.Record.Set("password", "")
	return e.Next()
}

// readMailbox reads the settings and the progress of the mailbox.
func readMailbox(app core.App) (*account, error) {
	r, err := app.FindFirstRecordByFilter("mailbox", "id != ''")
	if err != nil {
		return nil, err
	}
	box := &account{
		id: r.Id, on: r.GetBool("imap") && r.GetString("host") != "",
		host: r.GetString("host"), port: r.GetInt("port"), security: r.GetString("security"),
		username: r.GetString("username"), password: r.GetString("password"), folder: r.GetString("folder"),
		validity: uint32(r.GetInt("uid_validity")), last: uint32(r.GetInt("last_uid")), checked: r.GetDateTime("checked_at").Time(), updated: r.GetDateTime("updated").Time(),
	}
	if box.folder == "" {
		box.folder = "INBOX"
	}
	return box, nil
}

// saveState stores fields of [serverFields]. SQL bypasses the hooks, so no realtime
// event is sent.
func (b *account) saveState(app core.App, fields dbx.Params) error {
	fields["updated"] = records.DateTime(clock.Now(app))
	_, err := app.NonconcurrentDB().Update("mailbox", fields, dbx.HashExp{"id": b.id}).Execute()
	return err
}

// checkMailbox answers POST /api/otklik/mailbox/check: it logs in with the stored
// settings and returns the number of messages, or the error.
func checkMailbox(e *core.RequestEvent) error {
	box, err := readMailbox(e.App)
	if err != nil {
		return err
	}
	if box.host == "" {
		return e.BadRequestError("", problem.FieldError("host", "validation_required"))
	}
	ctx, cancel := context.WithTimeout(e.Request.Context(), time.Minute)
	defer cancel()
	client, folder, err := box.open(ctx, nil)
	if failure := (*i18n.Error)(nil); errors.As(err, &failure) {
		return e.BadRequestError("", problem.FieldErrorWith("host", "mailbox_fails", i18n.Params{"error": failure.In(i18n.Reader(e))}))
	}
	if err != nil {
		return err
	}
	defer client.Close()
	if p, ok := e.App.Store().Get(pollerKey).(*poller); ok {
		p.wakeUp() // it may be waiting after a failure
	}
	return e.JSON(http.StatusOK, map[string]any{"messages": folder.NumMessages})
}
