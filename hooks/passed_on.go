package hooks

import (
	"regexp"

	"github.com/pocketbase/pocketbase/core"
)

// passedOn is the address of a signed link within a text, also where a mail
// program has broken it into quoted lines.
var passedOn = regexp.MustCompile(`(/links/(?:rate|read|unsubscribe)/)[\w.-]+(?:[ \t]*=?\r?\n[> \t|]*[\w.-]{20,})*`)

// passedOnMark is the mark in an address that answers go to.
var passedOnMark = regexp.MustCompile(`(?i)(\+[1-9][0-9]{0,9}-)[a-z2-7]{16}@`)

func registerPassedOn(app core.App) {
	app.OnRecordCreate("comments", "tasks").BindFunc(voidPassedOn)
	app.OnRecordUpdate("comments", "tasks").BindFunc(voidPassedOn)
}

// voidPassedOn takes signed links and addresses out of what people write: an
// answer by mail quotes ours, and whoever reads the task could rate in the
// client's name with the link that stands in it, or answer so.
func voidPassedOn(e *core.RecordEvent) error {
	for _, name := range []string{"body", "quoted", "description"} {
		if e.Record.Collection().Fields.GetByName(name) == nil {
			continue
		}
		was := e.Record.GetString(name)
		if text := passedOnMark.ReplaceAllString(passedOn.ReplaceAllString(was, "$1…"), "$1…@"); text != was {
			e.Record.Set(name, text)
		}
	}
	return e.Next()
}
