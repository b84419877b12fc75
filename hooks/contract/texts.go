package contract

import (
	"strings"
	"time"

	"otklik/hooks/desk"
	"otklik/hooks/i18n"
	"otklik/hooks/reports"
)

// named is the prefix of the texts that name values and fields.
const named = "export."

// texts is the TypeScript module with what the page calls the values of the
// contract in a language: its catalogue of sentences takes them from there. The
// figures of Go are in them; what the page fills in stays in braces.
func texts(locale string) string {
	words := tsObject{}
	add := func(key, from string) {
		if i18n.Has(from) {
			words = append(words, tsMember{key, i18n.Format(locale, from, i18n.Params{"hours": int(desk.UnassignedAfter / time.Hour), "low": desk.LowRating})})
		}
	}
	for _, s := range desk.TaskStatuses {
		add("status."+s, named+"is_"+s)
		add("status."+s+"_own", named+"is_"+s+"_own") // as the client of the task reads it
	}
	for _, p := range desk.Priorities {
		add("priority."+p, named+"is_"+p)
	}
	for _, k := range desk.NotificationKinds {
		if !k.MailOnly {
			add("notice."+k.Name, "notice."+k.Name)
			add("switch."+k.Name, "switch."+k.Name)
		}
	}
	for _, f := range desk.ProfileFields {
		add("field."+f, i18n.FieldKey(f))
	}
	for _, b := range reports.Breakdowns {
		add("table."+b.Name, named+b.Name)
		add("column."+b.Column, named+b.Column)
	}
	var out strings.Builder
	out.WriteString(generatedBy + "\nexport default {\n")
	for _, m := range words {
		out.WriteString("  " + tsKey(m.key) + ": " + tsValue(m.value, 1, 0, false) + ",\n")
	}
	out.WriteString("} as const;\n")
	return out.String()
}
