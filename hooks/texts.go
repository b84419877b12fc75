package hooks

import (
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"golang.org/x/text/unicode/norm"
)

// ours are the collections whose texts are people's own words.
var ours = []string{"users", "profiles", "tasks", "assessments", "comments", "notes", "site"}

func registerTexts(app core.App) {
	app.OnRecordCreate(ours...).BindFunc(tidyTexts)
	app.OnRecordUpdate(ours...).BindFunc(tidyTexts)
}

// tidyTexts trims every text field and brings it to NFC before it is validated,
// so that й typed on a phone equals й typed on a desktop and blanks are no title.
func tidyTexts(e *core.RecordEvent) error {
	for _, f := range e.Record.Collection().Fields {
		name := f.GetName()
		if f.Type() != core.FieldTypeText || name == core.FieldNameId || name == core.FieldNameTokenKey {
			continue
		}
		old := e.Record.GetString(name)
		if tidy := tidyText(old); tidy != old {
			e.Record.Set(name, tidy)
		}
	}
	return e.Next()
}

func tidyText(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\x00", "")
	return norm.NFC.String(strings.TrimSpace(s))
}
