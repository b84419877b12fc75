package desk

import (
	"slices"
	"strings"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
	"otklik/hooks/records"
	"otklik/hooks/requisites"
	"otklik/hooks/text"
)

// ProfileFields are the fields of an organisation that its client may write, at
// registration and later, in the order of the form. Clients and staff can't write
// a field that is neither here nor in [FactFields], such as one added by an
// administrator.
var ProfileFields = []string{"organization", "inn", "kpp", "ogrn", "contact", "phone", "address"}

// RegisterProfiles binds the rules of organisations.
func RegisterProfiles(app core.App) {
	app.OnRecordCreate("profiles").BindFunc(cleanRequisites)
	app.OnRecordUpdate("profiles").BindFunc(cleanRequisites)
	app.OnRecordValidate("profiles").BindFunc(validateProfile)
	app.OnRecordCreateRequest("profiles").BindFunc(createProfileRequest)
	app.OnRecordUpdateRequest("profiles").BindFunc(updateProfileRequest)
}

// copiedFields are fields that people copy, with characters that nobody sees.
var copiedFields = []string{"inn", "kpp", "ogrn", "phone"}

func cleanRequisites(e *core.RecordEvent) error {
	cleanCopied(e.Record)
	return e.Next()
}

func cleanCopied(p *core.Record) {
	for _, name := range copiedFields {
		if typed := p.GetString(name); text.Visible(typed) != typed {
			p.Set(name, text.Visible(typed))
		}
	}
}

// validateProfile checks the requisites for every saver.
func validateProfile(e *core.RecordEvent) error {
	return problem.Merge(checkRequisites(e.Record), e.Next())
}

func checkRequisites(p *core.Record) error {
	inn := p.GetString("inn")
	found := validation.Errors{}
	if inn != "" { // the field's own "required" reports an empty one
		noteProblem(found, "inn", requisites.CheckINN(inn))
	}
	noteProblem(found, "kpp", requisites.CheckKPP(p.GetString("kpp"), inn))
	noteProblem(found, "ogrn", requisites.CheckOGRN(p.GetString("ogrn")))
	if !p.IsNew() && p.GetString("user") != p.Original().GetString("user") {
		noteProblem(found, "user", "read_only")
	}
	if len(found) > 0 {
		return found
	}
	return nil
}

func noteProblem(found validation.Errors, field, code string) {
	if code != "" {
		found[field] = problem.New(code)
	}
}

// checkProfileFields is the allow-list of a request: staff may write only
// [FactFields], a client only [ProfileFields]. Facts don't exist for clients: the
// guard has refused them, whatever their value.
func checkProfileFields(e *core.RecordRequestEvent) error {
	sent := map[string]any{} // the raw body: PocketBase has replaced invalid values in the record
	if err := e.BindBody(&sent); err != nil {
		return e.BadRequestError("", err)
	}
	who, found := actor.Of(e.Auth), validation.Errors{}
	for _, name := range records.ChangedFields(e.Record) {
		if !mayWriteProfile(who, name) {
			found[name] = problem.New("read_only")
		}
	}
	for key, value := range sent {
		if name := strings.Trim(key, "+-"); name == "contract_until" && records.IsInvalidDate(e.Record, name, value) {
			found[name] = problem.New("contract_date")
		}
	}
	if len(found) > 0 {
		return e.BadRequestError("", found)
	}
	return nil
}

// mayWriteProfile reports whether who may write a field of an organisation. For a
// client, the collection's rules check id and user.
func mayWriteProfile(who actor.Actor, name string) bool {
	switch {
	case who.IsTrusted():
		return true
	case who.IsStaff():
		return slices.Contains(FactFields, name)
	}
	return slices.Contains(ProfileFields, name) || name == core.FieldNameId || name == "user"
}

// createProfileRequest creates the caller's own organisation: a former member of
// staff who has become a client has none.
func createProfileRequest(e *core.RecordRequestEvent) error {
	who := actor.Of(e.Auth)
	if err := checkProfileFields(e); err != nil {
		return err
	}
	if !who.IsTrusted() {
		e.Record.Set("id", "")
		e.Record.Set("user", who.ID)
	}
	actor.SetActor(e.Record, who)
	capitalKPP(e.Record)
	return e.Next()
}

// updateProfileRequest lets clients change [ProfileFields], and staff [FactFields].
func updateProfileRequest(e *core.RecordRequestEvent) error {
	if err := checkProfileFields(e); err != nil {
		return err
	}
	actor.SetActor(e.Record, actor.Of(e.Auth))
	capitalKPP(e.Record)
	return e.Next()
}

// capitalKPP converts the letters of a KPP to upper case.
func capitalKPP(p *core.Record) { p.Set("kpp", strings.ToUpper(p.GetString("kpp"))) }
