package export

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/microcosm-cc/bluemonday"
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/tools/list"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/desk"
	"otklik/hooks/i18n"
)

// change is what history has of a change as a reader of a file has it: «Статус:
// Решена; Решена: 26.11.2026 03:34». Nothing is empty.
func (x *job) change(raw types.JSONRaw) string {
	fields := map[string]any{}
	if json.Unmarshal(raw, &fields) != nil {
		return string(raw) // not of ours
	}
	fields = fieldsOf(fields)
	lines := make([]string, 0, len(fields))
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		lines = append(lines, x.fieldName(name)+": "+x.fieldValue(name, fields[name]))
	}
	return strings.Join(lines, "; ")
}

// fieldsOf takes the fields out from under their collection, if they lie under
// one: {"categories": {"id": …, "name": …}}.
func fieldsOf(change map[string]any) map[string]any {
	for name, value := range change {
		fields, nested := value.(map[string]any)
		if _, arranged := desk.AuditedFields[name]; nested && (arranged || name == "users" || name == "profiles") {
			delete(fields, "id")
			return fields
		}
	}
	return change
}

// fieldName is what a field is called; its own name if there is no text of it.
func (x *job) fieldName(name string) string {
	if key := i18n.FieldKey(name); i18n.Has(key) {
		return x.words(strings.TrimPrefix(key, "export."))
	}
	return name
}

// fieldValue is a value as people read it: words, names, and times by the firm's
// clock.
func (x *job) fieldValue(name string, value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case bool:
		if v {
			return x.words("yes")
		}
		return x.words("no")
	case string:
		return x.fieldText(name, v)
	case []any:
		if name == "week" {
			return x.weekText(v)
		}
		return strings.Join(list.ToUniqueStringSlice(v), ", ") // names of files
	case map[string]any: // special days
		days := make([]string, 0, len(v))
		for _, day := range slices.Sorted(maps.Keys(v)) {
			days = append(days, day+" "+x.hoursText(v[day]))
		}
		return strings.Join(days, ", ")
	}
	return fmt.Sprint(value) // a number
}

// weekText is the hours of a week from Monday: «пн 09:00–18:00, …, вс выходной».
func (x *job) weekText(week []any) string {
	names := strings.Fields(x.words("weekdays"))
	days := make([]string, 0, len(names))
	for i, hours := range week[:min(len(week), len(names))] {
		days = append(days, names[i]+" "+x.hoursText(hours))
	}
	return strings.Join(days, ", ")
}

// hoursText is the hours of a day, [["09:00", "18:00"]].
func (x *job) hoursText(hours any) string {
	spans, _ := hours.([]any)
	texts := make([]string, 0, len(spans))
	for _, span := range spans {
		texts = append(texts, strings.Join(list.ToUniqueStringSlice(span), "–"))
	}
	return cmp.Or(strings.Join(texts, " "), x.words("day_off"))
}

func (x *job) fieldText(name, text string) string {
	switch name {
	case "status", "priority", "role", "hosting":
		if word := x.localized(text); word != "" {
			return word
		}
	case "about": // of the firm
		return strings.Join(strings.Fields(html.UnescapeString(bluemonday.StrictPolicy().AddSpaceWhenStrippingTag(true).Sanitize(text))), " ")
	case "consultant":
		return x.nameIn("users", "COALESCE(NULLIF(name, ''), username)", text)
	case "category":
		return x.nameIn("categories", "name", text)
	}
	at, err := time.Parse(types.DefaultDateLayout, text)
	switch {
	case err == nil && name == "contract_until": // a day, whatever the zone
		return at.Format("02.01.2006")
	case err == nil:
		return at.In(x.hours.Location()).Format("02.01.2006 15:04")
	}
	return text
}

// nameIn is what a record is called, looked up once; its id if it is no more.
func (x *job) nameIn(table, column, id string) string {
	if id == "" {
		return ""
	}
	name, known := x.names[id]
	if !known {
		if x.app.DB().NewQuery("SELECT "+column+" FROM "+table+" WHERE id = {:id}").Bind(dbx.Params{"id": id}).Row(&name) != nil {
			name = id
		}
		x.names[id] = name
	}
	return name
}
