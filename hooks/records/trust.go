package records

import (
	"errors"
	"slices"

	"github.com/pocketbase/dbx"
	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// Keys of a record for one save: the relations that need not be looked up again, and
// the row as it is stored.
const (
	trustedKey = "@trusted"
	storedKey  = "@stored"
)

// Trust notes that rows to which a record relates were read, or its relations copied
// from a row that was, in the transaction that saves it: validation would count each of
// them again.
func Trust(r *core.Record, relations ...string) {
	known, _ := r.GetRaw(trustedKey).([]string)
	all := slices.Sorted(slices.Values(append(slices.Clone(known), relations...)))
	r.SetRaw(trustedKey, slices.Compact(all))
}

// TrustStored notes the stored row of a record, as read in the transaction that saves
// it: its unchanged relations are trusted, and PocketBase doesn't read it once more for
// each field of files.
func TrustStored(r, stored *core.Record) {
	r.SetRaw(storedKey, stored)
	for _, f := range r.Collection().Fields {
		if name := f.GetName(); f.Type() == core.FieldTypeRelation && sameValue(r.GetRaw(name), stored.GetRaw(name)) {
			Trust(r, name)
		}
	}
}

// Distrust ends what [Trust] and [TrustStored] noted. Call it after the save.
func Distrust(r *core.Record) {
	r.SetRaw(trustedKey, nil)
	r.SetRaw(storedKey, nil)
}

// RegisterTrust makes validations and updates believe what [Trust] and [TrustStored]
// have noted.
func RegisterTrust(app core.App) {
	// right before PocketBase's own validation of the fields
	app.OnRecordValidate().Bind(&hook.Handler[*core.RecordEvent]{Id: "otklikTrusted", Priority: 98, Func: validateTrusting})
	// right before PocketBase's fields take part in the update
	app.OnRecordUpdateExecute().Bind(&hook.Handler[*core.RecordEvent]{Id: "otklikStored", Priority: -100, Func: nextKnowing})
}

// validateTrusting runs the validation without the trusted relations: PocketBase
// doesn't look up an empty one.
func validateTrusting(e *core.RecordEvent) error {
	r := e.Record
	trusted, _ := r.GetRaw(trustedKey).([]string)
	trusted = slices.DeleteFunc(slices.Clone(trusted), func(name string) bool { return r.GetString(name) == "" })
	kept := make([]any, len(trusted))
	for i, name := range trusted {
		kept[i] = r.GetRaw(name)
		r.SetRaw(name, "")
	}
	err := nextKnowing(e)
	for i, name := range trusted {
		r.SetRaw(name, kept[i])
	}
	return withoutRequired(err, trusted)
}

// withoutRequired drops the errors of fields that are only said to be empty.
func withoutRequired(err error, names []string) error {
	var found validation.Errors
	if len(names) == 0 || !errors.As(err, &found) {
		return err
	}
	for _, name := range names {
		var one validation.Error
		if errors.As(found[name], &one) && one.Code() == validation.ErrRequired.Code() {
			delete(found, name)
		}
	}
	if len(found) == 0 {
		return nil
	}
	return found
}

// nextKnowing runs the rest of a hook with an application that knows the stored row.
func nextKnowing(e *core.RecordEvent) error {
	stored, ok := e.Record.GetRaw(storedKey).(*core.Record)
	if !ok {
		return e.Next()
	}
	outer := e.App
	defer func() { e.App = outer }()
	e.App = knowing{outer, stored}
	return e.Next()
}

// knowing is an application that knows one row.
type knowing struct {
	core.App
	row *core.Record
}

// FindRecordById implements core.App.
func (k knowing) FindRecordById(collection any, id string, filters ...func(*dbx.SelectQuery) error) (*core.Record, error) {
	if c, ok := collection.(*core.Collection); ok && c.Id == k.row.Collection().Id && id == k.row.Id && len(filters) == 0 {
		return k.row, nil
	}
	return k.App.FindRecordById(collection, id, filters...)
}
