package desk

import (
	"mime"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

const unknownType = "application/octet-stream"

// activeExtensions are the names of files that a browser or the system would run:
// documents with scripts, scripts and styles.
var activeExtensions = []string{
	".html", ".htm", ".shtml", ".xhtml", ".xht", ".hta", ".mht", ".mhtml", ".svg", ".svgz", ".xsl", ".xslt",
	".js", ".mjs", ".cjs", ".jsx", ".css", ".htc", ".wasm", ".swf", ".vbs", ".wsf",
}

// activeTypes are parts of the names of such types. Plain XML is none: the
// accountants' reports are XML, and it is never shown, only saved.
var activeTypes = []string{"html", "svg", "script", "css", "xsl", "+xml", "wasm", "shockwave", "multipart/"}

// serveByContent keeps an uploaded file from being taken for a page, a script or a
// style: its type is the one that was detected in its content, and one whose name or
// content is active is saved, never shown. PocketBase would go by the name: a text
// named .js is a script of our own site to a browser.
func serveByContent(e *core.FileDownloadRequestEvent) error {
	files, err := e.App.NewFilesystem()
	if err != nil {
		return err
	}
	defer files.Close()
	attributes, err := files.Attributes(e.ServedPath)
	if err != nil {
		return e.NotFoundError("", err)
	}
	header := e.Response.Header()
	header.Set("X-Content-Type-Options", "nosniff")
	if isActive(attributes.ContentType, e.ServedName) {
		header.Set("Content-Type", unknownType)
		header.Set("Content-Disposition", "attachment; filename="+strconv.Quote(e.ServedName))
	}
	return e.Next()
}

// isActive reports whether a file may be run, by its detected type or by its name. A
// type that can't be read counts as active.
func isActive(contentType, name string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil || slices.Contains(activeExtensions, strings.ToLower(path.Ext(name))) {
		return true
	}
	return slices.ContainsFunc(activeTypes, func(part string) bool { return strings.Contains(kind, part) })
}
