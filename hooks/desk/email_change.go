package desk

import (
	"net/http"

	"github.com/pocketbase/ozzo-validation/v4/is"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/clock"
	"otklik/hooks/i18n"
	"otklik/hooks/mail/outbox"
	"otklik/hooks/problem"
	"otklik/hooks/text"
)

// kindEmailTaken is the kind of the mail to the owner of an address that another
// person wants to have.
const kindEmailTaken = "email_taken"

// requestEmailChangePath ends the path of the request to change an address.
const requestEmailChangePath = "/request-email-change"

// RegisterEmailChange keeps a change of the address from telling which addresses
// have accounts.
func RegisterEmailChange(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikConcealTaken", Func: concealTaken})
		return e.Next()
	})
}

// concealTaken answers a request for another person's address like one for a free
// address, and writes to the owner instead. PocketBase would refuse it before any
// hook.
func concealTaken(e *core.RequestEvent) error {
	if e.Request.Method != http.MethodPost || !hasSuffixFold(e.Request.URL.Path, requestEmailChangePath) ||
		e.Auth == nil || e.Auth.Collection().Name != "users" || !isOwnCollection(e) {
		return e.Next()
	}
	var body struct {
		NewEmail string `json:"newEmail" form:"newEmail"`
	}
	if err := e.BindBody(&body); err != nil || is.EmailFormat.Validate(body.NewEmail) != nil {
		return e.Next() // PocketBase refuses it
	}
	if text.MixesAlphabets(body.NewEmail) {
		return e.BadRequestError("", problem.FieldError("newEmail", "mixed_alphabets"))
	}
	owner, err := e.App.FindAuthRecordByEmail("users", body.NewEmail)
	if err != nil || owner.Id == e.Auth.Id {
		return e.Next()
	}
	locale := i18n.Known(owner.GetString("locale"))
	firm := i18n.Params{"firm": e.App.Settings().Meta.AppName}
	if err := outbox.Enqueue(e.App, outbox.Mail{
		To: owner.Email(), Kind: kindEmailTaken, User: owner.Id, At: clock.Now(e.App),
		Subject: i18n.Format(locale, "letter.email_taken_subject", firm),
		Text:    i18n.Format(locale, "letter.email_taken", firm),
	}); err != nil {
		return err
	}
	return e.NoContent(http.StatusNoContent)
}

// isOwnCollection reports whether the path names the collection of the caller.
func isOwnCollection(e *core.RequestEvent) bool {
	c := e.Auth.Collection()
	named := e.Request.PathValue("collection")
	return named == c.Name || named == c.Id
}
