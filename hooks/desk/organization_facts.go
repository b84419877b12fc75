package desk

import (
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// FactFields are what staff know of an organisation: they write them, clients
// never see them, and all profiles of one ИНН have the same.
var FactFields = []string{"onec_configuration", "onec_release", "hosting", "contract_until"}

// RegisterFacts binds the rules of what staff know of an organisation.
func RegisterFacts(app core.App) {
	app.OnRecordEnrich("profiles").BindFunc(hideFacts)
	app.OnRecordValidate("profiles").BindFunc(validateFacts)
	app.OnRecordCreate("profiles").BindFunc(createFacts)
	app.OnRecordUpdate("profiles").BindFunc(updateFacts)
}

// hideFacts leaves them out of what a client is told, expanded or in realtime.
func hideFacts(e *core.RecordEnrichEvent) error {
	if e.RequestInfo == nil || !actor.Of(e.RequestInfo.Auth).IsInsider() {
		e.Record.Hide(FactFields...)
	}
	return e.Next()
}

// validateFacts refuses a day that is a slip of the keyboard.
func validateFacts(e *core.RecordEvent) error {
	until := e.Record.GetDateTime("contract_until")
	if year := until.Time().Year(); !until.IsZero() && (year < 2000 || year > 2100) {
		return problem.Merge(problem.FieldError("contract_until", "contract_date"), e.Next())
	}
	return e.Next()
}

// createFacts lets a new profile take over what is known of its organisation.
// One that brings facts of its own, which only the dashboard can, spreads them.
func createFacts(e *core.RecordEvent) error {
	return records.SaveInTransaction(e, func() error {
		brings := len(records.DifferingFields(e.Record, core.NewRecord(e.Record.Collection()), FactFields)) > 0
		if !brings {
			if _, err := adoptFacts(e.App, e.Record); err != nil {
				return err
			}
		}
		if err := e.Next(); err != nil || !brings {
			return err
		}
		return propagateFacts(e.App, e.Record)
	})
}

// updateFacts follows a profile to another ИНН, and keeps all profiles of one
// ИНН the same. Who changed what of them, and what went away with an ИНН, is for
// the log that managers read: a line of the profile's own history would be its
// client's too.
func updateFacts(e *core.RecordEvent) error {
	return records.SaveInTransaction(e, func() error {
		stored, err := e.App.FindRecordById("profiles", e.Record.Id)
		if err != nil {
			return err
		}
		changed := records.DifferingFields(e.Record, e.Record.Original(), FactFields)
		if inn := stored.GetString("inn"); len(changed) == 0 && inn != e.Record.GetString("inn") {
			if err := moveFacts(e.App, e.Record, inn); err != nil {
				return err
			}
		}
		moved := records.DifferingFields(e.Record, e.Record.Original(), FactFields) // what changed and what went with the ИНН
		before := records.Pick(e.Record.Original(), moved...)
		if err := e.Next(); err != nil || len(moved) == 0 {
			return err
		}
		if err := auditSettings(e.App, e.Record, "settings", before, records.Pick(e.Record, moved...)); err != nil || len(changed) == 0 {
			return err
		}
		return propagateFacts(e.App, e.Record)
	})
}

// moveFacts is a profile that goes over to another ИНН: it takes over what is
// known of that one. To one that nobody has it brings its facts along, for a
// slip was put right; unless they are others' too, who stay: whoever has
// registered with somebody's ИНН must not carry off the contract.
func moveFacts(tx core.App, p *core.Record, from string) error {
	taken, err := adoptFacts(tx, p)
	if err != nil || taken {
		return err
	}
	others, err := profileOf(tx, from, p.Id)
	if others != nil {
		for _, name := range FactFields {
			p.Set(name, "")
		}
	}
	return err
}

// adoptFacts copies what another profile of the same ИНН has; false if there is
// none.
func adoptFacts(tx core.App, p *core.Record) (bool, error) {
	other, err := profileOf(tx, p.GetString("inn"), p.Id)
	if err != nil || other == nil {
		return false, err
	}
	for _, name := range FactFields {
		p.Set(name, other.Get(name))
	}
	return true, nil
}

// profileOf is a profile of this ИНН that is not the given one, if there is any.
func profileOf(tx core.App, inn, except string) (*core.Record, error) {
	var found []*core.Record
	err := tx.RecordQuery("profiles").AndWhere(dbx.HashExp{"inn": inn}).
		AndWhere(dbx.NewExp("id != {:except}", dbx.Params{"except": except})).Limit(1).All(&found)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// propagateFacts gives the others of the ИНН the same, below the hooks: their
// clients are not to notice that anything was written.
func propagateFacts(tx core.App, p *core.Record) error {
	names := strings.Join(FactFields, ", ")
	_, err := tx.DB().NewQuery("UPDATE profiles SET (" + names + ") = (SELECT " + names + " FROM profiles WHERE id = {:id}) WHERE inn = {:inn} AND id != {:id}").
		Bind(dbx.Params{"id": p.Id, "inn": p.GetString("inn")}).Execute()
	return err
}
