package inbox

import (
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/core/validators"
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
	files               []parse.File
}

// contentOf returns the content of a mail. It takes time in proportion to the mail,
// so it is called before the transaction.
func contentOf(m *parse.Message) content {
	return content{title: titleOf(m), body: text.Tidy(m.Body), quoted: text.Clip(m.Quoted, quotedRunes), files: m.Files}
}

// makeComment adds the mail to a task as a comment by person. remarks are our own
// sentences below its text.
func makeComment(tx core.App, mail content, task, person *core.Record, remarks ...string) (*core.Record, error) {
	comment, err := newFromMail(tx, "comments", "body", mail, person, remarks)
	if err != nil {
		return nil, err
	}
	if comment.GetString("body") == "" {
		comment.Set("body", i18n.Text(i18n.Of(person), "incoming.files_attached"))
	}
	comment.Set("task", task.Id)
	comment.Set("author", person.Id)
	comment.Set("quoted", mail.quoted)
	actor.SetActor(comment, actor.Of(person))
	return comment, tx.Save(comment)
}

// makeTask creates a task of the client from the mail.
func makeTask(tx core.App, mail content, client *core.Record, remarks ...string) (*core.Record, error) {
	task, err := newFromMail(tx, "tasks", "description", mail, client, remarks)
	if err != nil {
		return nil, err
	}
	task.Set("title", firstNonEmpty(mail.title, titleFor(client)))
	task.Set("client", client.Id)
	actor.SetActor(task, actor.Of(client))
	return task, tx.Save(task)
}

// titleOf returns the subject, or the first line of the body; empty if both are too
// short.
func titleOf(m *parse.Message) string {
	first, _, _ := strings.Cut(strings.TrimSpace(m.Body), "\n")
	for _, title := range []string{m.Title(), first} {
		if title = text.Clip(text.OneLine(text.Tidy(title)), titleRunes); len([]rune(title)) >= minTitleRunes {
			return title
		}
	}
	return ""
}

// titleFor returns the title of a task without one: it has the client's name.
func titleFor(client *core.Record) string {
	name := firstNonEmpty(client.GetString("name"), client.GetString("username"))
	return i18n.Format(i18n.Of(client), "incoming.title", i18n.Params{"name": name})
}

// newFromMail returns a new record with the text and files of a mail. The text
// names the files that don't fit. A text that is too long is clipped and attached
// as a file, so an accepted mail loses nothing else.
func newFromMail(tx core.App, collection, field string, mail content, person *core.Record, remarks []string) (*core.Record, error) {
	c, err := tx.FindCachedCollectionByNameOrId(collection)
	if err != nil {
		return nil, err
	}
	locale := i18n.Of(person)
	body, files := mail.body, mail.files
	room := bodyRunes - remarksRunes
	if len([]rune(body)) > room {
		whole := parse.File{Name: i18n.Text(locale, "incoming.whole_mail"), Data: []byte(body)}
		files = append([]parse.File{whole}, files...)
		body = text.Clip(body, room)
	}
	fit, left := fitFiles(c.Fields.GetByName("files").(*core.FileField), files, locale)
	if len(left) > 0 {
		remarks = append(remarks, i18n.Format(locale, "incoming.not_attached", i18n.Params{"files": strings.Join(left, ", ")}))
	}
	if len(remarks) > 0 {
		body = strings.TrimSpace(body + "\n\n" + text.Clip("["+strings.Join(remarks, " ")+"]", remarksRunes-10))
	}
	r := core.NewRecord(c)
	r.Set(field, body)
	if len(fit) > 0 {
		r.Set("files", fit)
	}
	return r, nil
}

// remarksRunes is the limit of the remarks in characters.
const remarksRunes = 1000

// fitFiles returns the files that the field allows, and the names of the others
// with the reason.
func fitFiles(field *core.FileField, files []parse.File, locale string) (fit []*filesystem.File, left []string) {
	for _, f := range files {
		name := text.Clip(text.OneLine(f.Name), 100)
		if name == "" {
			name = i18n.Text(locale, "incoming.attachment")
		}
		file, why := fitFile(field, f.Data, name)
		if why.Key == "" && len(fit) == field.MaxSelect {
			why.Key = "incoming.file_no_room"
		}
		if why.Key != "" {
			left = append(left, name+" ("+why.In(locale)+")")
			continue
		}
		fit = append(fit, file)
	}
	return fit, left
}

// fitFile checks one file by the rules of an upload; why is empty if it fits.
func fitFile(field *core.FileField, data []byte, name string) (file *filesystem.File, why i18n.Message) {
	if len(data) == 0 {
		return nil, i18n.Message{Key: "incoming.file_empty"}
	}
	if int64(len(data)) > field.MaxSize {
		return nil, i18n.Message{Key: "incoming.file_too_big", Params: i18n.Megabytes(field.MaxSize)}
	}
	file, err := filesystem.NewFileFromBytes(data, name)
	if err == nil {
		err = validators.UploadedFileMimeType(field.MimeTypes)(file)
	}
	if err != nil {
		return nil, i18n.Message{Key: "incoming.file_type"}
	}
	return file, i18n.Message{}
}
