package links

import (
	"bytes"
	_ "embed"
	"errors"
	"html/template"
	"net/http"
	"strings"

	"github.com/labstack/echo/v5"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"

	"otklik/hooks/i18n"
)

//go:embed page.html
var linkHTML string

var linkTemplate = template.Must(template.New("link").Parse(linkHTML))

// linkPolicy needs no script at all.
const linkPolicy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// linkPage is what a page shows.
type linkPage struct {
	status int // 200 if zero

	Lang, Firm string
	Styled     bool // the program was built with the style, and with the icon

	Title   string
	About   string // which task
	Lines   []string
	Rating  *linkRating // the one that was given
	Form    *linkForm
	Actions []linkAction
}

// linkForm is the one form of a page.
type linkForm struct {
	Stars        []linkStar
	Legend       string
	CommentLabel string
	Optional     string
	Comment      string
	Field, Error string // which field is wrong, and how
	Undo         bool
	Button       string
	Quiet        bool // the button is not what one came for
}

// linkStar is one of the five.
type linkStar struct {
	Value       int
	Count, Word string
	On          bool
}

// linkRating is a rating as it was given.
type linkRating struct {
	Stars []bool
	Words string
}

// linkAction leads on from a page.
type linkAction struct {
	Address, Words string
	Main           bool
}

// write sends a page with the headers all of them have.
func (p *linkPages) write(w http.ResponseWriter, page *linkPage, locale string) error {
	page.Lang, page.Firm, page.Styled = locale, p.app.Settings().Meta.AppName, p.assets[linkStyle] != nil
	if page.status == 0 {
		page.status = http.StatusOK
	}
	var body bytes.Buffer
	if err := linkTemplate.Execute(&body, page); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", linkPolicy)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	w.WriteHeader(page.status)
	_, err := w.Write(body.Bytes())
	return err
}

// answerError sends the page of what went wrong. All links that do not work get
// the same one, in the language the browser asks for: that of the person would
// tell a real link from an invented one.
func (p *linkPages) answerError(w http.ResponseWriter, r *http.Request, err error) {
	page := &linkPage{status: statusOf(err)}
	locale := i18n.Negotiate(r.Header.Get("Accept-Language"))
	trouble := errorText(page.status)
	page.Title = i18n.Text(locale, trouble)
	page.Lines = strings.Split(i18n.Format(locale, trouble+"_about", i18n.Params{"max": p.longestReview()}), "\n")
	page.Actions = []linkAction{{"/login", i18n.Text(locale, linkText+"login"), true}, {"/", i18n.Text(locale, linkText+"home"), false}}
	_ = p.write(w, page, locale) // the connection is gone, or the page has been written
}

// longestReview is how many characters the comment of an assessment has at most.
func (p *linkPages) longestReview() int {
	assessments, err := p.app.FindCachedCollectionByNameOrId("assessments")
	if err != nil {
		return 0
	}
	comment, ok := assessments.Fields.GetByName("comment").(*core.TextField)
	if !ok {
		return 0
	}
	return comment.Max
}

// statusOf is the status an error asks for. A path that is no link's is a void
// link too.
func statusOf(err error) int {
	var refused *router.ApiError
	var coded echo.HTTPStatusCoder
	status := http.StatusInternalServerError
	switch {
	case errors.Is(err, errInvalid):
		return http.StatusGone
	case errors.As(err, &refused):
		status = refused.Status
	case errors.As(err, &coded):
		status = coded.StatusCode()
	}
	if status == http.StatusNotFound {
		return http.StatusGone
	}
	return status
}
