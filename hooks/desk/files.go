package desk

import (
	"fmt"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/text"
)

var attachmentCollections = []string{"tasks", "comments", "notes"}

// RegisterFiles keeps the names of attachments and says how they are served.
func RegisterFiles(app core.App) {
	app.OnRecordValidate(attachmentCollections...).BindFunc(keepFileNames)
	app.OnFileDownloadRequest(attachmentCollections...).BindFunc(ServeFile)
}

// StoredSuffix is what PocketBase ends the name of a stored file with.
var StoredSuffix = regexp.MustCompile(`_[a-z0-9]{10}(\.[^.]+)?$`)

// fileNameBytes leaves room for the unique end: PocketBase allows 150 bytes.
const fileNameBytes = 110

// keepFileNames gives uploads the name they came with: PocketBase would leave
// nothing of one in Cyrillic.
func keepFileNames(e *core.RecordEvent) error {
	for _, f := range e.Record.GetUnsavedFiles("files") {
		name := strings.TrimSuffix(path.Base(f.OriginalName), path.Ext(f.OriginalName))
		if end := StoredSuffix.FindString(f.Name); end != "" {
			if name = cleanFileName(name); name != "" {
				f.Name = name + end
			}
		}
	}
	return e.Next()
}

// cleanFileName keeps letters, digits and dashes of any script.
func cleanFileName(name string) string {
	words := strings.FieldsFunc(text.Tidy(name), func(r rune) bool {
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

// namedFile replaces the name in Content-Disposition as the headers go out.
// PocketBase quotes the name it is given whole, and the form of RFC 6266 that
// keeps Cyrillic has to stand outside the quotes; whether a file is shown or
// saved is PocketBase's to decide.
type namedFile struct {
	http.ResponseWriter
	name string
}

func (w namedFile) WriteHeader(status int) {
	kind, _, found := strings.Cut(w.Header().Get("Content-Disposition"), ";")
	if found {
		w.Header().Set("Content-Disposition", fmt.Sprintf(`%s; filename="file%s"; filename*=UTF-8''%s`, kind, path.Ext(w.name), url.PathEscape(w.name)))
	}
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap is for http.ResponseController.
func (w namedFile) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// ServeFile keeps attachments out of every cache, for the address of one
// carries a token and a shared computer is no place for it, and says the name
// so that browsers save it as it is (RFC 6266; the plain form is for old ones).
func ServeFile(e *core.FileDownloadRequestEvent) error {
	e.Response.Header().Set("Cache-Control", "private, no-store")
	if strings.EqualFold(path.Ext(e.ServedName), ".pdf") {
		e.Response.Header().Set("Content-Security-Policy", pdfPolicy)
	}
	e.Response = namedFile{e.Response, StoredSuffix.ReplaceAllString(e.ServedName, "$1")}
	return e.Next()
}
