package desk

import (
	"errors"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/mails"
	"github.com/pocketbase/pocketbase/tools/router"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
	"otklik/hooks/records"
	"otklik/hooks/text"
)

// registrationFields are what a person says of themselves at registration.
var registrationFields = []string{"username", "email", "name", "locale", core.FieldNamePassword}

// RegisterRegistration binds the rules of new accounts.
func RegisterRegistration(app core.App) {
	app.OnRecordCreateRequest("users").BindFunc(createUserRequest)
}

// createUserRequest registers a client together with the organisation, or, for
// a manager, a consultant without one. A superuser may make anybody.
func createUserRequest(e *core.RecordRequestEvent) error {
	who := actor.Of(e.Auth)
	info, err := e.RequestInfo()
	if err != nil {
		return err
	}
	companion, given := info.Body["profile"]
	if !who.IsTrusted() {
		e.Record = newRegistrant(e.Record)
		if who.Role == actor.RoleManager {
			e.Record.Set("role", actor.RoleConsultant)
			return e.Next()
		}
		e.Record.Set("role", actor.RoleClient)
		if !given || companion == nil {
			return e.BadRequestError("", problem.FieldError("profile", "validation_required"))
		}
	}
	if !given || companion == nil {
		return e.Next()
	}
	words, ok := records.ParseObject(companion)
	if !ok {
		return e.BadRequestError("", problem.FieldError("profile", "not_an_object"))
	}
	return registerClient(e, words)
}

// newRegistrant is the new person with what they may say of themselves; an id of
// their own choice, a role or a verified address are not among it.
func newRegistrant(sent *core.Record) *core.Record {
	fresh := core.NewRecord(sent.Collection())
	for _, name := range registrationFields {
		fresh.SetRaw(name, sent.GetRaw(name))
	}
	return fresh
}

// registerClient keeps the person and the organisation in one transaction, and
// tells what is wrong with both at once.
func registerClient(e *core.RecordRequestEvent, words map[string]any) error {
	err := records.RequestInTransaction(e, func() error {
		userErr := e.Next()
		if userErr == nil {
			return saveCompanions(e.App, e.Record, words)
		}
		return joinFieldErrors(userErr, checkUser(e.App, e.Record), NestErrors("profile", CheckProfile(e.App, words)))
	})
	if err == nil {
		return nil
	}
	var answered *router.ApiError
	if errors.As(err, &answered) {
		return answered
	}
	return e.BadRequestError("", err)
}

// saveCompanions keeps what belongs to a new person: the organisation, and the mail
// that asks to confirm the address. Nobody waits for that: it is a row of the
// outbox, and the worker sends it.
func saveCompanions(tx core.App, user *core.Record, words map[string]any) error {
	if err := SaveProfile(tx, user.Id, words); err != nil {
		return NestErrors("profile", err)
	}
	return mails.SendRecordVerification(tx, user)
}

// checkUser says all that is wrong with a person who was refused, of the nick
// and the address as they would be stored and not as they were typed.
func checkUser(app core.App, u *core.Record) error {
	records.TidyFields(u)
	normalizeUser(u)
	return app.Validate(u)
}

func newProfile(app core.App, user string, words map[string]any) (*core.Record, error) {
	collection, err := app.FindCachedCollectionByNameOrId("profiles")
	if err != nil {
		return nil, err
	}
	p := core.NewRecord(collection)
	for _, name := range ProfileFields {
		if v, ok := words[name]; ok {
			p.Set(name, v)
		}
	}
	for _, name := range ProfileFields {
		p.Set(name, text.Tidy(p.GetString(name)))
	}
	capitalKPP(p)
	p.Set("user", user)
	return p, nil
}

// SaveProfile makes the organisation of a person from the fields given.
func SaveProfile(app core.App, user string, words map[string]any) error {
	p, err := newProfile(app, user, words)
	if err != nil {
		return err
	}
	actor.SetActor(p, actor.Actor{ID: user, Role: actor.RoleClient})
	return app.Save(p)
}

// CheckProfile says what would be wrong with the organisation of a person who
// was refused.
func CheckProfile(app core.App, words map[string]any) error {
	p, err := newProfile(app, "", words)
	if err != nil {
		return err
	}
	fields, ok := app.Validate(p).(validation.Errors)
	if !ok {
		return nil
	}
	delete(fields, "user")
	if len(fields) == 0 {
		return nil
	}
	return fields
}

// joinFieldErrors adds to the answer about the person what else is wrong: PocketBase
// stops at the passwords, and the organisation it does not know.
func joinFieldErrors(userErr error, more ...error) error {
	var answered *router.ApiError
	if !errors.As(userErr, &answered) {
		return userErr
	}
	for _, err := range more {
		for name, v := range router.NewBadRequestError("", err).Data {
			if _, taken := answered.Data[name]; !taken {
				answered.Data[name] = v
			}
		}
	}
	return answered
}
