package desk

import (
	"fmt"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/text"
)

var attachmentCollections = []string{"tasks", "comments", "notes"}

// RegisterFiles keeps the original names of attachments beside the stored ones, and sets the headers that
// they and the files of all other collections are served with.
func RegisterFiles(app core.App) {
	app.OnRecordValidate(attachmentCollections...).BindFunc(keepFileNames)
	app.OnRecordValidate(attachmentCollections...).BindFunc(refuseUnknownFiles)
	app.OnFileDownloadRequest().BindFunc(serveByContent)
	app.OnRecordValidate("mail_files").BindFunc(keepFileNames)
	app.OnFileDownloadRequest(slices.Concat(attachmentCollections, []string{"mail_files"})...).BindFunc(ServeFile)
}

// StoredSuffix matches the random suffix and the extension that PocketBase gives
// the name of a stored file.
var StoredSuffix = regexp.MustCompile(`_[a-z0-9]{10}(\.[^.]+)?$`)

// fileNameBytes is the limit of a name without its suffix: PocketBase allows 150
// bytes in all.
const fileNameBytes = 110

// keepFileNames gives uploads names that one can read in the folder too, where
// PocketBase would strip Cyrillic letters, and remembers the original ones.
func keepFileNames(e *core.RecordEvent) error {
	files := e.Record.GetUnsavedFiles("files")
	if len(files) == 0 {
		return e.Next()
	}
	for _, f := range files {
		name := strings.TrimSuffix(path.Base(f.OriginalName), path.Ext(f.OriginalName))
		if suffix := StoredSuffix.FindString(f.Name); suffix != "" {
			if name = cleanFileName(name); name != "" {
				f.Name = name + suffix
			}
		}
	}
	rememberFileNames(e.Record)
	return e.Next()
}

// cleanFileName keeps letters and digits of any script and hyphens, joins the
// words by underscores and clips the result to [fileNameBytes].
func cleanFileName(name string) string {
	words := strings.FieldsFunc(text.Tidy(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '-'
	})
	return clipBytes(strings.Join(words, "_"), fileNameBytes)
}

// clipBytes cuts a text to a number of bytes, between two characters.
func clipBytes(s string, most int) string {
	for len(s) > most {
		_, last := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-last]
	}
	return s
}

// pdfPolicy lets the browser's viewer show a PDF within our page, which the
// sandbox in PocketBase's policy prevents. No other site may frame it.
const pdfPolicy = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"

// namedFile replaces the file name in Content-Disposition when the headers are
// written. PocketBase quotes the whole name, but the form of RFC 6266 that keeps
// Cyrillic must stand outside the quotes. PocketBase decides whether the file is
// inline or an attachment.
type namedFile struct {
	http.ResponseWriter
	name string
}

// plainExt matches an extension that needs no quoting in a header.
var plainExt = regexp.MustCompile(`\.[A-Za-z0-9]{1,10}$`)

// WriteHeader replaces the file name and sends the headers.
func (w namedFile) WriteHeader(status int) {
	kind, _, found := strings.Cut(w.Header().Get("Content-Disposition"), ";")
	if found {
		escaped := strings.ReplaceAll(url.QueryEscape(w.name), "+", "%20")
		w.Header().Set("Content-Disposition", fmt.Sprintf(`%s; filename="file%s"; filename*=UTF-8''%s`, kind, plainExt.FindString(w.name), escaped))
	}
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap returns the wrapped writer to http.ResponseController.
func (w namedFile) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// ServeFile forbids caching of attachments: they are private and may be opened on
// a shared computer. It sends the original name as RFC 6266 defines, with a plain
// fallback for old browsers.
func ServeFile(e *core.FileDownloadRequestEvent) error {
	e.Response.Header().Set("Cache-Control", "private, no-store")
	if strings.EqualFold(path.Ext(e.ServedName), ".pdf") {
		e.Response.Header().Set("Content-Security-Policy", pdfPolicy)
	}
	e.Response = namedFile{e.Response, FileNamesOf(e.Record).Of(e.ServedName)}
	return e.Next()
}
