package desk

import (
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// FactFields are the internal facts about an organisation. Staff write them,
// clients never see them, and all profiles with the same INN share them.
var FactFields = []string{"onec_configuration", "onec_release", "hosting", "contract_until"}

// RegisterFacts binds the rules of the internal facts.
func RegisterFacts(app core.App) {
	app.OnRecordValidate("profiles").BindFunc(validateFacts)
	app.OnRecordCreate("profiles").BindFunc(createFacts)
	app.OnRecordUpdate("profiles").BindFunc(updateFacts)
}

// validateFacts refuses a contract date that is obviously a typo.
func validateFacts(e *core.RecordEvent) error {
	until := e.Record.GetDateTime("contract_until")
	if year := until.Time().Year(); !until.IsZero() && (year < 2000 || year > 2100) {
		return problem.Merge(problem.FieldError("contract_until", "contract_date"), e.Next())
	}
	return e.Next()
}

// createFacts copies the facts of the organisation to a new profile. A profile
// created with facts, which only the dashboard can do, passes them to the other
// profiles of its INN.
func createFacts(e *core.RecordEvent) error {
	return records.SaveInTransaction(e, func() error {
		hasFacts := len(records.DifferingFields(e.Record, core.NewRecord(e.Record.Collection()), FactFields)) > 0
		if !hasFacts {
			if _, err := adoptFacts(e.App, e.Record); err != nil {
				return err
			}
		}
		if err := e.Next(); err != nil || !hasFacts {
			return err
		}
		return propagateFacts(e.App, e.Record)
	})
}

// updateFacts handles a change of the INN, and keeps the facts of all profiles
// with the same INN equal. Changes of facts are written to the log of managers:
// the client reads the history of the profile.
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
		moved := records.DifferingFields(e.Record, e.Record.Original(), FactFields) // changed directly or with the INN
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

// moveFacts sets the facts of a profile whose INN changes. If another profile has
// the new INN, its facts are adopted. Otherwise the change corrects a typo, and
// the profile keeps its facts, unless other profiles stay with the old INN: a
// client registered with somebody else's INN must not carry off the contract.
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

// adoptFacts copies the facts of another profile with the same INN; false if there
// is none.
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

// profileOf finds a profile with this INN other than except; nil if there is none.
func profileOf(tx core.App, inn, except string) (*core.Record, error) {
	var found []*core.Record
	err := tx.RecordQuery("profiles").AndWhere(dbx.HashExp{"inn": inn}).
		AndWhere(dbx.NewExp("id != {:except}", dbx.Params{"except": except})).Limit(1).All(&found)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// propagateFacts copies the facts to the other profiles with the same INN. SQL
// bypasses the hooks, so that their clients notice no update.
func propagateFacts(tx core.App, p *core.Record) error {
	names := strings.Join(FactFields, ", ")
	_, err := tx.DB().NewQuery("UPDATE profiles SET (" + names + ") = (SELECT " + names + " FROM profiles WHERE id = {:id}) WHERE inn = {:inn} AND id != {:id}").
		Bind(dbx.Params{"id": p.Id, "inn": p.GetString("inn")}).Execute()
	return err
}
