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

// change formats the stored fields of a history line for a cell: «Статус: Решена;
// Решена: 26.11.2026 03:34». It is empty if there are no fields. files has the names
// of the task's files.
func (x *job) change(raw types.JSONRaw, files desk.FileNames) string {
	fields := map[string]any{}
	if json.Unmarshal(raw, &fields) != nil {
		return string(raw) // not an object
	}
	fields = fieldsOf(fields)
	lines := make([]string, 0, len(fields))
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		lines = append(lines, x.fieldName(name)+": "+x.fieldValue(name, fields[name], files))
	}
	return strings.Join(lines, "; ")
}

// fieldsOf unwraps the fields if they are nested under the name of a collection:
// {"categories": {"id": …, "name": …}}.
func fieldsOf(change map[string]any) map[string]any {
	for name, value := range change {
		fields, nested := value.(map[string]any)
		if _, audited := desk.AuditedFields[name]; nested && (audited || name == "users" || name == "profiles") {
			delete(fields, "id")
			return fields
		}
	}
	return change
}

// fieldName returns the translated name of a field, or the name itself if there is
// no translation.
func (x *job) fieldName(name string) string {
	if key := "export." + "change_" + name; i18n.Has(key) { // a heading of a list may be the name of a status
		return x.text(strings.TrimPrefix(key, "export."))
	}
	if key := i18n.FieldKey(name); i18n.Has(key) {
		return x.text(strings.TrimPrefix(key, "export."))
	}
	return name
}

// fieldValue formats a value for people: translated, with names instead of ids, and
// times in the firm's time zone.
func (x *job) fieldValue(name string, value any, files desk.FileNames) string {
	switch v := value.(type) {
	case nil:
		return ""
	case bool:
		if v {
			return x.text("yes")
		}
		return x.text("no")
	case string:
		return x.fieldText(name, v)
	case []any:
		if name == "week" {
			return x.weekText(v)
		}
		return strings.Join(listed(name, list.ToUniqueStringSlice(v), files), ", ")
	case map[string]any: // special days, or the filters of an export
		if name == "filters" {
			return filtersText(v)
		}
		days := make([]string, 0, len(v))
		for _, day := range slices.Sorted(maps.Keys(v)) {
			days = append(days, day+" "+x.hoursText(v[day]))
		}
		return strings.Join(days, ", ")
	}
	return fmt.Sprint(value) // a number
}

// listed returns the values of a list as people know them.
func listed(name string, values []string, files desk.FileNames) []string {
	if name != "files" {
		return values
	}
	names := make([]string, len(values))
	for i, stored := range values {
		names[i] = files.Of(stored)
	}
	return names
}

func filtersText(filters map[string]any) string {
	texts := make([]string, 0, len(filters))
	for _, name := range slices.Sorted(maps.Keys(filters)) {
		texts = append(texts, fmt.Sprint(name, "=", filters[name]))
	}
	return strings.Join(texts, ", ")
}

// weekText formats the hours of a week from Monday: «пн 09:00–18:00, …, вс выходной».
func (x *job) weekText(week []any) string {
	names := strings.Fields(x.text("weekdays"))
	days := make([]string, 0, len(names))
	for i, hours := range week[:min(len(week), len(names))] {
		days = append(days, names[i]+" "+x.hoursText(hours))
	}
	return strings.Join(days, ", ")
}

// hoursText formats the hours of a day, [["09:00", "18:00"]].
func (x *job) hoursText(hours any) string {
	spans, _ := hours.([]any)
	texts := make([]string, 0, len(spans))
	for _, span := range spans {
		texts = append(texts, strings.Join(list.ToUniqueStringSlice(span), "–"))
	}
	return cmp.Or(strings.Join(texts, " "), x.text("day_off"))
}

func (x *job) fieldText(name, text string) string {
	switch name {
	case "status", "priority", "role", "hosting":
		if translated := x.localized(text); translated != "" {
			return translated
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
	case err == nil && name == "contract_until": // a day without a time zone
		return at.Format("02.01.2006")
	case err == nil:
		return at.In(x.hours.Location()).Format("02.01.2006 15:04")
	}
	return text
}

// nameIn returns the name of a record, looked up once, or its id if the record is
// gone.
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
