package letters

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/desk"
	"otklik/hooks/i18n"
	"otklik/hooks/mail/outbox"
	"otklik/hooks/problem"
	"otklik/hooks/records"
	"otklik/hooks/text"
	"otklik/hooks/web"
)

// RegisterTemplates binds the rules of the templates and serves their preview and
// test mail.
func RegisterTemplates(app core.App) {
	app.OnRecordValidate("mail_templates").BindFunc(validateTemplate)
	app.OnRecordUpdateRequest("mail_templates").BindFunc(protectTemplate)
	app.OnRecordCreateRequest("mail_templates").BindFunc(refuseTemplate)
	app.OnRecordDeleteRequest("mail_templates").BindFunc(refuseTemplate)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		superuser := apis.RequireSuperuserAuth()
		e.Router.POST("/api/desk/letters/preview", previewLetter).Bind(superuser)
		e.Router.POST("/api/desk/letters/test", testLetter).Bind(superuser)
		return e.Next()
	})
}

var placeholderPattern = regexp.MustCompile(`\{([^{}\s]*)\}`)

// validateTemplate refuses unknown placeholders: the reader would see them in
// braces.
func validateTemplate(e *core.RecordEvent) error {
	err := e.Next()
	kind := e.Record.GetString("kind")
	for _, name := range []string{"subject", "body"} {
		err = problem.Merge(err, checkPlaceholders(kind, name, e.Record.GetString(name)))
	}
	return err
}

// placeholdersOf returns the placeholders, in braces, that a field of the templates of a
// kind may have.
func placeholdersOf(kind, field string) []string {
	out := []string{"{name}", "{firm}"}
	for _, name := range letterPlaceholders[kind] {
		out = append(out, "{"+name+"}")
	}
	if field == "body" {
		out = append(out, blockAnswers, blockStars, blockButton)
	}
	return out
}

// checkPlaceholders returns an error of a field that names all its unknown placeholders
// and those it may have.
func checkPlaceholders(kind, field, text string) error {
	known := placeholdersOf(kind, field)
	var unknown []string
	for _, found := range placeholderPattern.FindAllStringSubmatch(text, -1) {
		if name := "«" + found[1] + "»"; !slices.Contains(known, found[0]) && !slices.Contains(unknown, name) {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	return problem.FieldErrorWith(field, "template_word", i18n.Params{"word": strings.Join(unknown, ", "), "known": strings.Join(known, ", ")})
}

// protectTemplate refuses a change of a template's kind and locale.
func protectTemplate(e *core.RecordRequestEvent) error {
	if err := records.RefuseChanges(e.Record, e.Record.Original(), "kind", "locale"); err != nil {
		return e.BadRequestError("", err)
	}
	return e.Next()
}

// refuseTemplate keeps the set of templates complete: a mail can't be composed
// without its template.
func refuseTemplate(e *core.RecordRequestEvent) error {
	return e.BadRequestError(problem.Sentence("templates_stay"), problem.FieldError("kind", "templates_stay"))
}

// draft is an unsaved template.
type draft struct {
	Kind    string `json:"kind"`
	Locale  string `json:"locale"`
	Subject string `json:"subject"`
	Body    string `json:"body"`
	To      string `json:"to"` // of a test mail; the caller's own address if empty
}

// sample is the mail of a draft with invented data.
type sample struct {
	Subject string `json:"subject"`
	Text    string `json:"text"`
	HTML    string `json:"html"`

	// Words are the placeholders that the subject and the body may have.
	Words map[string][]string `json:"words,omitempty"`
}

// readDraft reads a draft from the request body, and refuses what
// [validateTemplate] would.
func readDraft(e *core.RequestEvent) (draft, error) {
	d := draft{}
	if err := records.ReadBody(e, &d); err != nil {
		return d, err
	}
	if _, known := letterPlaceholders[d.Kind]; !known {
		return d, e.BadRequestError("", problem.FieldError("kind", "validation_invalid_value"))
	}
	for _, part := range []struct{ name, text string }{{"subject", d.Subject}, {"body", d.Body}} {
		if part.text == "" {
			return d, e.BadRequestError("", problem.FieldError(part.name, "validation_required"))
		}
		if err := checkPlaceholders(d.Kind, part.name, part.text); err != nil {
			return d, e.BadRequestError("", err)
		}
	}
	return d, nil
}

// previewLetter answers POST /api/desk/letters/preview with the mail of a draft and the
// placeholders that it may have.
func previewLetter(e *core.RequestEvent) error {
	d, err := readDraft(e)
	if err != nil {
		return err
	}
	s, err := d.sample(e.App)
	if err != nil {
		return err
	}
	s.Words = map[string][]string{"subject": placeholdersOf(d.Kind, "subject"), "body": placeholdersOf(d.Kind, "body")}
	return e.JSON(http.StatusOK, s)
}

// testLetter answers POST /api/desk/letters/test: it sends the mail of a draft at
// once, and returns the mail server's error. This tests the SMTP settings.
func testLetter(e *core.RequestEvent) error {
	d, err := readDraft(e)
	if err != nil {
		return err
	}
	if d.To == "" {
		d.To = e.Auth.Email()
	}
	s, err := d.sample(e.App)
	if err != nil {
		return err
	}
	if !outbox.IsConfigured(e.App) {
		return e.BadRequestError(problem.Sentence("mail_off"), problem.FieldError("to", "mail_off"))
	}
	row, err := outbox.TrySending(e.App, outbox.Mail{To: d.To, Subject: s.Subject, Kind: mailTest, Text: s.Text, HTML: s.HTML}, Compose)
	if err != nil {
		return err
	}
	if row.GetString("status") != outbox.StatusSent {
		return e.BadRequestError("", problem.FieldErrorWith("to", "mail_refused", i18n.Params{"error": i18n.Shown(i18n.Reader(e), row.GetString("error"))}))
	}
	return e.NoContent(http.StatusNoContent)
}

// sample renders a draft with the data of an invented task.
func (d draft) sample(app core.App) (sample, error) {
	l := &letter{app: app, kind: d.Kind, reader: &desk.Reader{Name: "Ольга Петрова", Role: actor.RoleClient}, locale: i18n.Known(d.Locale)}
	l.button = web.SiteURL(app) + "/tasks/128"
	l.reply, l.unsubscribe = "desk@example.com", web.SiteURL(app)+"/"
	if desk.NotificationKindOf(d.Kind).Readable {
		l.confirm = web.SiteURL(app) + "/"
	}
	l.values = map[string]string{
		"name": "Ольга Петрова", "firm": app.Settings().Meta.AppName, "actor": "Анна Смирнова", "consultant": "Анна Смирнова",
		"number": "128", "title": "Не проводится счёт-фактура", "organization": "ПАО Сбербанк", "inn": "7707083893",
		"description": "Программа пишет «Не заполнен код».", "until": "2 декабря", "rating": "3", "review": "Помогли, но пришлось ждать.",
		"sender": "new@example.com", "subject": "Вопрос по отчётности", "year": "2027",
	}
	l.answers = []quotedComment{{author: "Анна Смирнова", body: "Обновите программу до релиза 3.0.162,\nпосле этого счёт проведётся.", files: []string{"Инструкция.pdf"}}}
	for range desk.HighestRating {
		l.stars = append(l.stars, web.SiteURL(app)+"/")
	}
	plain, html, err := l.render(l.blocks(d.Body))
	return sample{Subject: text.OneLine(i18n.Fill(d.Subject, l.params())), Text: plain, HTML: html}, err
}
