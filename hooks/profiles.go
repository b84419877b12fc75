package hooks

import (
	"slices"
	"strings"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
)

// profileFields are the fields of an organisation that its client may fill, at
// registration and later, in the order of the form. A field that is neither here
// nor among factFields, such as one that an administrator has added, is closed to
// clients and staff.
var profileFields = []string{"organization", "inn", "kpp", "ogrn", "address", "phone", "contact"}

func registerProfiles(app core.App) {
	app.OnRecordValidate("profiles").BindFunc(validateProfile)
	app.OnRecordCreateRequest("profiles").BindFunc(createProfileRequest)
	app.OnRecordUpdateRequest("profiles").BindFunc(updateProfileRequest)
}

// validateProfile checks the requisites for every saver.
func validateProfile(e *core.RecordEvent) error {
	return merge(checkRequisites(e.Record), e.Next())
}

func checkRequisites(p *core.Record) error {
	inn := p.GetString("inn")
	found := validation.Errors{}
	if inn != "" { // an empty one is for the field's own "required"
		note(found, "inn", checkINN(inn))
	}
	note(found, "kpp", checkKPP(p.GetString("kpp"), inn))
	note(found, "ogrn", checkOGRN(p.GetString("ogrn")))
	if !p.IsNew() && p.GetString("user") != p.Original().GetString("user") {
		note(found, "user", "read_only")
	}
	if len(found) > 0 {
		return found
	}
	return nil
}

func note(found validation.Errors, field, code string) {
	if code != "" {
		found[field] = problem(code)
	}
}

// checkProfileFields is the allow-list of a request: staff write factFields and
// no others, a client profileFields and no others. A fact that a client names is
// refused whatever its value: an answer that depended on the value would tell it.
func checkProfileFields(e *core.RecordRequestEvent) error {
	sent := map[string]any{} // as it was sent: PocketBase has replaced what it could not read
	if err := e.BindBody(&sent); err != nil {
		return e.BadRequestError("", err)
	}
	who, found := actorOf(e.Auth), validation.Errors{}
	for _, name := range named(e.Record) {
		if !mayWriteProfile(who, name) {
			found[name] = problem("read_only")
		}
	}
	for key, value := range sent {
		name := strings.Trim(key, "+-")
		if !who.insider() && slices.Contains(factFields, name) {
			found[name] = problem("read_only")
		} else if name == "contract_until" && noDate(e.Record, name, value) {
			found[name] = problem("contract_date")
		}
	}
	if len(found) > 0 {
		return e.BadRequestError("", found)
	}
	return nil
}

// mayWriteProfile says whether a field of an organisation is open to somebody.
// The id and the user of a client are judged by the rules.
func mayWriteProfile(who actor, name string) bool {
	switch {
	case who.trusted():
		return true
	case who.staff():
		return slices.Contains(factFields, name)
	}
	return slices.Contains(profileFields, name) || name == core.FieldNameId || name == "user"
}

// createProfileRequest makes the caller's own organisation, for one who has
// become a client after having been staff.
func createProfileRequest(e *core.RecordRequestEvent) error {
	who := actorOf(e.Auth)
	if err := checkProfileFields(e); err != nil {
		return err
	}
	if !who.trusted() {
		e.Record.Set("id", "")
		e.Record.Set("user", who.id)
	}
	sign(e.Record, who)
	capitalKPP(e.Record)
	return e.Next()
}

// updateProfileRequest lets clients change the requisites, and staff the facts.
func updateProfileRequest(e *core.RecordRequestEvent) error {
	if err := checkProfileFields(e); err != nil {
		return err
	}
	sign(e.Record, actorOf(e.Auth))
	capitalKPP(e.Record)
	return e.Next()
}

// capitalKPP takes the letters of a КПП as they are typed.
func capitalKPP(p *core.Record) { p.Set("kpp", strings.ToUpper(p.GetString("kpp"))) }
