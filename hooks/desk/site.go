package desk

import (
	"github.com/microcosm-cc/bluemonday"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/problem"
)

// siteHTML is the HTML allowed in site.about: formatted text and links, but no
// images.
var siteHTML = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowStandardURLs()
	p.AllowElements("p", "br", "h2", "h3", "h4", "strong", "b", "em", "i", "u", "s", "ul", "ol", "li", "blockquote", "hr", "code", "pre")
	p.AllowAttrs("href").OnElements("a")
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	return p
}()

// RegisterSite binds the rules of the firm's public description.
func RegisterSite(app core.App) {
	app.OnRecordCreate("site").BindFunc(saveSite)
	app.OnRecordUpdate("site").BindFunc(saveSite)
	app.OnRecordDelete("site").BindFunc(keepSite)
}

// keepSite refuses to delete the record. It returns an API error: PocketBase
// replaces any other error by its message about required references.
func keepSite(*core.RecordEvent) error {
	return apis.NewBadRequestError(problem.Sentence("site_stays"), problem.FieldError("name", "site_stays"))
}

// saveSite sanitises the rich text for every writer, and refuses a second record.
func saveSite(e *core.RecordEvent) error {
	e.Record.Set("about", siteHTML.Sanitize(e.Record.GetString("about")))
	if e.Record.IsNew() {
		n, err := e.App.CountRecords("site")
		if err != nil {
			return err
		}
		if n > 0 {
			return problem.FieldError("name", "site_is_one")
		}
	}
	return e.Next()
}
