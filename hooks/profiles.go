package hooks

import (
	"strings"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
)

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

// createProfileRequest makes the caller's own organisation, for one who has
// become a client after having been staff.
func createProfileRequest(e *core.RecordRequestEvent) error {
	who := actorOf(e.Auth)
	if err := checkFacts(e); err != nil {
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
	if err := checkFacts(e); err != nil {
		return err
	}
	sign(e.Record, actorOf(e.Auth))
	capitalKPP(e.Record)
	return e.Next()
}

// capitalKPP takes the letters of a КПП as they are typed.
func capitalKPP(p *core.Record) { p.Set("kpp", strings.ToUpper(p.GetString("kpp"))) }
