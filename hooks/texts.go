package hooks

import (
	"strings"
	"unicode"

	"github.com/pocketbase/pocketbase/core"
	"golang.org/x/text/unicode/norm"
)

// ours are the collections whose texts are people's own words.
var ours = []string{"users", "profiles", "tasks", "assessments", "comments", "notes", "site", "canned_answers", "categories"}

func registerTexts(app core.App) {
	app.OnRecordCreate(ours...).BindFunc(tidyTexts)
	app.OnRecordUpdate(ours...).BindFunc(tidyTexts)
}

// tidyTexts trims every text field and brings it to NFC before it is validated,
// so that й typed on a phone equals й typed on a desktop and blanks are no title.
func tidyTexts(e *core.RecordEvent) error {
	tidy(e.Record)
	return e.Next()
}

func tidy(r *core.Record) {
	for _, f := range r.Collection().Fields {
		name := f.GetName()
		if f.Type() != core.FieldTypeText || name == core.FieldNameId || name == core.FieldNameTokenKey {
			continue
		}
		old := r.GetString(name)
		if text := tidyText(old); text != old {
			r.Set(name, text)
		}
	}
}

func tidyText(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD") // forms bring any bytes
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\x00", "")
	return norm.NFC.String(strings.TrimFunc(s, invisible))
}

// invisible is true of blanks, and of marks of no width that would make a name
// of nothing.
func invisible(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }
