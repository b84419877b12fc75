package hooks

import (
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// factFields are what staff know of an organisation: they write them, clients
// never see them, and all profiles of one ИНН have the same.
var factFields = []string{"onec_configuration", "onec_release", "hosting", "contract_until"}

func registerFacts(app core.App) {
	app.OnRecordEnrich("profiles").BindFunc(hideFacts)
	app.OnRecordValidate("profiles").BindFunc(validateFacts)
	app.OnRecordCreate("profiles").BindFunc(createFacts)
	app.OnRecordUpdate("profiles").BindFunc(updateFacts)
}

// hideFacts leaves them out of what a client is told, expanded or in realtime.
func hideFacts(e *core.RecordEnrichEvent) error {
	if e.RequestInfo == nil || !actorOf(e.RequestInfo.Auth).insider() {
		e.Record.Hide(factFields...)
	}
	return e.Next()
}

// validateFacts refuses a day that is a slip of the keyboard.
func validateFacts(e *core.RecordEvent) error {
	until := e.Record.GetDateTime("contract_until")
	if year := until.Time().Year(); !until.IsZero() && (year < 2000 || year > 2100) {
		return merge(wrong("contract_until", "contract_date"), e.Next())
	}
	return e.Next()
}

// createFacts lets a new profile take over what is known of its organisation.
// One that brings facts of its own, which only the dashboard can, spreads them.
func createFacts(e *core.RecordEvent) error {
	return saveInTransaction(e, func() error {
		brings := len(differing(e.Record, core.NewRecord(e.Record.Collection()), factFields)) > 0
		if !brings {
			if _, err := takeFacts(e.App, e.Record); err != nil {
				return err
			}
		}
		if err := e.Next(); err != nil || !brings {
			return err
		}
		return spreadFacts(e.App, e.Record)
	})
}

// updateFacts follows a profile to another ИНН, and keeps all profiles of one
// ИНН the same. Who changed what of them, and what went away with an ИНН, is for
// the log that managers read: a line of the profile's own history would be its
// client's too.
func updateFacts(e *core.RecordEvent) error {
	return saveInTransaction(e, func() error {
		stored, err := e.App.FindRecordById("profiles", e.Record.Id)
		if err != nil {
			return err
		}
		changed := differing(e.Record, e.Record.Original(), factFields)
		if inn := stored.GetString("inn"); len(changed) == 0 && inn != e.Record.GetString("inn") {
			if err := moveFacts(e.App, e.Record, inn); err != nil {
				return err
			}
		}
		moved := differing(e.Record, e.Record.Original(), factFields) // what changed and what went with the ИНН
		before := pick(e.Record.Original(), moved...)
		if err := e.Next(); err != nil || len(moved) == 0 {
			return err
		}
		if err := writeArranged(e.App, e.Record, "settings", before, pick(e.Record, moved...)); err != nil || len(changed) == 0 {
			return err
		}
		return spreadFacts(e.App, e.Record)
	})
}

// moveFacts is a profile that goes over to another ИНН: it takes over what is
// known of that one. To one that nobody has it brings its facts along, for a
// slip was put right; unless they are others' too, who stay: whoever has
// registered with somebody's ИНН must not carry off the contract.
func moveFacts(tx core.App, p *core.Record, from string) error {
	taken, err := takeFacts(tx, p)
	if err != nil || taken {
		return err
	}
	others, err := profileOf(tx, from, p.Id)
	if others != nil {
		for _, name := range factFields {
			p.Set(name, "")
		}
	}
	return err
}

// takeFacts copies what another profile of the same ИНН has; false if there is
// none.
func takeFacts(tx core.App, p *core.Record) (bool, error) {
	other, err := profileOf(tx, p.GetString("inn"), p.Id)
	if err != nil || other == nil {
		return false, err
	}
	for _, name := range factFields {
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

// spreadFacts gives the others of the ИНН the same, below the hooks: their
// clients are not to notice that anything was written.
func spreadFacts(tx core.App, p *core.Record) error {
	names := strings.Join(factFields, ", ")
	_, err := tx.DB().NewQuery("UPDATE profiles SET (" + names + ") = (SELECT " + names + " FROM profiles WHERE id = {:id}) WHERE inn = {:inn} AND id != {:id}").
		Bind(dbx.Params{"id": p.Id, "inn": p.GetString("inn")}).Execute()
	return err
}
