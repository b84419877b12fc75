package inbox

import (
	"strings"
	"unicode"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"

	"otklik/hooks/actor"
	"otklik/hooks/i18n"
	"otklik/hooks/mail/parse"
	"otklik/hooks/text"
)

// The limits of tasks and comments in characters, as the collections set them.
const (
	titleRunes    = 200
	minTitleRunes = 3
	bodyRunes     = 10_000
	quotedRunes   = 100_000
)

// content is what a task or a comment takes from a mail.
type content struct {
	title, body, quoted string // the title is empty if the mail has none
	subject             string // without Re: and the like
	files               []parse.File
	leftOut             []parse.File // pictures of decoration and of the history
	isEncrypted         bool
}

// contentOf returns the content of a mail. It takes time in proportion to the mail,
// so it is called before the transaction.
func contentOf(m *parse.Message) content {
	c := content{
		title: titleOf(m), subject: m.Title(), body: text.Tidy(m.Body), quoted: text.Clip(m.Quoted, quotedRunes),
		files: m.Files, leftOut: m.LeftOut, isEncrypted: m.IsEncrypted,
	}
	if subject := shortSubject(m); subject != "" && c.body == "" {
		c.body = subject
	}
	return c
}

// made is what a mail has become.
type made struct {
	task    *core.Record
	comment string             // its id; empty if the mail is a task
	left    []*filesystem.File // the files that are not attached
}

// makeComment adds the mail to a task as a comment by person. remarks are our own
// sentences below its text.
func makeComment(tx core.App, mail content, task, person *core.Record, remarks ...string) (*made, error) {
	comment, left, more, err := newFromMail(tx, "comments", "body", mail, person, remarks)
	if err != nil {
		return nil, err
	}
	subject, err := newSubject(tx, task, mail.subject)
	if err != nil {
		return nil, err
	}
	if subject != "" {
		line := i18n.Format(i18n.Of(person), "incoming.subject", i18n.Params{"subject": subject})
		comment.Set("body", text.Clip(strings.TrimSpace(line+"\n\n"+comment.GetString("body")), bodyRunes))
	}
	if comment.GetString("body") == "" {
		comment.Set("body", i18n.Text(i18n.Of(person), "incoming.files_attached"))
	}
	comment.Set("task", task.Id)
	comment.Set("author", person.Id)
	actor.SetActor(comment, actor.Of(person))
	if err := tx.Save(comment); err != nil {
		return nil, err
	}
	return &made{task, comment.Id, left}, addMore(tx, more, task.Id, person, roomOf(comment))
}

// newComment returns a comment of person on a task.
func newComment(tx core.App, task string, person *core.Record) (*core.Record, error) {
	collection, err := tx.FindCachedCollectionByNameOrId("comments")
	if err != nil {
		return nil, err
	}
	comment := core.NewRecord(collection)
	comment.Set("task", task)
	comment.Set("author", person.Id)
	actor.SetActor(comment, actor.Of(person))
	return comment, nil
}

// makeTask creates a task of the client from the mail.
func makeTask(tx core.App, mail content, client *core.Record, remarks ...string) (*made, error) {
	task, left, more, err := newFromMail(tx, "tasks", "description", mail, client, remarks)
	if err != nil {
		return nil, err
	}
	task.Set("title", firstNonEmpty(mail.title, titleFor(client)))
	task.Set("client", client.Id)
	actor.SetActor(task, actor.Of(client))
	if err := tx.Save(task); err != nil {
		return nil, err
	}
	return &made{task, "", left}, addMore(tx, more, task.Id, client, roomOf(task))
}

func roomOf(r *core.Record) int {
	return r.Collection().Fields.GetByName("files").(*core.FileField).MaxSelect
}

// titleOf returns the subject, or the first line of the body; empty if both are too
// short. A subject of one or two letters, as «1С», stands before the first line.
func titleOf(m *parse.Message) string {
	first, _, _ := strings.Cut(strings.TrimSpace(m.Body), "\n")
	titles := []string{m.Title(), first}
	if subject := shortSubject(m); subject != "" && first != "" {
		titles = []string{subject + ": " + first, first}
	}
	for _, title := range titles {
		if title = text.Clip(text.OneLine(text.Tidy(title)), titleRunes); len([]rune(title)) >= minTitleRunes {
			return title
		}
	}
	return ""
}

// shortSubject returns a subject that is too short for a title; empty for another one,
// and for one without a letter or digit.
func shortSubject(m *parse.Message) string {
	subject := text.OneLine(text.Tidy(m.Title()))
	if len([]rune(subject)) >= minTitleRunes || !hasWords(subject) {
		return ""
	}
	return subject
}

func hasWords(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// titleFor returns the title of a task without one: it has the client's name.
func titleFor(client *core.Record) string {
	name := firstNonEmpty(client.GetString("name"), client.GetString("username"))
	return i18n.Format(i18n.Of(client), "incoming.title", i18n.Params{"name": name})
}

// newFromMail returns a new record with the text and files of a mail, the files that
// are not allowed, and more that it has no room for. The text names those that are left out. A text that is too
// long is clipped and attached as a file, so an accepted mail loses nothing else.
func newFromMail(tx core.App, collection, field string, mail content, person *core.Record, remarks []string) (r *core.Record, left, more []*filesystem.File, err error) {
	c, err := tx.FindCachedCollectionByNameOrId(collection)
	if err != nil {
		return nil, nil, nil, err
	}
	locale := i18n.Of(person)
	body, files := mail.body, mail.files
	room := bodyRunes - remarksRunes - titleRunes - 50 // for the subject of an answer
	if len([]rune(body)) > room {
		whole := parse.File{Name: i18n.Text(locale, "incoming.whole_mail"), Data: []byte(body)}
		files = append([]parse.File{whole}, files...)
		body = text.Clip(body, room)
	}
	fit := fitFiles(c.Fields.GetByName("files").(*core.FileField), files, locale)
	r = core.NewRecord(c)
	r.Set(field, withRemarks(body, append(remarksOf(mail, fit, locale), remarks...)))
	r.Set("quoted", text.Clip(quotedWith(mail, locale), quotedRunes))
	most := min(roomOf(r), len(fit.attached))
	if most > 0 {
		r.Set("files", fit.attached[:most])
	}
	return r, append(fit.left, filesOf(mail.leftOut)...), fit.attached[most:], nil
}

// remarksOf returns our sentences about what is left out of a mail.
func remarksOf(mail content, fit fitted, locale string) []string {
	var out []string
	if mail.isEncrypted {
		out = append(out, i18n.Text(locale, "incoming.encrypted"))
	}
	if len(fit.remarks) > 0 {
		out = append(out, i18n.Format(locale, "incoming.not_attached", i18n.Params{"files": strings.Join(fit.remarks, ", ")}))
	}
	return out
}

// withRemarks adds our sentences below a text.
func withRemarks(body string, remarks []string) string {
	if len(remarks) == 0 {
		return body
	}
	return strings.TrimSpace(body + "\n\n" + text.Clip("["+strings.Join(remarks, " ")+"]", remarksRunes-10))
}

// remarksRunes is the limit of the remarks in characters.
const remarksRunes = 1000

// quotedWith returns the history and the signature of a mail, with the names of the
// pictures that stood there and are not attached.
func quotedWith(mail content, locale string) string {
	if len(mail.leftOut) == 0 {
		return mail.quoted
	}
	var names []string
	for _, f := range mail.leftOut {
		names = append(names, f.Name)
	}
	remark := i18n.Format(locale, "incoming.pictures_left", i18n.Params{"files": strings.Join(names, ", ")})
	return strings.TrimSpace(mail.quoted + "\n\n" + text.Clip("["+remark+"]", remarksRunes))
}

// filesOf returns files of any type.
func filesOf(files []parse.File) []*filesystem.File {
	var out []*filesystem.File
	for _, f := range files {
		if file, err := filesystem.NewFileFromBytes(f.Data, f.Name); err == nil && len(f.Data) > 0 {
			out = append(out, file)
		}
	}
	return out
}
