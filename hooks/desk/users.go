package desk

import (
	"errors"
	"slices"
	"strings"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/i18n"
	"otklik/hooks/problem"
	"otklik/hooks/records"
	"otklik/hooks/text"
)

// ownFields are the fields that users may change in their own record. A new
// password needs the old one; the e-mail address changes by a confirmation letter.
var ownFields = []string{"name", "locale", "muted", core.FieldNamePassword, core.FieldNameTokenKey}

// managedFields are the fields that a manager may change in the record of a client
// or a consultant.
var managedFields = []string{"name", "role", "blocked"}

// RegisterUsers binds the checks of who may write which fields of a user.
func RegisterUsers(app core.App) {
	app.OnRecordCreate("users").BindFunc(normalizeUserRecord)
	app.OnRecordUpdate("users").BindFunc(normalizeUserRecord)
	app.OnRecordValidate("users").BindFunc(refuseRename)
	app.OnRecordUpdateRequest("users").BindFunc(updateUserRequest)
	app.OnRecordEnrich("users").BindFunc(showEmail)
}

// normalizeUserRecord stores the username and the address in lower case, and sets
// the default role and locale.
func normalizeUserRecord(e *core.RecordEvent) error {
	normalizeUser(e.Record)
	return e.Next()
}

func normalizeUser(u *core.Record) {
	u.Set("username", strings.ToLower(text.Visible(u.GetString("username"))))
	u.SetEmail(text.Address(u.Email()))
	if u.IsNew() && u.GetString("role") == "" {
		u.Set("role", actor.RoleClient)
	}
	if u.GetString("locale") == "" {
		u.Set("locale", i18n.Default)
	}
}

// refuseRename refuses a change of the username.
func refuseRename(e *core.RecordEvent) error {
	err := e.Next()
	if old := e.Record.Original().GetString("username"); !e.Record.IsNew() && e.Record.GetString("username") != old {
		return problem.Merge(err, problem.FieldError("username", "read_only"))
	}
	return err
}

// updateUserRequest refuses fields outside [ownFields] or, for a manager,
// [managedFields].
func updateUserRequest(e *core.RecordRequestEvent) error {
	who := actor.Of(e.Auth)
	actor.SetActor(e.Record, who)
	if who.IsTrusted() {
		return e.Next()
	}
	allowed := managedFields
	if who.ID == e.Record.Id {
		allowed = ownFields
	}
	found := validation.Errors{}
	for _, name := range records.ChangedFields(e.Record) {
		if name == core.FieldNameEmail || slices.Contains(allowed, name) {
			continue // PocketBase refuses a change of the address in this request
		}
		found[name] = problem.New("read_only")
	}
	if info, err := e.RequestInfo(); err == nil && who.ID != e.Record.Id {
		if _, sent := info.Body[core.FieldNamePassword]; sent {
			found[core.FieldNamePassword] = problem.New("read_only")
		}
	}
	if len(found) > 0 {
		return e.BadRequestError("", found)
	}
	if who.ID == e.Record.Id {
		return guardOldPassword(e)
	}
	return records.RequestInTransaction(e, func() error {
		if err := checkManaged(e.App, e.Record.Id); err != nil {
			return e.NotFoundError("", err)
		}
		return e.Next()
	})
}

// checkManaged checks, in the transaction of a manager's change, that the user has
// not become a manager since the update rule was checked.
func checkManaged(tx core.App, id string) error {
	user, err := FindReader(tx, id)
	if err == nil && (user == nil || user.Role == actor.RoleManager) {
		return errNotManaged
	}
	return err
}

var errNotManaged = errors.New("a manager may change only clients and consultants")

// showEmail shows e-mail addresses, hidden by default, to managers, and those of clients
// to all staff: they must be able to reach them.
func showEmail(e *core.RecordEnrichEvent) error {
	if e.RequestInfo == nil {
		return e.Next()
	}
	who := actor.Of(e.RequestInfo.Auth)
	if who.Role == actor.RoleManager || who.IsStaff() && e.Record.GetString("role") == actor.RoleClient {
		e.Record.IgnoreEmailVisibility(true)
	}
	return e.Next()
}
