package pb_migrations

import (
	"slices"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// tradeTypes are what accountants and consultants of 1C send each other beside office
// documents: signatures, tables of banks, invitations, voice and recordings of a screen.
// The last stands for the files of 1C, whose content no detector knows; the hook of
// attachments says which of the unknown files they are.
var tradeTypes = []string{
	"application/pkcs7-signature", "application/x-dbf", "text/calendar", "text/vcard", "image/vnd.djvu",
	"application/vnd.ms-word.document.macroenabled.12", "application/vnd.ms-excel.sheet.macroenabled.12", "application/vnd.ms-xpsdocument",
	"application/ogg", "audio/ogg", "audio/mpeg", "audio/wav", "audio/amr", "audio/aac", "audio/flac", "audio/mp4", "audio/x-m4a", "audio/basic",
	"video/ogg", "video/mp4", "video/x-m4v", "video/webm", "video/quicktime", "video/3gpp", "video/3gpp2", "video/x-msvideo", "video/matroska", "video/mpeg",
	"video/x-ms-asf", "application/octet-stream",
}

// Attachments may be files of the trade. What an administrator has allowed or removed
// since stays so.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "tasks", "comments", "notes")
		if err != nil {
			return err
		}
		for _, collection := range found {
			files, ok := collection.Fields.GetByName("files").(*core.FileField)
			if !ok || len(files.MimeTypes) == 0 { // any type is allowed
				continue
			}
			for _, kind := range tradeTypes {
				if !slices.Contains(files.MimeTypes, kind) {
					files.MimeTypes = append(files.MimeTypes, kind)
				}
			}
			files.Help = "До 10 файлов по 10 МБ: документы, картинки, архивы, текст, файлы 1С, подписи, звук и видео."
			if err := app.Save(collection); err != nil {
				return err
			}
		}
		return nil
	}, nil)
}
