package hooks

import (
	"errors"
	"slices"
	"strings"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
)

// ownFields are the fields of users a person may change of their own; the
// password comes with the old one, the address by a letter.
var ownFields = []string{"name", "locale", "muted", core.FieldNamePassword, core.FieldNameTokenKey}

// managedFields are those a manager may change of a client or a consultant.
var managedFields = []string{"name", "role", "blocked"}

func registerUsers(app core.App) {
	app.OnRecordCreate("users").BindFunc(normaliseUser)
	app.OnRecordUpdate("users").BindFunc(normaliseUser)
	app.OnRecordValidate("users").BindFunc(fixUsername)
	app.OnRecordUpdateRequest("users").BindFunc(updateUserRequest)
	app.OnRecordEnrich("users").BindFunc(showEmail)
}

// normaliseUser stores nick and address in lower case, however they are typed,
// and gives a new person a role and a language.
func normaliseUser(e *core.RecordEvent) error {
	normalise(e.Record)
	return e.Next()
}

func normalise(u *core.Record) {
	u.Set("username", strings.ToLower(strings.TrimSpace(u.GetString("username"))))
	u.SetEmail(strings.ToLower(strings.TrimSpace(u.Email())))
	if u.IsNew() && u.GetString("role") == "" {
		u.Set("role", roleClient)
	}
	if u.GetString("locale") == "" {
		u.Set("locale", "ru")
	}
}

// fixUsername keeps the nick as it was at registration.
func fixUsername(e *core.RecordEvent) error {
	err := e.Next()
	if old := e.Record.Original().GetString("username"); !e.Record.IsNew() && e.Record.GetString("username") != old {
		return merge(err, wrong("username", "read_only"))
	}
	return err
}

// updateUserRequest is the allow-list by who asks of whom.
func updateUserRequest(e *core.RecordRequestEvent) error {
	who := actorOf(e.Auth)
	sign(e.Record, who)
	if who.trusted() {
		return e.Next()
	}
	allowed := managedFields
	if who.id == e.Record.Id {
		allowed = ownFields
	}
	found := validation.Errors{}
	for _, name := range named(e.Record) {
		if name == core.FieldNameEmail || slices.Contains(allowed, name) {
			continue // PocketBase itself refuses a change of the address here
		}
		found[name] = problem("read_only")
	}
	if info, err := e.RequestInfo(); err == nil && who.id != e.Record.Id {
		if _, sent := info.Body[core.FieldNamePassword]; sent {
			found[core.FieldNamePassword] = problem("read_only")
		}
	}
	if len(found) > 0 {
		return e.BadRequestError("", found)
	}
	if who.id == e.Record.Id {
		return guardOldPassword(e)
	}
	return requestInTransaction(e, func() error {
		if err := stillBelow(e.App, e.Record.Id); err != nil {
			return e.NotFoundError("", err)
		}
		return e.Next()
	})
}

// stillBelow looks, in the transaction of a manager's change, whether the person
// has become a manager since the rule looked.
func stillBelow(tx core.App, id string) error {
	now, err := readReader(tx, id)
	if err == nil && (now == nil || now.Role == roleManager) {
		return errNotBelow
	}
	return err
}

var errNotBelow = errors.New("a manager changes those below only")

// showEmail lets managers see addresses, which are hidden by default.
func showEmail(e *core.RecordEnrichEvent) error {
	if e.RequestInfo != nil && actorOf(e.RequestInfo.Auth).role == roleManager {
		e.Record.IgnoreEmailVisibility(true)
	}
	return e.Next()
}
