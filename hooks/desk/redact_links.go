package desk

import (
	"regexp"

	"github.com/pocketbase/pocketbase/core"
)

// linkPattern is the address of a signed link within a text, also where a mail
// program has broken it into quoted lines.
var linkPattern = regexp.MustCompile(`(/links/(?:rate|read|unsubscribe)/)[\w.-]+(?:[ \t]*=?\r?\n[> \t|]*[\w.-]{20,})*`)

// replyTokenPattern is the mark in an address that answers go to.
var replyTokenPattern = regexp.MustCompile(`(?i)(\+[1-9][0-9]{0,9}-)[a-z2-7]{16}@`)

// RegisterRedactLinks takes signed links out of what people write.
func RegisterRedactLinks(app core.App) {
	app.OnRecordCreate("comments", "tasks").BindFunc(redactLinks)
	app.OnRecordUpdate("comments", "tasks").BindFunc(redactLinks)
}

// redactLinks takes signed links and addresses out of what people write: an
// answer by mail quotes ours, and whoever reads the task could rate in the
// client's name with the link that stands in it, or answer so.
func redactLinks(e *core.RecordEvent) error {
	for _, name := range []string{"body", "quoted", "description"} {
		if e.Record.Collection().Fields.GetByName(name) == nil {
			continue
		}
		was := e.Record.GetString(name)
		if text := replyTokenPattern.ReplaceAllString(linkPattern.ReplaceAllString(was, "$1…"), "$1…@"); text != was {
			e.Record.Set(name, text)
		}
	}
	return e.Next()
}
