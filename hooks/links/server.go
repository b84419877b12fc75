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
	"otklik/hooks/web"
)

// Where the pages of links are, and the style among their files.
const (
	linkRoot  = "/links/"
	linkStyle = "style.css"
)

// linkBody is what a form may weigh: a comment of the greatest length in any
// script, percent-encoded.
const linkBody = 32 << 10

// linkPages are the pages for people who hold a mail and no session.
type linkPages struct {
	app    core.App
	assets map[string]*web.Asset // by name, the style among them; none in a program built without
}

// linkPurpose is what links of one purpose show, and do.
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

// mount puts the pages into PocketBase's router, so that its limits, its notion
// of the client's address and its answers to panics hold for them. Methods are
// registered one by one: one route for all would clash with the page's. Another
// site has nothing to read here, so CORS is off.
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

// failed is where the errors of the pages end up.
func (p *linkPages) failed(c *echo.Context, err error) {
	if statusOf(err) >= http.StatusInternalServerError {
		p.app.Logger().Error("The page of a link failed", "error", err)
	}
	p.answerError(c.Response(), c.Request(), err)
}

// show answers GET, and changes nothing: programs that look for evil in mails
// follow every link.
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

// act answers POST: what the link does, and that it has been used, are kept
// together or not at all.
func (p *linkPages) act(c *echo.Context) error {
	if _, err := c.FormValues(); err != nil {
		return err
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
	var again retryableError
	if errors.As(err, &again) {
		if page, err = linkPurposes[l.Purpose].show(p.app, l, form); err == nil {
			page.status, page.Form.Field, page.Form.Error = http.StatusUnprocessableEntity, again.field, again.message.In(l.locale)
		}
	}
	if err != nil {
		return err
	}
	return p.answer(c, l, page)
}

func (p *linkPages) answer(c *echo.Context, l *openedLink, page *linkPage) error {
	return p.write(c.Response(), page, l.locale)
}

// serveAsset answers with a file of the pages' style.
func serveAsset(a *web.Asset) echo.HandlerFunc {
	return func(c *echo.Context) error {
		a.Send(c.Response(), c.Request(), http.StatusOK)
		return nil
	}
}

// retryableError is a refusal that the person can mend: the form is shown again.
type retryableError struct {
	field   string
	message i18n.Message
}

// Error is part of error.
func (a retryableError) Error() string { return a.message.In("en") }
