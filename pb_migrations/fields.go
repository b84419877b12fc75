package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// maxFileSize is 10 MB, the limit of one attachment in bytes.
const maxFileSize = 10 << 20

// attachmentTypes are the usual office, picture, archive and text types, as
// PocketBase detects them from the content.
var attachmentTypes = []string{
	"application/pdf", "application/rtf", "text/rtf",
	"application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint", "application/vnd.ms-outlook",
	"application/x-ole-storage",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"application/vnd.openxmlformats-officedocument.presentationml.presentation",
	"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
	"application/vnd.oasis.opendocument.presentation",
	"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff", "image/heic", "image/heif", "image/avif",
	"application/zip", "application/x-7z-compressed", "application/x-rar-compressed", "application/gzip", "application/x-tar",
	"text/plain", "text/csv", "text/tab-separated-values", "text/xml", "application/json", "message/rfc822",
}

func attachments() *core.FileField {
	return &core.FileField{
		Name: "files", MaxSelect: 10, MaxSize: maxFileSize, Protected: true, MimeTypes: attachmentTypes,
		Thumbs: []string{"240x240", "960x0"},
		Help:   "До 10 файлов по 10 МБ: документы, картинки, архивы, текст.",
	}
}

func dates() []core.Field {
	return []core.Field{
		&core.AutodateField{Name: "created", OnCreate: true},
		&core.AutodateField{Name: "updated", OnCreate: true, OnUpdate: true},
	}
}

// one is a relation to a single record of the collection.
func one(name string, to *core.Collection, required, cascade bool, help string) *core.RelationField {
	return &core.RelationField{Name: name, CollectionId: to.Id, MaxSelect: 1, Required: required, CascadeDelete: cascade, Help: help}
}

func find(app core.App, names ...string) ([]*core.Collection, error) {
	found := make([]*core.Collection, len(names))
	for i, name := range names {
		c, err := app.FindCollectionByNameOrId(name)
		if err != nil {
			return nil, err
		}
		found[i] = c
	}
	return found, nil
}
