package inbox

import (
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"

	"otklik/hooks/desk"
	"otklik/hooks/i18n"
	"otklik/hooks/mail/parse"
	"otklik/hooks/text"
)

// fitted are the files of a mail by what becomes of them.
type fitted struct {
	attached []*filesystem.File
	left     []*filesystem.File // staff fetch them from the task
	remarks  []string           // the names of those that are left out, with the reason
}

// fitFiles sorts the files of a mail by what the field allows.
func fitFiles(field *core.FileField, files []parse.File, locale string) fitted {
	var out fitted
	for _, f := range files {
		name := text.Clip(text.OneLine(f.Name), 100)
		if name == "" {
			name = i18n.Text(locale, "incoming.attachment")
		}
		file, why := fitFile(field, f.Data, name)
		if why.Key == "" {
			out.attached = append(out.attached, file)
			continue
		}
		out.remarks = append(out.remarks, name+" ("+why.In(locale)+")")
		if file != nil {
			out.left = append(out.left, file)
		}
	}
	return out
}

// fitFile checks one file by the rules of an upload; why is empty if it fits. An empty
// file is nil.
func fitFile(field *core.FileField, data []byte, name string) (file *filesystem.File, why i18n.Message) {
	if len(data) == 0 {
		return nil, i18n.Message{Key: "incoming.file_empty"}
	}
	file, err := filesystem.NewFileFromBytes(data, name)
	if err != nil {
		return nil, i18n.Message{Key: "incoming.file_type"}
	}
	if int64(len(data)) > field.MaxSize {
		return file, i18n.Message{Key: "incoming.file_too_big", Params: i18n.Megabytes(field.MaxSize)}
	}
	if desk.CheckFileType(field, file) != nil {
		return file, i18n.Message{Key: "incoming.file_type"}
	}
	return file, i18n.Message{}
}

// keepLeft stores the files that are not attached to what an accepted mail has become.
func keepLeft(tx core.App, row *core.Record, files []*filesystem.File) error {
	if len(files) == 0 {
		return nil
	}
	collection, err := tx.FindCachedCollectionByNameOrId("mail_files")
	if err != nil {
		return err
	}
	record := core.NewRecord(collection)
	record.Set("mail", row.Id)
	record.Set("task", row.GetString("task"))
	record.Set("comment", row.GetString("comment"))
	record.Set("files", files)
	return tx.Save(record)
}

// addMore adds the files that one record has no room for as further comments of the
// same person.
func addMore(tx core.App, files []*filesystem.File, task string, person *core.Record, most int) error {
	for len(files) > 0 {
		n := min(most, len(files))
		comment, err := newComment(tx, task, person)
		if err != nil {
			return err
		}
		comment.Set("body", i18n.Text(i18n.Of(person), "incoming.more_files"))
		comment.Set("files", files[:n])
		comment.SetRaw(desk.Continued, true)
		if err := tx.Save(comment); err != nil {
			return err
		}
		files = files[n:]
	}
	return nil
}
