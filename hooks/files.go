package hooks

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pocketbase/pocketbase/core"
)

var attached = []string{"tasks", "comments", "notes"}

func registerFiles(app core.App) {
	app.OnRecordValidate(attached...).BindFunc(keepFileNames)
	app.OnFileDownloadRequest(attached...).BindFunc(serveFile)
}

// uniqueEnd is what PocketBase ends the name of a stored file with.
var uniqueEnd = regexp.MustCompile(`_[a-z0-9]{10}(\.[^.]+)?$`)

// fileNameBytes leaves room for the unique end: PocketBase allows 150 bytes.
const fileNameBytes = 110

// keepFileNames gives uploads the name they came with: PocketBase would leave
// nothing of one in Cyrillic.
func keepFileNames(e *core.RecordEvent) error {
	for _, f := range e.Record.GetUnsavedFiles("files") {
		name := strings.TrimSuffix(path.Base(f.OriginalName), path.Ext(f.OriginalName))
		if end := uniqueEnd.FindString(f.Name); end != "" {
			if name = cleanFileName(name); name != "" {
				f.Name = name + end
			}
		}
	}
	return e.Next()
}

// cleanFileName keeps letters, digits and dashes of any script.
func cleanFileName(name string) string {
	words := strings.FieldsFunc(tidyText(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '-'
	})
	name = strings.Join(words, "_")
	for len(name) > fileNameBytes {
		_, last := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-last]
	}
	return name
}

// pdfPolicy lets a browser's own viewer show a PDF within our page, which the
// sandbox of PocketBase's policy does not; nothing else may frame it.
const pdfPolicy = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"

// serveFile keeps attachments out of every cache, for the address of one
// carries a token and a shared computer is no place for it, and says the name
// so that browsers save it as it is (RFC 6266; the plain form is for old ones).
func serveFile(e *core.FileDownloadRequestEvent) error {
	e.Response.Header().Set("Cache-Control", "private, no-store")
	if strings.EqualFold(path.Ext(e.ServedName), ".pdf") {
		e.Response.Header().Set("Content-Security-Policy", pdfPolicy)
	}
	name := uniqueEnd.ReplaceAllString(e.ServedName, "$1")
	e.ServedName = "file" + path.Ext(name) + "; filename*=UTF-8''" + url.PathEscape(name)
	return e.Next()
}
