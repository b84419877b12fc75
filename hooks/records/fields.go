package records

import (
	"encoding/json"
	"reflect"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cast"

	"otklik/hooks/problem"
)

// HasChanges reports whether any field differs, except autodates and rev.
func HasChanges(r, stored *core.Record) bool {
	var names []string
	for _, f := range r.Collection().Fields {
		if name := f.GetName(); f.Type() != core.FieldTypeAutodate && name != "rev" {
			names = append(names, name)
		}
	}
	return len(DifferingFields(r, stored, names)) > 0
}

// DifferingFields returns those of the named fields in which the records differ.
func DifferingFields(r, stored *core.Record, names []string) []string {
	var out []string
	for _, name := range names {
		if !sameValue(r.Get(name), stored.Get(name)) {
			out = append(out, name)
		}
	}
	return out
}

// sameValue compares values as they would be stored: dates and lists of files by
// their JSON. New uploads always differ.
func sameValue(a, b any) bool {
	if reflect.DeepEqual(a, b) {
		return true
	}
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

// Pick copies the named fields as the API would return them.
func Pick(r *core.Record, names ...string) map[string]any {
	out := make(map[string]any, len(names))
	for _, name := range names {
		if r.Collection().Fields.GetByName(name).Type() == core.FieldTypeFile {
			out[name] = r.GetStringSlice(name)
			continue
		}
		out[name] = r.Get(name)
	}
	return out
}

// IsInvalidDate reports whether sent is an invalid date: PocketBase would treat it
// as empty and clear the field.
func IsInvalidDate(r *core.Record, name string, sent any) bool {
	return cast.ToString(sent) != "" && r.GetDateTime(name).IsZero()
}

// ChangedFields returns the fields that a request changes on the row it has read.
func ChangedFields(r *core.Record) []string {
	var out []string
	for _, f := range r.Collection().Fields {
		if f.Type() != core.FieldTypeAutodate && !sameValue(r.Get(f.GetName()), r.Original().Get(f.GetName())) {
			out = append(out, f.GetName())
		}
	}
	return out
}

// RefuseChanges refuses a change of immutable fields.
func RefuseChanges(r, stored *core.Record, names ...string) error {
	for _, name := range names {
		if r.GetString(name) != stored.GetString(name) {
			return problem.FieldError(name, "read_only")
		}
	}
	return nil
}
