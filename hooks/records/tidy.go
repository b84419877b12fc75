package records

import (
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/text"
)

// TextCollections are the collections whose text fields users write.
var TextCollections = []string{"users", "profiles", "tasks", "assessments", "comments", "notes", "site", "canned_answers", "categories", "mail_templates"}

// RegisterTexts tidies the texts of records before they are validated.
func RegisterTexts(app core.App) {
	app.OnRecordCreate(TextCollections...).BindFunc(tidyRecord)
	app.OnRecordUpdate(TextCollections...).BindFunc(tidyRecord)
}

// tidyRecord trims every text field and normalizes it to NFC before validation: й
// typed on a phone then equals й typed on a desktop, and a title of spaces is empty.
func tidyRecord(e *core.RecordEvent) error {
	TidyFields(e.Record)
	return e.Next()
}

// TidyFields tidies every text field of a record.
func TidyFields(r *core.Record) {
	for _, f := range r.Collection().Fields {
		name := f.GetName()
		if f.Type() != core.FieldTypeText && f.Type() != core.FieldTypeEditor || name == core.FieldNameId || name == core.FieldNameTokenKey {
			continue
		}
		old := r.GetString(name)
		if text := text.Tidy(old); text != old {
			r.Set(name, text)
		}
	}
}
