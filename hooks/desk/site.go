package desk

import (
	"github.com/microcosm-cc/bluemonday"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/problem"
)

// siteHTML is what the story of the firm may contain: the text of an editor,
// links and pictures from elsewhere not among it.
var siteHTML = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowStandardURLs()
	p.AllowElements("p", "br", "h2", "h3", "h4", "strong", "b", "em", "i", "u", "s", "ul", "ol", "li", "blockquote", "hr", "code", "pre")
	p.AllowAttrs("href").OnElements("a")
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	return p
}()

// RegisterSite binds the rules of what the firm says of itself.
func RegisterSite(app core.App) {
	app.OnRecordCreate("site").BindFunc(saveSite)
	app.OnRecordUpdate("site").BindFunc(saveSite)
	app.OnRecordDelete("site").BindFunc(keepSite)
}

// keepSite answers as a request would: of any other error PocketBase says that
// records refer to this one.
func keepSite(*core.RecordEvent) error {
	return apis.NewBadRequestError(problem.Sentence("site_stays"), problem.FieldError("name", "site_stays"))
}

// saveSite sanitises the rich text, whoever saves it, and keeps the record the
// only one.
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
