package desk

import (
	"regexp"

	"github.com/pocketbase/pocketbase/core"
)

// linkPattern matches the path of a signed link within a text, also where a mail
// client has wrapped it over quoted lines.
var linkPattern = regexp.MustCompile(`(/links/(?:rate|read|unsubscribe)/)[\w.-]+(?:[ \t]*=?\r?\n[> \t|]*[\w.-]{20,})*`)

// replyTokenPattern matches the signed part of a reply address.
var replyTokenPattern = regexp.MustCompile(`(?i)(\+[1-9][0-9]{0,9}-)[a-z2-7]{16}@`)

// RegisterRedactLinks redacts signed links in comments and tasks.
func RegisterRedactLinks(app core.App) {
	app.OnRecordCreate("comments", "tasks").BindFunc(redactLinks)
	app.OnRecordUpdate("comments", "tasks").BindFunc(redactLinks)
}

// redactLinks redacts signed links and reply addresses in the texts of a record.
// An answer by mail quotes our letter; with its link or address every reader of
// the task could rate or answer in the client's name.
func redactLinks(e *core.RecordEvent) error {
	for _, name := range []string{"body", "quoted", "description"} {
		if e.Record.Collection().Fields.GetByName(name) == nil {
			continue
		}
		text := e.Record.GetString(name)
		if redacted := replyTokenPattern.ReplaceAllString(linkPattern.ReplaceAllString(text, "$1…"), "$1…@"); redacted != text {
			e.Record.Set(name, redacted)
		}
	}
	return e.Next()
}
