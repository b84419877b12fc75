package desk

import (
	"errors"
	"slices"
	"strings"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// ownFields are the fields of users a person may change of their own; the
// password comes with the old one, the address by a letter.
var ownFields = []string{"name", "locale", "muted", core.FieldNamePassword, core.FieldNameTokenKey}

// managedFields are those a manager may change of a client or a consultant.
var managedFields = []string{"name", "role", "blocked"}

// RegisterUsers says who may write which fields of a person.
func RegisterUsers(app core.App) {
	app.OnRecordCreate("users").BindFunc(normalizeUserRecord)
	app.OnRecordUpdate("users").BindFunc(normalizeUserRecord)
	app.OnRecordValidate("users").BindFunc(refuseRename)
	app.OnRecordUpdateRequest("users").BindFunc(updateUserRequest)
	app.OnRecordEnrich("users").BindFunc(showEmail)
}

// normalizeUserRecord stores nick and address in lower case, however they are typed,
// and gives a new person a role and a language.
func normalizeUserRecord(e *core.RecordEvent) error {
	normalizeUser(e.Record)
	return e.Next()
}

func normalizeUser(u *core.Record) {
	u.Set("username", strings.ToLower(strings.TrimSpace(u.GetString("username"))))
	u.SetEmail(strings.ToLower(strings.TrimSpace(u.Email())))
	if u.IsNew() && u.GetString("role") == "" {
		u.Set("role", actor.RoleClient)
	}
	if u.GetString("locale") == "" {
		u.Set("locale", "ru")
	}
}

// refuseRename keeps the nick as it was at registration.
func refuseRename(e *core.RecordEvent) error {
	err := e.Next()
	if old := e.Record.Original().GetString("username"); !e.Record.IsNew() && e.Record.GetString("username") != old {
		return problem.Merge(err, problem.FieldError("username", "read_only"))
	}
	return err
}

// updateUserRequest is the allow-list by who asks of whom.
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
			continue // PocketBase itself refuses a change of the address here
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
		if err := stillBelow(e.App, e.Record.Id); err != nil {
			return e.NotFoundError("", err)
		}
		return e.Next()
	})
}

// stillBelow looks, in the transaction of a manager's change, whether the person
// has become a manager since the rule looked.
func stillBelow(tx core.App, id string) error {
	now, err := FindReader(tx, id)
	if err == nil && (now == nil || now.Role == actor.RoleManager) {
		return errNotBelow
	}
	return err
}

var errNotBelow = errors.New("a manager changes those below only")

// showEmail lets managers see addresses, which are hidden by default.
func showEmail(e *core.RecordEnrichEvent) error {
	if e.RequestInfo != nil && actor.Of(e.RequestInfo.Auth).Role == actor.RoleManager {
		e.Record.IgnoreEmailVisibility(true)
	}
	return e.Next()
}
