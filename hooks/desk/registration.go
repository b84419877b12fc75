package desk

import (
	"errors"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/mails"
	"github.com/pocketbase/pocketbase/tools/router"
	"github.com/spf13/cast"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
	"otklik/hooks/records"
	"otklik/hooks/text"
)

// registrationFields are the fields of a user that registration accepts.
var registrationFields = []string{"username", "email", "name", "locale", core.FieldNamePassword}

// RegisterRegistration binds the rules of new accounts.
func RegisterRegistration(app core.App) {
	app.OnRecordCreateRequest("users").BindFunc(createUserRequest)
}

// createUserRequest registers a client together with the organisation. A manager
// creates a consultant, who has none. A superuser may create any user.
func createUserRequest(e *core.RecordRequestEvent) error {
	who := actor.Of(e.Auth)
	info, err := e.RequestInfo()
	if err != nil {
		return err
	}
	companion, given := info.Body[profileCompanion]
	if !who.IsTrusted() {
		e.Record = newRegistrant(e.Record)
		if who.Role == actor.RoleManager {
			e.Record.Set("role", actor.RoleConsultant)
			return e.Next()
		}
		e.Record.Set("role", actor.RoleClient)
		if !given || companion == nil {
			return e.BadRequestError("", problem.FieldError(profileCompanion, "validation_required"))
		}
	}
	if !given || companion == nil {
		return e.Next()
	}
	values, ok := records.ParseObject(companion)
	if !ok {
		return e.BadRequestError("", problem.FieldError(profileCompanion, "not_an_object"))
	}
	e.Record.SetRaw(organizationKey, text.Tidy(cast.ToString(values["organization"])))
	return registerClient(e, values)
}

// newRegistrant returns a new user with the allowed fields of the request. The id,
// the role and the verified flag aren't among them.
func newRegistrant(sent *core.Record) *core.Record {
	fresh := core.NewRecord(sent.Collection())
	for _, name := range registrationFields {
		fresh.SetRaw(name, sent.GetRaw(name))
	}
	return fresh
}

// registerClient saves the user and the organisation in one transaction, and
// returns the errors of both at once.
func registerClient(e *core.RecordRequestEvent, values map[string]any) error {
	err := records.RequestInTransaction(e, func() error {
		userErr := e.Next()
		if userErr == nil {
			return saveCompanions(e, values)
		}
		return joinFieldErrors(userErr, checkUser(e.App, e.Record), NestErrors(profileCompanion, checkProfile(e.App, actor.Of(e.Auth), values)))
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

// saveCompanions saves the organisation of a new user and queues the mail that
// asks to confirm the address. The request doesn't wait for the mail: the outbox
// worker sends it.
func saveCompanions(e *core.RecordRequestEvent, values map[string]any) error {
	if err := saveProfile(e.App, actor.Of(e.Auth), e.Record.Id, values); err != nil {
		return NestErrors(profileCompanion, err)
	}
	return mails.SendRecordVerification(e.App, e.Record)
}

// checkUser returns all errors of a refused user. It validates the username and
// the address as they would be stored, not as they were typed.
func checkUser(app core.App, u *core.Record) error {
	records.TidyFields(u)
	normalizeUser(u)
	return app.Validate(u)
}

func newProfile(app core.App, user string, values map[string]any) (*core.Record, error) {
	collection, err := app.FindCachedCollectionByNameOrId("profiles")
	if err != nil {
		return nil, err
	}
	p := core.NewRecord(collection)
	for _, name := range ProfileFields {
		if v, ok := values[name]; ok {
			p.Set(name, v)
		}
	}
	for _, name := range ProfileFields {
		p.Set(name, text.Tidy(p.GetString(name)))
	}
	cleanCopied(p)
	capitalKPP(p)
	p.Set("user", user)
	return p, nil
}

// SaveProfile creates the organisation of a user on behalf of staff, from the given
// fields, which must all be [ProfileFields].
func SaveProfile(app core.App, user string, values map[string]any) error {
	return saveProfile(app, actor.Actor{Role: actor.RoleManager}, user, values)
}

func saveProfile(app core.App, who actor.Actor, user string, values map[string]any) error {
	p, err := newProfile(app, user, values)
	if err != nil {
		return err
	}
	if err := refuseOtherFields(values, ProfileFields, knownFields(who, p.Collection())); err != nil {
		return problem.Merge(err, app.Validate(p))
	}
	actor.SetActor(p, actor.Actor{ID: user, Role: actor.RoleClient})
	return app.Save(p)
}

// CheckProfile returns the field errors that the organisation of a user refused by
// staff would have.
func CheckProfile(app core.App, values map[string]any) error {
	return checkProfile(app, actor.Actor{Role: actor.RoleManager}, values)
}

func checkProfile(app core.App, who actor.Actor, values map[string]any) error {
	p, err := newProfile(app, "", values)
	if err != nil {
		return err
	}
	fields, ok := problem.Merge(app.Validate(p), refuseOtherFields(values, ProfileFields, knownFields(who, p.Collection()))).(validation.Errors)
	if !ok {
		return nil
	}
	delete(fields, "user")
	if len(fields) == 0 {
		return nil
	}
	return fields
}

// joinFieldErrors adds further field errors to PocketBase's error about the user:
// PocketBase stops at an invalid password, and doesn't check the organisation.
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
