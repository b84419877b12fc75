package hooks

import (
	"net/http"
	"regexp"
	"slices"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/i18n"
)

func registerLetters(app core.App) {
	app.OnRecordValidate("mail_templates").BindFunc(validateTemplate)
	app.OnRecordUpdateRequest("mail_templates").BindFunc(fixTemplate)
	app.OnRecordCreateRequest("mail_templates").BindFunc(refuseTemplate)
	app.OnRecordDeleteRequest("mail_templates").BindFunc(refuseTemplate)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		superuser := apis.RequireSuperuserAuth()
		e.Router.POST("/api/desk/letters/preview", previewLetter).Bind(superuser)
		e.Router.POST("/api/desk/letters/test", testLetter).Bind(superuser)
		return e.Next()
	})
}

var templateWord = regexp.MustCompile(`\{([^{}\s]*)\}`)

// validateTemplate refuses words in braces that nothing would replace: the
// reader would see them as they are.
func validateTemplate(e *core.RecordEvent) error {
	err := e.Next()
	kind := e.Record.GetString("kind")
	for _, name := range []string{"subject", "body"} {
		if unknown := unknownWord(kind, e.Record.GetString(name), name == "body"); unknown != "" {
			err = merge(err, wrongWith(name, "template_word", map[string]any{"word": unknown}))
		}
	}
	return err
}

// unknownWord is the first placeholder that templates of the kind do not know.
func unknownWord(kind, text string, blocks bool) string {
	for _, found := range templateWord.FindAllStringSubmatch(text, -1) {
		known := found[1] == "name" || found[1] == "firm" || slices.Contains(letterWords[kind], found[1])
		if !known && !(blocks && slices.Contains([]string{blockAnswers, blockStars, blockButton}, found[0])) {
			return found[1]
		}
	}
	return ""
}

// fixTemplate keeps what a template is for.
func fixTemplate(e *core.RecordRequestEvent) error {
	if err := fixedFields(e.Record, e.Record.Original(), "kind", "locale"); err != nil {
		return e.BadRequestError("", err)
	}
	return e.Next()
}

// refuseTemplate keeps the set of templates complete: without one a mail could
// not be written.
func refuseTemplate(e *core.RecordRequestEvent) error {
	return e.BadRequestError(sentence("templates_stay"), wrong("kind", "templates_stay"))
}

// draft is a template as it is being edited.
type draft struct {
	Kind    string `json:"kind"`
	Locale  string `json:"locale"`
	Subject string `json:"subject"`
	Body    string `json:"body"`
	To      string `json:"to"` // of a test mail; the caller's own address if empty
}

// sample is a mail made from a draft with invented names.
type sample struct {
	Subject string `json:"subject"`
	Text    string `json:"text"`
	HTML    string `json:"html"`
}

// readDraft reads the body of a request, and refuses what could not be saved.
func readDraft(e *core.RequestEvent) (draft, error) {
	d := draft{}
	if err := e.BindBody(&d); err != nil {
		return d, e.BadRequestError("", err)
	}
	if _, known := letterWords[d.Kind]; !known {
		return d, e.BadRequestError("", wrong("kind", "validation_invalid_value"))
	}
	for _, part := range []struct{ name, text string }{{"subject", d.Subject}, {"body", d.Body}} {
		if part.text == "" {
			return d, e.BadRequestError("", wrong(part.name, "validation_required"))
		}
		if unknown := unknownWord(d.Kind, part.text, part.name == "body"); unknown != "" {
			return d, e.BadRequestError("", wrongWith(part.name, "template_word", map[string]any{"word": unknown}))
		}
	}
	return d, nil
}

// previewLetter answers with the mail that a draft would make.
func previewLetter(e *core.RequestEvent) error {
	d, err := readDraft(e)
	if err != nil {
		return err
	}
	s, err := d.sample(e.App)
	if err != nil {
		return err
	}
	return e.JSON(http.StatusOK, s)
}

// testLetter sends the mail that a draft would make at once, and answers with
// what the mail server said: this is how the settings are tried.
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
	if !mailIsSetUp(e.App) {
		return e.BadRequestError(sentence("mail_off"), wrong("to", "mail_off"))
	}
	row, err := trySending(e.App, mailRow{to: d.To, subject: s.Subject, kind: mailTest, text: s.Text, html: s.HTML}, compose)
	if err != nil {
		return err
	}
	if row.GetString("status") != mailSent {
		return e.BadRequestError("", wrongWith("to", "mail_refused", i18n.Params{"error": i18n.Shown(i18n.Reader(e), row.GetString("error"))}))
	}
	return e.NoContent(http.StatusNoContent)
}

// sample fills a draft with an invented task.
func (d draft) sample(app core.App) (sample, error) {
	l := &letter{app: app, kind: d.Kind, reader: &reader{Name: "Ольга Петрова", Role: roleClient}, locale: i18n.Known(d.Locale)}
	l.button = siteURL(app) + "/tasks/128"
	l.reply, l.unsubscribe = "desk@example.com", siteURL(app)+"/"
	if noticeKindOf(d.Kind).readable {
		l.confirm = siteURL(app) + "/"
	}
	l.values = map[string]string{
		"name": "Ольга Петрова", "firm": app.Settings().Meta.AppName, "actor": "Анна Смирнова", "consultant": "Анна Смирнова",
		"number": "128", "title": "Не проводится счёт-фактура", "organization": "ПАО Сбербанк", "inn": "7707083893",
		"description": "Программа пишет «Не заполнен код».", "until": "2 декабря", "rating": "3", "review": "Помогли, но пришлось ждать.",
		"sender": "new@example.com", "subject": "Вопрос по отчётности",
	}
	l.answers = []answered{{author: "Анна Смирнова", body: "Обновите программу до релиза 3.0.162,\nпосле этого счёт проведётся.", files: []string{"Инструкция.pdf"}}}
	for range highestRating {
		l.stars = append(l.stars, siteURL(app)+"/")
	}
	text, html, err := l.render(l.blocks(d.Body))
	return sample{oneLine(i18n.Fill(d.Subject, l.params())), text, html}, err
}
