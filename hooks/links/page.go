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
	"otklik/hooks/problem"
)

//go:embed page.html
var linkHTML string

var linkTemplate = template.Must(template.New("link").Parse(linkHTML))

// linkPolicy is the Content-Security-Policy of the pages, which have no scripts.
const linkPolicy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// retryAfter is after how many seconds a page that failed may be tried again.
const retryAfter = "30"

// linkPage is the data of a page.
type linkPage struct {
	status int // 200 if zero

	Lang, Firm string
	Styled     bool // the binary contains the style sheet and the icon

	Title   string
	About   string // the number and title of the task
	Lines   []string
	Rating  *linkRating // the rating given
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
	Field, Error string // the name of the invalid field, and its error
	Undo         bool
	Button       string
	Quiet        bool // the button is secondary
}

// linkStar is one rating to choose.
type linkStar struct {
	Value        int
	Count, Label string
	On           bool
}

// linkRating is a given rating.
type linkRating struct {
	Stars []bool
	Label string
}

// linkAction is a link to another page.
type linkAction struct {
	Address, Label string
	Main           bool
}

// write sends a page with the common headers.
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

// answerError sends the page of an error. All invalid links get the same page, in
// the browser's language: the user's language would tell a real link from a forged
// one.
func (p *linkPages) answerError(w http.ResponseWriter, r *http.Request, err error) {
	page := &linkPage{status: statusOf(err)}
	locale := i18n.Negotiate(r.Header.Get("Accept-Language"))
	trouble := errorText(page.status)
	page.Title = i18n.Text(locale, trouble)
	page.Lines = strings.Split(i18n.Format(locale, trouble+"_about", i18n.Params{"max": p.longestReview()}), "\n")
	page.Actions = []linkAction{{"/login", i18n.Text(locale, linkText+"login"), true}, {"/", i18n.Text(locale, linkText+"home"), false}}
	if page.status == http.StatusServiceUnavailable || page.status == http.StatusInsufficientStorage {
		w.Header().Set("Retry-After", retryAfter)
	}
	_ = p.write(w, page, locale) // it fails only if the connection is closed
}

// longestReview returns the limit of an assessment's comment in characters.
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

// statusOf returns the HTTP status of an error. An unknown path is an invalid link
// too.
func statusOf(err error) int {
	var refused *router.ApiError
	var coded echo.HTTPStatusCoder
	status := http.StatusInternalServerError
	fault := problem.FaultStatus(err)
	switch {
	case errors.Is(err, errInvalid):
		return http.StatusGone
	case fault == http.StatusServiceUnavailable, fault == http.StatusInsufficientStorage:
		return fault
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
