package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// FromRow makes a record of a row that a statement has returned, as PocketBase does of
// the rows that it selects.
func FromRow(collection *core.Collection, row dbx.NullStringMap) (*core.Record, error) {
	r := core.NewRecord(collection)
	for _, f := range collection.Fields {
		var raw any
		if value := row[f.GetName()]; value.Valid {
			raw = value.String
		}
		value, err := f.PrepareValue(r, raw)
		if err != nil {
			return nil, err
		}
		r.SetRaw(f.GetName(), value)
	}
	r.Id = row[core.FieldNameId].String
	return r, r.PostScan()
}
