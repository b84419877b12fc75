package links

import (
	"errors"
	"io/fs"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v5"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
	"otklik/hooks/i18n"
	"otklik/hooks/problem"
	"otklik/hooks/web"
)

// The path of the pages, and the name of their style sheet.
const (
	linkRoot  = "/links/"
	linkStyle = "style.css"
)

// linkBody is the limit of a form in bytes: a comment of the greatest length in any
// script, percent-encoded.
const linkBody = 32 << 10

// linkPages serves the pages, which need a link from a mail and no session.
type linkPages struct {
	app    core.App
	assets map[string]*web.Asset // by name; empty if the binary was built without the page
}

// linkPurpose holds the handlers of GET and POST for a purpose.
type linkPurpose struct {
	show func(core.App, *openedLink, url.Values) (*linkPage, error)
	act  func(tx core.App, l *openedLink, form url.Values) (*linkPage, error)
}

var linkPurposes = map[string]linkPurpose{
	PurposeRate:        {showRate, actRate},
	PurposeRead:        {showRead, actRead},
	PurposeUnsubscribe: {showUnsubscribe, actUnsubscribe},
}

func newLinkPages(app core.App, tree fs.FS) (*linkPages, error) {
	assets, err := web.LoadAssets(tree)
	return &linkPages{app: app, assets: assets}, err
}

// mount adds the pages to PocketBase's router, so that its rate limits, client
// addresses and recovery from panics apply to them. Methods are registered one by
// one: a route for all methods would conflict with that of the page. CORS is off,
// because other sites have no use for the pages.
func (p *linkPages) mount(e *core.ServeEvent) {
	pages := apis.WrapStdHandler(p.routes())
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions} {
		e.Router.Route(method, linkRoot+"{path...}", pages).Unbind(apis.DefaultCorsMiddlewareId).Bind(apis.BodyLimit(linkBody))
	}
	e.Router.Bind(p.hideTokens())
}

func (p *linkPages) routes() *echo.Echo {
	e := echo.NewWithConfig(echo.Config{Logger: p.app.Logger(), HTTPErrorHandler: p.failed})
	for name, a := range p.assets {
		e.Match([]string{http.MethodGet, http.MethodHead}, linkRoot+name, serveAsset(a))
	}
	e.Match([]string{http.MethodGet, http.MethodHead}, linkRoot+":purpose/:token", p.show)
	e.POST(linkRoot+":purpose/:token", p.act)
	return e
}

// failed handles the errors of the pages.
func (p *linkPages) failed(c *echo.Context, err error) {
	if statusOf(err) >= http.StatusInternalServerError {
		p.app.Logger().Error("The page of a link failed", "error", err)
	}
	p.answerError(c.Response(), c.Request(), err)
}

// show answers GET and changes nothing: mail scanners follow every link.
func (p *linkPages) show(c *echo.Context) error {
	l, err := findLink(p.app, c.Param("purpose"), c.Param("token"), clock.Now(p.app))
	if err != nil {
		return err
	}
	page, err := linkPurposes[l.Purpose].show(p.app, l, url.Values{"rating": {c.QueryParam("r")}})
	if err != nil {
		return err
	}
	return p.answer(c, l, page)
}

// act answers POST: the action of the link and its mark as used are saved in one
// transaction.
func (p *linkPages) act(c *echo.Context) error {
	if _, err := c.FormValues(); err != nil {
		return unreadableForm(err)
	}
	form := c.Request().PostForm
	var l *openedLink
	var page *linkPage
	err := p.app.RunInTransaction(func(tx core.App) error {
		var err error
		if l, err = findLink(tx, c.Param("purpose"), c.Param("token"), clock.Now(tx)); err != nil {
			return err
		}
		page, err = linkPurposes[l.Purpose].act(tx, l, form)
		return err
	})
	var retryable retryableError
	if errors.As(err, &retryable) {
		if page, err = linkPurposes[l.Purpose].show(p.app, l, form); err == nil {
			page.status, page.Form.Field, page.Form.Error = http.StatusUnprocessableEntity, retryable.field, retryable.message.In(l.locale)
		}
	}
	if err != nil {
		return err
	}
	return p.answer(c, l, page)
}

// unreadableForm is the answer to a form that is too large or can't be read.
func unreadableForm(err error) error {
	if errors.Is(err, apis.ErrRequestEntityTooLarge) {
		return err
	}
	return problem.Request(http.StatusBadRequest, "form_invalid")
}

func (p *linkPages) answer(c *echo.Context, l *openedLink, page *linkPage) error {
	return p.write(c.Response(), page, l.locale)
}

// serveAsset serves a file of the pages' style.
func serveAsset(a *web.Asset) echo.HandlerFunc {
	return func(c *echo.Context) error { return a.Send(c.Response(), c.Request(), http.StatusOK) }
}

// retryableError is an error that the user can correct: the form is shown again.
type retryableError struct {
	field   string
	message i18n.Message
}

// Error implements error.
func (e retryableError) Error() string { return e.message.In("en") }
