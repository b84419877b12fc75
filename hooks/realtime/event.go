package realtime

import (
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// callerPrefix is how rules name the fields of who asks.
const callerPrefix = "@request.auth."

// event is what has happened to a record. It reads each value that the rules name
// once for all subscribers.
type event struct {
	app     core.App
	action  string
	record  *core.Record
	related map[string]*core.Record // by field; nil for an empty relation
	values  map[string]value
}

func newEvent(app core.App, action string, record *core.Record) *event {
	return &event{app: app, action: action, record: record, related: map[string]*core.Record{}, values: map[string]value{}}
}

// decide reports whether a rule lets somebody see the record.
func (e *event) decide(text *string, who *core.Record) verdict {
	switch {
	case text == nil:
		return no
	case *text == "":
		return yes
	}
	return parseRule(*text).decide(func(name string) value {
		if field, ok := strings.CutPrefix(name, callerPrefix); ok {
			return fieldOf(who, field)
		}
		return e.value(name)
	})
}

// value returns the value of a field of the record, or of the one that it refers to.
func (e *event) value(name string) value {
	if v, ok := e.values[name]; ok {
		return v
	}
	v := e.read(name)
	e.values[name] = v
	return v
}

func (e *event) read(name string) value {
	relation, field, found := strings.Cut(name, ".")
	if !found {
		return fieldOf(e.record, name)
	}
	to, ok := e.record.Collection().Fields.GetByName(relation).(*core.RelationField)
	if !ok || to.IsMultiple() || strings.Contains(field, ".") {
		return value{}
	}
	row, err := e.follow(relation, to.CollectionId)
	if err != nil {
		return value{}
	}
	if row == nil {
		return value{kind: textual} // nothing is joined, and nothing is empty
	}
	return fieldOf(row, field)
}

// follow returns the record of a relation; nil if it is empty. One that is gone is an
// error, and leaves the decision to SQL.
func (e *event) follow(relation, collection string) (*core.Record, error) {
	if row, ok := e.related[relation]; ok {
		return row, nil
	}
	var row *core.Record
	if id := e.record.GetString(relation); id != "" {
		var err error
		if row, err = e.app.FindRecordById(collection, id); err != nil {
			return nil, err
		}
	}
	e.related[relation] = row
	return row, nil
}

// fieldOf returns the value of a field whose stored form is a plain text or a bool.
func fieldOf(r *core.Record, name string) value {
	switch name {
	case core.FieldNameCollectionId:
		return value{r.Collection().Id, textual}
	case core.FieldNameCollectionName:
		return value{r.Collection().Name, textual}
	}
	switch field := r.Collection().Fields.GetByName(name).(type) {
	case *core.TextField, *core.EmailField, *core.URLField, *core.DateField, *core.AutodateField:
		return value{r.GetString(name), textual}
	case *core.SelectField:
		if field.IsMultiple() {
			return value{}
		}
		return value{r.GetString(name), textual}
	case *core.RelationField:
		if field.IsMultiple() {
			return value{}
		}
		return value{r.GetString(name), textual}
	case *core.BoolField:
		return value{strconv.FormatBool(r.GetBool(name)), boolean}
	}
	return value{}
}
