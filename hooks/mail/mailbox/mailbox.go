// Package mailbox owns the fetching of mail by IMAP from the one mailbox of the
// desk.
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

// serverFields are the fields of mailbox that nobody sets by hand: how far the
// folder has been read, and how that went.
var serverFields = []string{"uid_validity", "last_uid", "checked_at", "error"}

// Register binds the rules of the mailbox and polls it while the program
// serves.
func Register(app core.App) {
	app.OnRecordCreateRequest("mailbox").BindFunc(refuseMailbox)
	app.OnRecordDeleteRequest("mailbox").BindFunc(refuseMailbox)
	app.OnRecordUpdateRequest("mailbox").BindFunc(updateMailboxRequest)
	app.OnRecordUpdate("mailbox").BindFunc(updateMailbox)
	app.OnRecordAfterUpdateSuccess("mailbox").BindFunc(wakePoller)
	app.OnRecordEnrich("mailbox").BindFunc(hidePassword)
	app.OnRecordEnrich("mailbox").BindFunc(i18n.ShowField("error"))
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.POST("/api/otklik/mailbox/check", checkMailbox).Bind(apis.RequireSuperuserAuth())
		return e.Next()
	})
	registerPoller(app)
}

// refuseMailbox keeps the mailbox the one record it is.
func refuseMailbox(e *core.RecordRequestEvent) error {
	return e.BadRequestError(problem.Sentence("mailbox_is_one"), problem.FieldError("address", "mailbox_is_one"))
}

// updateMailboxRequest leaves the server's fields to the server, and the
// password as it is where the form came back without one: it is never shown.
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

// updateMailbox writes only what has changed, for the poller writes beside it,
// and begins anew with another folder.
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

// wakePoller has the poller look with the new settings at once.
func wakePoller(e *core.RecordEvent) error {
	if p, ok := e.App.Store().Get(pollerKey).(*poller); ok {
		p.wakeUp()
	}
	return e.Next()
}

// hidePassword keeps the password out of every answer.
func hidePassword(e *core.RecordEnrichEvent) error {
	e.Record.Set("password", "")
	return e.Next()
}

// readMailbox is the mailbox as it is set now.
func readMailbox(app core.App) (*account, error) {
	r, err := app.FindFirstRecordByFilter("mailbox", "id != ''")
	if err != nil {
		return nil, err
	}
	box := &account{
		id: r.Id, on: r.GetBool("imap") && r.GetString("host") != "",
		host: r.GetString("host"), port: r.GetInt("port"), security: r.GetString("security"),
		username: r.GetString("username"), password: r.GetString("password"), folder: r.GetString("folder"),
		validity: uint32(r.GetInt("uid_validity")), last: uint32(r.GetInt("last_uid")), checked: r.GetDateTime("checked_at").Time(),
	}
	if box.folder == "" {
		box.folder = "INBOX"
	}
	return box, nil
}

// saveState keeps how far the mailbox has been read. It changes nothing that people
// set, and tells nobody.
func (b *account) saveState(app core.App, fields dbx.Params) error {
	fields["updated"] = records.DateTime(clock.Now(app))
	_, err := app.NonconcurrentDB().Update("mailbox", fields, dbx.HashExp{"id": b.id}).Execute()
	return err
}

// checkMailbox answers POST /api/otklik/mailbox/check: it logs in with what is
// stored and tells what is there, or what is wrong.
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
		p.wakeUp() // it may be resting after a failure
	}
	return e.JSON(http.StatusOK, map[string]any{"messages": folder.NumMessages})
}
