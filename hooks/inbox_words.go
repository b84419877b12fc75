package hooks

import (
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/core/validators"
	"github.com/pocketbase/pocketbase/tools/filesystem"

	"otklik/hooks/inmail"
)

// The limits of what a mail becomes; see the collections.
const (
	titleRunes  = 200
	titleLeast  = 3
	wordsRunes  = 10_000
	quotedRunes = 100_000
)

// makeComment adds the mail to a task as the person's own words. remarks are
// sentences of ours below them.
func makeComment(tx core.App, m *inmail.Message, task, person *core.Record, remarks ...string) (*core.Record, error) {
	comment, err := withWords(tx, "comments", "body", m, person, remarks)
	if err != nil {
		return nil, err
	}
	if comment.GetString("body") == "" {
		comment.Set("body", inLanguageOf(person, "Файлы во вложении.", "Files attached."))
	}
	comment.Set("task", task.Id)
	comment.Set("author", person.Id)
	comment.Set("quoted", clip(m.Quoted, quotedRunes))
	sign(comment, actorOf(person))
	return comment, tx.Save(comment)
}

// makeTask makes the mail a task of the client.
func makeTask(tx core.App, m *inmail.Message, client *core.Record, remarks ...string) (*core.Record, error) {
	task, err := withWords(tx, "tasks", "description", m, client, remarks)
	if err != nil {
		return nil, err
	}
	task.Set("title", titleOf(m, client))
	task.Set("client", client.Id)
	sign(task, actorOf(client))
	return task, tx.Save(task)
}

// titleOf is the subject, else the beginning of what is written, else who
// writes.
func titleOf(m *inmail.Message, client *core.Record) string {
	first, _, _ := strings.Cut(strings.TrimSpace(m.Body), "\n")
	for _, title := range []string{m.Title(), first} {
		if title = clip(oneLine(tidyText(title)), titleRunes); len([]rune(title)) >= titleLeast {
			return title
		}
	}
	name := client.GetString("name")
	if name == "" {
		name = client.GetString("username")
	}
	return inLanguageOf(client, "Письмо: ", "Mail: ") + name
}

// withWords is a new record with the words and files of a mail. What does not
// fit is named in the words, and the whole text comes as a file where it is too
// long for them: a mail that was accepted has lost nothing.
func withWords(tx core.App, collection, field string, m *inmail.Message, person *core.Record, remarks []string) (*core.Record, error) {
	c, err := tx.FindCachedCollectionByNameOrId(collection)
	if err != nil {
		return nil, err
	}
	body, files := tidyText(m.Body), m.Files
	room := wordsRunes - remarksRunes
	if len([]rune(body)) > room {
		whole := inmail.File{Name: inLanguageOf(person, "Письмо целиком.txt", "The whole mail.txt"), Data: []byte(body)}
		files = append([]inmail.File{whole}, files...)
		body = clip(body, room)
	}
	fit, left := fitFiles(c.Fields.GetByName("files").(*core.FileField), files, person)
	if len(left) > 0 {
		remarks = append(remarks, inLanguageOf(person, "Не приложены: ", "Not attached: ")+strings.Join(left, ", ")+".")
	}
	if len(remarks) > 0 {
		body = strings.TrimSpace(body + "\n\n" + clip("["+strings.Join(remarks, " ")+"]", remarksRunes-10))
	}
	r := core.NewRecord(c)
	r.Set(field, body)
	if len(fit) > 0 {
		r.Set("files", fit)
	}
	return r, nil
}

// remarksRunes is the room for our own sentences.
const remarksRunes = 1000

func inLanguageOf(person *core.Record, russian, english string) string {
	return message{russian, english}.in(person.GetString("locale") == "en")
}

// fitFiles takes what the field allows, and names the rest with the reason.
func fitFiles(field *core.FileField, files []inmail.File, person *core.Record) (fit []*filesystem.File, left []string) {
	for _, f := range files {
		name := clip(oneLine(f.Name), 100)
		if name == "" {
			name = inLanguageOf(person, "вложение", "attachment")
		}
		file, why := fitFile(field, f.Data, name)
		if why == nil && len(fit) == field.MaxSelect {
			why = &message{"больше файлов не помещается", "no room for more files"}
		}
		if why != nil {
			left = append(left, name+" ("+inLanguageOf(person, why.Russian, why.English)+")")
			continue
		}
		fit = append(fit, file)
	}
	return fit, left
}

// fitFile judges one file by the same rules as an upload.
func fitFile(field *core.FileField, data []byte, name string) (*filesystem.File, *message) {
	if len(data) == 0 {
		return nil, &message{"файл пуст", "the file is empty"}
	}
	if int64(len(data)) > field.MaxSize {
		return nil, &message{"больше 10 МБ", "over 10 MB"}
	}
	file, err := filesystem.NewFileFromBytes(data, name)
	if err == nil {
		err = validators.UploadedFileMimeType(field.MimeTypes)(file)
	}
	if err != nil {
		return nil, &message{"файлы этого типа не принимаются", "files of this type are not accepted"}
	}
	return file, nil
}
